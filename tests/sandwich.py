"""A bad mail between two good ones, through a real source into a real raw store.

Whatever the bad mail is: both neighbours arrive, it has exactly one outcome, the counters of the
run add up, and what was refused lies in quarantine byte for byte.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mails import NOW, mail
from servers import deliver, make_maildir

from ingest.kinds import kinds
from ingest.run import ingest
from sql.desk import Desk
from sql.raw.opening import open_store
from sql.settings import Settings, Shop, SourceOptions

SEPARATOR = b"From mia@kunde.example Mon Nov  2 09:15:30 2026\n"
NEIGHBOURS = ("before", "after")
SHOP = Shop(name="Nordlicht", zone="Europe/Berlin", domains=("nordlicht.example",))


@dataclass(frozen=True)
class Eaten:
    """What became of the bad mail."""

    outcome: str  # accepted, duplicate, quarantined, deferred, ignored
    message: dict  # its row of raw.messages; empty where it gave none
    location: dict
    refused: dict
    bounces: list[dict]

    @property
    def flags(self) -> set[str]:
        return set(self.message["flags"])


def in_maildir(folder: Path, mails: list[bytes]) -> SourceOptions:
    place = make_maildir(folder)
    for number, raw in enumerate(mails):
        deliver(place, f"{number}.mail", raw)
    return kinds()["maildir"].Options(kind="maildir", folder=folder, folders={".": "inbox"})


def in_mbox(folder: Path, mails: list[bytes]) -> SourceOptions:
    folder.mkdir(parents=True)
    quoted = [raw.replace(b"\nFrom ", b"\n>From ") for raw in mails]
    ended = [raw + b"\n" if raw[-1:] not in (b"", b"\n") else raw for raw in quoted]
    path = folder / "inbox"
    path.write_bytes(b"".join(SEPARATOR + raw + b"\n" for raw in ended))
    _age(path)
    return kinds()["mbox"].Options(kind="mbox", folder=folder, folders={"inbox": "inbox"})


def in_tree(folder: Path, mails: list[bytes]) -> SourceOptions:
    folder.mkdir(parents=True)
    for number, raw in enumerate(mails):
        (folder / f"{number}.eml").write_bytes(raw)
        _age(folder / f"{number}.eml")
    return kinds()["eml"].Options(kind="eml", folder=folder, folders={".": "inbox"})


PLACES: dict[str, Callable[[Path, list[bytes]], SourceOptions]] = {
    "maildir": in_maildir, "mbox": in_mbox, "eml": in_tree,
}  # fmt: skip


def _age(path: Path) -> None:
    past = time.time() - 3600
    os.utime(path, (past, past))


def settings_for(folder: Path, **sources: SourceOptions) -> Settings:
    return Settings(
        path=folder / "trackrecord.toml", data=folder / "data",
        desk_url=f"sqlite:///{folder}/desk.sqlite", shops={"nordlicht": SHOP}, sources=sources,
    )  # fmt: skip


def eaten(folder: Path, bad: bytes, kind: str = "maildir") -> Eaten:
    """Read the bad mail between two good ones; what became of it, after all that always holds."""
    mails = [mail("before"), bad, mail("after")]
    settings = settings_for(folder, support=PLACES[kind](folder / kind, mails))
    (result,) = ingest(settings, Desk(settings.desk_url), polled_at=NOW)
    assert result.trouble is None
    assert result.counts.total() == len(mails)
    outcomes = result.counts.copy()
    outcomes.subtract(accepted=2)
    (outcome,) = [name for name, count in outcomes.items() if count]
    assert outcomes[outcome] == 1
    with open_store(settings.raw_path) as store:
        assert rows(store, """select items_read, items_read = accepted + duplicate + quarantined
            + deferred + ignored as adds_up from raw.runs""") == [
            {"items_read": 3, "adds_up": True}]  # fmt: skip
        neighbours = [f"{name}@kunde.example" for name in NEIGHBOURS]
        messages = rows(store, "select * from raw.messages")
        assert {one["message_id"] for one in messages} >= set(neighbours)
        fresh = [one for one in messages if one["message_id"] not in neighbours]
        places = {one["message_key"]: one for one in rows(
            store, "select * from raw.message_locations")}
        refused = rows(store, "select * from raw.quarantine")
        bounces = rows(store, "select * from raw.bounces")
    assert all(one["message_key"] in places for one in messages)
    assert len(fresh) == (outcome == "accepted") and len(refused) == (outcome == "quarantined")
    if refused:
        assert refused[0]["payload"].strip(b"\r\n") == bad.strip(b"\r\n")
        assert refused[0]["location"].startswith("support/")
    found = fresh[0] if fresh else {}
    return Eaten(
        outcome, found, places.get(found.get("message_key"), {}), refused[0] if refused else {},
        bounces,
    )  # fmt: skip


def rows(store, sql: str) -> list[dict]:
    found = store.db.execute(sql)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
