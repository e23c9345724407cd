"""How far a folder of an IMAP account is read: which of its UIDs are dealt with."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from ingest.folders import Folder
from ingest.imap_examine import Examined
from ingest.mail_progress import Progress
from ingest.uid_ranges import Ranges


@dataclass
class State:
    """The cursor of a folder while it is read."""

    folder: Folder
    now: datetime
    examined: Examined
    progress: Progress
    rewinds: int = 0  # how often the server gave UIDs again that it had given before
    known: Ranges = Ranges()  # there at the last look, and read, ignored or refused
    left_out: Ranges = Ranges()  # of those: ignored for a flag that may go
    reopened: Ranges = Ranges()  # to be read again for what changed about them
    by_other_rules: Ranges = Ranges()  # dealt with when `since` or `addresses` were others
    labelled: dict[str, Ranges] = field(default_factory=dict)  # Gmail: label -> the mails under it
    past: list[str] = field(default_factory=list)  # epochs whose places end once all is read again
    next_uid: int = 1  # where new mails began at the last look
    exists: int | None = None
    modseq: int | None = None
    is_whole: bool = False  # at the last look nothing was left unread
    reconciled_at: datetime | None = None
    spent_day: str = ""  # UTC
    spent: int = 0  # bytes read on that day
    event: str | None = None  # the server broke with its own numbers

    @classmethod
    def resumed(
        cls, folder: Folder, cursor: dict[str, Any], examined: Examined, now: datetime
    ) -> "State":
        state = cls(folder, now, examined, Progress.of(cursor), cursor.get("rewinds", 0),
                    spent_day=cursor.get("spent_day", ""), spent=cursor.get("spent", 0),
                    past=cursor.get("past", []), event=cursor.get("event"))  # fmt: skip
        before = cursor.get("uidvalidity")
        if before is not None and before != examined.uidvalidity:
            state.began_anew("numbers its mails anew (UIDVALIDITY)", before)
            state.rewinds = 0
        elif before is not None and examined.uidnext and examined.uidnext < cursor["next_uid"]:
            state.began_anew("gives UIDs a second time (UIDNEXT)", before)
            state.rewinds += 1
        elif before is not None:
            state._take_up(cursor)
        epoch = f"{examined.uidvalidity}.{state.rewinds}".removesuffix(".0")
        state.folder = replace(folder, epoch=epoch)  # a UID names a mail only within its epoch
        return state

    def began_anew(self, fact: str, uidvalidity: int) -> None:
        self.event = f"the server {fact}: all was read again"
        self.past = [*self.past, f"{uidvalidity}.{self.rewinds}".removesuffix(".0")]

    def _take_up(self, cursor: dict[str, Any]) -> None:
        known = Ranges.parsed(cursor["known"])
        self.by_other_rules = Ranges.parsed(cursor["by_other_rules"])
        self.next_uid, self.exists = cursor["next_uid"], cursor["exists"]
        self.modseq = cursor["modseq"]
        reconciled_at = cursor["reconciled_at"]
        self.reconciled_at = datetime.fromisoformat(reconciled_at) if reconciled_at else None
        if cursor["rules"] != self.folder.rules:
            self.by_other_rules |= known
            return
        self.known, self.left_out = known, Ranges.parsed(cursor["left_out"])
        self.labelled = {key: Ranges.parsed(text) for key, text in cursor["labelled"].items()}
        self.is_whole = cursor["is_whole"]

    def cursor(self) -> dict[str, Any]:
        return {
            "rules": self.folder.rules,
            "uidvalidity": self.examined.uidvalidity,
            "rewinds": self.rewinds,
            "known": str(self.known),
            "left_out": str(self.left_out),
            "by_other_rules": str(self.by_other_rules),
            "labelled": {key: str(uids) for key, uids in self.labelled.items()},
            "past": self.past,
            "next_uid": self.next_uid,
            "exists": self.exists,
            "modseq": self.modseq,
            "is_whole": self.is_whole,
            "reconciled_at": self.reconciled_at.isoformat() if self.reconciled_at else None,
            "spent_day": self.spent_day,
            "spent": self.spent,
            "event": self.event,
            **self.progress.cursor(),
        }

    def is_unchanged(self, every: Any) -> bool:
        """Whether there is nothing to ask: no mail came or went, no flag changed."""
        now = self.examined
        return (
            self.is_whole and self.exists == now.exists and self.next_uid == now.uidnext
            and self.modseq == now.modseq and not self.is_due(every)
        )  # fmt: skip

    def is_due(self, every: Any) -> bool:
        return self.reconciled_at is None or self.now - self.reconciled_at >= every

    def dealt_with(self, uids: Ranges, left_out: Ranges) -> None:
        self.known |= uids
        self.left_out = (self.left_out - uids) | left_out
        self.is_whole = False  # until this look is through

    def reopen(self, uids: Ranges) -> None:
        self.known -= uids
        self.left_out -= uids
        self.reopened |= uids

    def lost(self, uids: Ranges) -> None:
        """These are not on the server any more."""
        self.known -= uids
        self.left_out -= uids
        self.by_other_rules -= uids
        self.labelled = {key: held - uids for key, held in self.labelled.items()}

    def is_through(self, is_whole: bool) -> None:
        self.next_uid = max(self.examined.uidnext or 1, self.known.last + 1, self.next_uid)
        self.exists, self.is_whole = self.examined.exists, is_whole
        self.event = None
        if is_whole:
            self.past = []

    @property
    def spent_today(self) -> int:
        return self.spent if self.spent_day == today_utc() else 0

    def spend(self, size: int) -> None:
        self.spent, self.spent_day = self.spent_today + size, today_utc()


def today_utc() -> str:
    return datetime.now(UTC).date().isoformat()
