"""What has been seen of a mail folder so far: its part of the cursor."""

from dataclasses import dataclass
from datetime import datetime


@dataclass
class Progress:
    """Times of the mails read, and of those that could not be read."""

    oldest_at: datetime | None = None
    newest_at: datetime | None = None
    unread_from_at: datetime | None = None  # the earliest mail that could not be read this time
    unread: int = 0

    @classmethod
    def of(cls, cursor: dict) -> "Progress":
        return cls(_moment(cursor.get("oldest_at")), _moment(cursor.get("newest_at")))

    def cursor(self) -> dict[str, str | None]:
        return {"oldest_at": _text(self.oldest_at), "newest_at": _text(self.newest_at)}

    def saw(self, moment: datetime | None, now: datetime) -> None:
        """A mail dated after `now` proves nothing about when the folder was last alive."""
        if moment is None or moment > now:
            return
        self.oldest_at = min(self.oldest_at or moment, moment)
        self.newest_at = max(self.newest_at or moment, moment)

    def missed(self, moment: datetime) -> None:
        self.unread += 1
        self.awaits(moment)

    def awaits(self, moment: datetime) -> None:
        """A mail is left for the next time; nothing is wrong with it."""
        self.unread_from_at = min(self.unread_from_at or moment, moment)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
