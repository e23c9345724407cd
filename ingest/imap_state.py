"""How far a folder of an IMAP account is read: its UIDVALIDITY and the last UID."""

from dataclasses import dataclass, replace
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from ingest.folders import Folder
from ingest.imap_fetch import uids_after
from ingest.imap_session import DROPPED, Session, said
from ingest.mail_progress import Progress

MAX_NAMED = 20


@dataclass
class State:
    """The cursor of a folder while it is read."""

    folder: Folder
    uidvalidity: int
    uidnext: int | None
    last_uid: int
    rewinds: int  # how often the server gave UIDs again that it had given before
    unread: set[int]  # handed out incompletely; asked for again
    progress: Progress

    @classmethod
    def resumed(cls, folder: Folder, cursor: dict[str, Any], examined: dict[bytes, Any]) -> "State":
        uidvalidity = int(examined.get(b"UIDVALIDITY", 0))
        uidnext = int(examined[b"UIDNEXT"]) if b"UIDNEXT" in examined else None
        is_known = cursor.get("uidvalidity") == uidvalidity
        rewinds = cursor.get("rewinds", 0) if is_known else 0
        last_uid = cursor.get("last_uid", 0)
        if is_known and uidnext is not None and uidnext <= last_uid:
            rewinds, is_known = rewinds + 1, False
        if cursor.get("rules") != folder.rules:
            is_known = False
        return cls(
            # A UID names a mail only within its epoch.
            folder=replace(
                folder, epoch=f"{uidvalidity}.{rewinds}" if rewinds else f"{uidvalidity}"
            ),
            uidvalidity=uidvalidity,
            uidnext=uidnext,
            last_uid=last_uid if is_known else 0,
            rewinds=rewinds,
            unread=set(cursor.get("unread", ())) if is_known else set(),
            progress=Progress.of(cursor),
        )

    def cursor(self) -> dict[str, Any]:
        return {
            "rules": self.folder.rules,
            "uidvalidity": self.uidvalidity,
            "last_uid": self.last_uid,
            "rewinds": self.rewinds,
            "unread": sorted(self.unread),
            **self.progress.cursor(),
        }

    def to_read(self, client: IMAPClient) -> list[int]:
        """The UIDs not read yet; nothing is asked where UIDNEXT says that nothing came."""
        again = sorted(self.unread)
        if self.uidnext == self.last_uid + 1:
            return again
        return again + uids_after(client, self.last_uid, self.folder.options.since)

    def passed(self, uids: list[int]) -> None:
        self.last_uid = max(self.last_uid, *uids)

    def is_through(self) -> None:
        """Every UID below UIDNEXT was there to be found when the folder was opened."""
        self.last_uid = max(self.last_uid, (self.uidnext or 1) - 1)


def examine(session: Session, name: str) -> dict[bytes, Any]:
    """Open a folder read-only. Trouble names the folders there are."""
    client = session.client()
    try:
        return client.select_folder(name, readonly=True)
    except DROPPED:
        raise
    except IMAPClientError as error:
        there = names_of_folders(client)
        if name in there:
            fact = f"does not open the folder {name} ({said(error)})"
            raise session.trouble(fact, "give the account the right to read it") from error
        fact = f"has no folder {name}; it holds {_enumerated(there)}"
        raise session.trouble(fact, "correct `folders`") from error


def names_of_folders(client: IMAPClient) -> list[str]:
    return sorted(
        str(name) for flags, _, name in client.list_folders() if b"\\Noselect" not in flags
    )


def _enumerated(names: list[str]) -> str:
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    return (", ".join(names[:MAX_NAMED]) or "none") + more
