"""Bad export files between two good ones, through a real source into a real raw store.

Whatever the bad ones are: both neighbours arrive, and the counters of the run add up.
"""

from dataclasses import dataclass, field
from pathlib import Path

from sandwich import SHOP, rows

from ingest.kinds import kinds
from ingest.run import ingest
from sql.desk import Desk
from sql.raw.opening import open_store
from sql.settings import Settings

GOOD = {
    "csv": "order_id,placed_at\n{0},2026-11-20T10:00:00Z\n",
    "json": '[{{"order_id": "{0}", "placed_at": "2026-11-20T10:00:00Z"}}]\n',
}


@dataclass
class Digested:
    """What the store holds after one reading, the good neighbours left out."""

    orders: dict[str, dict] = field(default_factory=dict)  # by number
    refused: list[tuple[str, str, str]] = field(default_factory=list)  # place, reason, detail
    payloads: dict[str, bytes] = field(default_factory=dict)  # by place
    deferred: int = 0
    ignored: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    trouble: str = ""


class Plate:
    """A folder with a good file before and behind all others, and the source that reads it."""

    def __init__(self, folder: Path, kind: str = "csv", **options):
        self.folder, self.kind = folder / "exports", kind
        self.folder.mkdir()
        given = {"kind": kind, "shop": "nordlicht", "table": "orders", **options,
                 "files": options.get("files", (str(self.folder / f"*.{kind}"),))}  # fmt: skip
        self.settings = Settings(
            path=folder / "trackrecord.toml", data=folder / "data",
            desk_url=f"sqlite:///{folder}/desk.sqlite", shops={"nordlicht": SHOP},
            sources={"feed": kinds()[kind].Options(**given)},
        )  # fmt: skip
        for name in ("aa", "zz"):
            self.write(f"{name}.{kind}", self.good(f"good-{name}"))

    def good(self, order: str) -> bytes:
        return GOOD[self.kind].format(order).encode()

    def write(self, name: str, content: bytes | str) -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def read(self) -> Digested:
        """Read all there is; what always holds is asserted here."""
        (result,) = ingest(self.settings, Desk(self.settings.desk_url))
        with open_store(self.settings.raw_path) as store:
            (run,) = rows(store, """select *, items_read = accepted + duplicate + quarantined
                + deferred + ignored as adds_up from raw.runs order by started_at desc limit 1""")
            orders = {one["order_id"]: one for one in rows(
                store, "select * from raw.order_versions order by read_at")}  # fmt: skip
            held = rows(store, "select * from raw.quarantine order by location")
            ignored = {one["reason"]: one["items"] for one in rows(
                store, f"""select reason, sum(items)::int as items from raw.counts
                where run_id = '{run["run_id"]}' and outcome = 'ignored' group by reason""")}
            notes = rows(store, "select holes from raw.polls order by polled_at desc limit 1")
        assert run["adds_up"]
        assert {"good-aa", "good-zz"} <= orders.keys()
        return Digested(
            {name: one for name, one in orders.items() if not name.startswith("good-")},
            [(one["location"], one["reason"], one["detail"]) for one in held],
            {one["location"]: bytes(one["payload"]) for one in held if one["payload"]},
            run["deferred"], ignored, notes[0]["holes"] if notes else [], result.trouble or "",
        )  # fmt: skip
