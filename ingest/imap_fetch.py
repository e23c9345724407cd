"""Mails of an IMAP folder by their UIDs, in pieces that fit into memory."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from imapclient import IMAPClient

from ingest.folders import BATCH
from ingest.mail import MAX_BYTES

PIECE_BYTES = 32 * 1024 * 1024
_SUSPECT_FROM = 50


@dataclass(frozen=True)
class Held:
    """What the server says of a mail before its bytes are asked for."""

    uid: int
    flags: tuple[str, ...]
    size: int
    received_at: datetime | None


@dataclass(frozen=True)
class Piece:
    """Some UIDs that were asked for, and what the server holds of them."""

    uids: list[int]
    held: list[Held]
    is_date_suspect: bool


def uids_after(client: IMAPClient, last_uid: int, since: datetime | None) -> list[int]:
    """The UIDs above `last_uid`; only numbers and a date go into the command."""
    criteria: Any = ["UID", f"{last_uid + 1}:*"]
    if since is not None:
        # SINCE compares days in the server's zone.
        day: date = since.date() - timedelta(days=1)
        criteria += ["SINCE", day]
    # `UID n:*` always returns the newest mail, even when it is older than n.
    return sorted(uid for uid in client.search(criteria) if uid > last_uid)


def pieces(client: IMAPClient, uids: list[int]) -> Iterator[Piece]:
    """Split UIDs into pieces of at most 500 mails and about 32 MiB."""
    for start in range(0, len(uids), BATCH):
        asked = uids[start : start + BATCH]
        held = _held(client, asked)
        is_suspect = _is_suspect(list(held.values()))
        piece: list[int] = []
        weight = 0
        for uid in asked:
            size = min(held[uid].size, MAX_BYTES) if uid in held else 0
            if piece and weight + size > PIECE_BYTES:
                yield Piece(piece, [held[one] for one in piece if one in held], is_suspect)
                piece, weight = [], 0
            piece.append(uid)
            weight += size
        yield Piece(piece, [held[one] for one in piece if one in held], is_suspect)


def _held(client: IMAPClient, uids: list[int]) -> dict[int, Held]:
    answer: Any = client.fetch(uids, ["FLAGS", "INTERNALDATE", "RFC822.SIZE"])
    asked = set(uids)
    return {
        uid: Held(
            uid,
            tuple(flag.decode("ascii", "replace") for flag in data.get(b"FLAGS", ())),
            int(data.get(b"RFC822.SIZE", 0)),
            _utc(data.get(b"INTERNALDATE")),
        )
        for uid, data in answer.items()
        if uid in asked
    }


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment and moment.tzinfo else moment


def _is_suspect(held: list[Held]) -> bool:
    """A migration stamps every mail with its own minute."""
    minutes = Counter(one.received_at.replace(second=0) for one in held if one.received_at)
    most = max(minutes.values(), default=0)
    return len(held) >= _SUSPECT_FROM and most * 2 > len(held)


def bodies(client: IMAPClient, held: list[Held]) -> dict[int, bytes]:
    """The mails' bytes, \\Seen untouched; of a huge one only its headers."""
    found: dict[int, bytes] = {}
    for is_huge, section in ((False, "BODY.PEEK[]"), (True, "BODY.PEEK[HEADER]")):
        uids = [one.uid for one in held if (one.size > MAX_BYTES) is is_huge]
        if not uids:
            continue
        key = section.replace(".PEEK", "").encode()
        answer: Any = client.fetch(uids, [section])
        for uid, data in answer.items():
            if data.get(key) is not None:
                found[uid] = data[key]
    return found


def newest_at(client: IMAPClient) -> datetime | None:
    """When the folder's newest mail was received: what `UID n:*` is good for."""
    highest: Any = ["UID", "4294967295:*"]
    held = _held(client, client.search(highest)).values()
    return max((one.received_at for one in held if one.received_at), default=None)
