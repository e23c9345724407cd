"""Opening a folder of an IMAP account for reading only, and what the server says of it."""

import re
from dataclasses import dataclass

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from ingest.imap_login import DROPPED
from ingest.imap_said import is_expired, pause_asked, said, shown
from ingest.imap_session import Session
from ingest.imap_wire import Question

MAX_NAMED = 20
_EXISTS = re.compile(rb"\* (\d+) EXISTS", re.IGNORECASE)
_CODE = re.compile(rb"\* OK \[(UIDVALIDITY|UIDNEXT|HIGHESTMODSEQ) (\d+)\]", re.IGNORECASE)


@dataclass(frozen=True)
class Examined:
    """A folder as it stands."""

    exists: int
    uidvalidity: int
    uidnext: int | None
    modseq: int | None  # counts changes of flags, where the server counts them (CONDSTORE)


def examine(session: Session, name: str) -> Examined:
    """Open a folder read-only. Trouble names the folders there are."""
    client = session.client()
    quoted = bytes(client._normalise_folder(name))  # type: ignore[arg-type]
    how = b" (CONDSTORE)" if client.has_capability("CONDSTORE") else b""
    numbers: dict[bytes, int] = {}
    try:
        for (line, *_) in Question(client, b"EXAMINE " + quoted + how):
            if found := _EXISTS.match(line):
                numbers[b"EXISTS"] = int(found[1])
            elif found := _CODE.match(line):
                numbers[found[1].upper()] = int(found[2])
    except DROPPED:
        raise
    except IMAPClientError as error:
        if pause_asked(error) is not None or is_expired(error):
            raise
        there = names_of_folders(client)
        if name in there:
            fact = f"does not open the folder {name} ({said(error)})"
            raise session.trouble(fact, "give the account the right to read it") from error
        fact = f"has no folder {name}; it holds {_enumerated(there)}"
        raise session.trouble(fact, "correct `folders`") from error
    client._imap.state = "SELECTED"
    return Examined(
        numbers.get(b"EXISTS", 0), numbers.get(b"UIDVALIDITY", 0), numbers.get(b"UIDNEXT"),
        numbers.get(b"HIGHESTMODSEQ"),
    )  # fmt: skip


def names_of_folders(client: IMAPClient) -> list[str]:
    return sorted(
        str(name) for flags, _, name in client.list_folders() if b"\\Noselect" not in flags
    )


def _enumerated(names: list[str]) -> str:
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    return (", ".join(shown(name) for name in names[:MAX_NAMED]) or "none") + more
