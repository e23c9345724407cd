"""Mails of an IMAP folder by their UIDs, in pieces that fit into memory."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError

from ingest import imap_answers as answers
from ingest.folders import BATCH
from ingest.imap_trials import Trials
from ingest.imap_wire import Question
from ingest.mail import MAX_BYTES
from ingest.uid_ranges import Ranges

PIECE_BYTES = 32 * 1024 * 1024
_SUSPECT_FROM = 50
_HIGHEST = 4294967295
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True)
class Held:
    """What the server says of a mail before its bytes are asked for."""

    uid: int
    flags: tuple[str, ...]
    size: int
    received_at: datetime | None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """Some UIDs that were asked for, and what the server holds of them."""

    uids: list[int]
    held: list[Held]
    is_date_suspect: bool


def listed(client: IMAPClient, first: int = 1, since: datetime | None = None) -> Ranges:
    """The UIDs from `first` on; only numbers and a date go into the command."""
    how = b"RETURN (ALL) " if client.has_capability("ESEARCH") else b""
    # SINCE compares days in the server's zone.
    when = b"" if since is None else b" SINCE " + _day(since - timedelta(days=1))
    found = Ranges()
    for answer in Question(client, b"UID SEARCH %sUID %d:*%s" % (how, first, when)):
        found |= answers.searched(answer)
    # `UID n:*` always returns the newest mail, even when it is older than n.
    return found.from_on(first)


def _day(moment: datetime) -> bytes:
    return f"{moment.day:02}-{_MONTHS[moment.month - 1]}-{moment.year}".encode()


def pieces(
    client: IMAPClient, uids: Sequence[int], items: bytes, fits: Callable[[int, bool], bool]
) -> Iterator[Piece]:
    """Split UIDs into pieces of at most 500 mails and about 32 MiB, until no mail fits any more.

    `fits`: whether that many bytes, of one mail or of several, may be read now.
    """
    for start in range(0, len(uids), BATCH):
        asked = uids[start : start + BATCH]
        held = {one.uid: one for one in describe(client, Ranges.of(asked), items)}
        is_suspect = _is_suspect(list(held.values()))
        piece: list[int] = []
        weight = 0
        for uid in asked:
            size = min(held[uid].size, MAX_BYTES) if uid in held else 0
            if piece and (weight + size > PIECE_BYTES or not fits(weight + size, False)):
                yield Piece(piece, [held[one] for one in piece if one in held], is_suspect)
                piece, weight = [], 0
            if not piece and not fits(size, True):
                return
            piece.append(uid)
            weight += size
        yield Piece(piece, [held[one] for one in piece if one in held], is_suspect)


def describe(
    client: IMAPClient, uids: Ranges, items: bytes, only_changed: bytes = b""
) -> Iterator[Held]:
    """What the server says of these mails; one that it says without UID stays unsaid."""
    command = b"UID FETCH %s (%s)%s" % (str(uids).encode(), items, only_changed)
    for answer in Question(client, command) if uids else ():
        said = answers.fetched(answer) or {}
        uid = answers.number(said.get(b"UID"))
        if uid is None or b"FLAGS" not in said or uid not in uids:
            continue  # unsolicited
        flags = answers.words(said[b"FLAGS"])
        yield Held(
            uid, tuple(flag for flag in flags if flag.lower() != "\\recent"),
            answers.number(said.get(b"RFC822.SIZE")) or 0,
            answers.moment(said.get(b"INTERNALDATE")), answers.words(said.get(b"X-GM-LABELS")),
        )  # fmt: skip


def _is_suspect(held: list[Held]) -> bool:
    """A migration stamps every mail with its own minute."""
    minutes = Counter(one.received_at.replace(second=0) for one in held if one.received_at)
    most = max(minutes.values(), default=0)
    return len(held) >= _SUSPECT_FROM and most * 2 > len(held)


def bodies(client: IMAPClient, held: list[Held], trials: Trials) -> dict[int, bytes]:
    """The mails' bytes, \\Seen untouched; of a huge one only its headers."""
    found: dict[int, bytes] = {}
    for is_huge, section in ((False, b"BODY[]"), (True, b"BODY[HEADER]")):
        uids = Ranges.of(one.uid for one in held
                         if (one.size > MAX_BYTES) is is_huge and one.uid not in trials.skipped)
        if not uids:
            continue
        asked = section.replace(b"BODY", b"BODY.PEEK")
        question = Question(client, b"UID FETCH %s (UID %s)" % (str(uids).encode(), asked))
        try:
            for answer in question:
                said = answers.fetched(answer) or {}
                uid, raw = answers.number(said.get(b"UID")), said.get(section)
                if uid is not None and isinstance(raw, bytes):
                    found[uid] = raw
        except (OSError, IMAPClientAbortError) as error:
            trials.failed(question, error)
            raise
    return found


def newest_at(client: IMAPClient) -> datetime | None:
    """When the folder's newest mail was received: what `UID n:*` is good for."""
    newest = Ranges(((_HIGHEST, _HIGHEST),))
    for answer in Question(client, b"UID SEARCH UID %d:*" % _HIGHEST):
        newest |= answers.searched(answer)
    held = describe(client, newest, b"UID FLAGS INTERNALDATE")
    return max((one.received_at for one in held if one.received_at), default=None)
