"""Mails made up for tests, and a reader that keeps cursors as the store does."""

from collections import Counter
from datetime import datetime
from types import ModuleType

from sql.settings import SourceOptions
from sql.trouble import Trouble

NOW = datetime(2026, 11, 23, 12)


def mail(number: int | str, text: str = "Hello", **headers: str) -> bytes:
    """A customer's mail number@kunde.example, except where `headers` say otherwise."""
    fields = {
        "From": "mia@kunde.example",
        "To": "support@nordlicht.example",
        "Subject": "Question",
        "Date": "Mon, 02 Nov 2026 10:15:00 +0100",
        "Message-ID": f"<{number}@kunde.example>",
    } | headers
    return "".join(f"{k}: {v}\n" for k, v in fields.items()).encode() + f"\n{text}\n".encode()


class Reader:
    """Reads a source again and again; after each read it holds what that read gave."""

    def __init__(self, kind: ModuleType, options: SourceOptions):
        self.kind = kind
        self.options = options
        self.cursors: dict[str, dict] = {}

    def read(self, now: datetime = NOW) -> "Reader":
        self.batches, self.trouble = [], ""
        try:
            for batch in self.kind.read(self.options, "support", self.cursors, now):
                self.batches.append(batch)
                if batch.cursor is not None:
                    self.cursors[batch.place] = batch.cursor
        except Trouble as trouble:
            self.trouble = str(trouble)
        return self

    @property
    def items(self) -> list:
        return [item for batch in self.batches for item in batch.items]

    @property
    def ids(self) -> list[str]:
        """The numbers of the mails that came, sorted as text."""
        return sorted(item[0].message_id.partition("@")[0] for item in self.items)

    def outcomes(self, kind: str) -> Counter:
        return sum((Counter(getattr(batch, kind)) for batch in self.batches), Counter())

    @property
    def refused(self) -> list:
        return [refused for batch in self.batches for refused in batch.refused]

    @property
    def polls(self) -> list:
        return [poll for batch in self.batches for poll in batch.polls]

    @property
    def read_in_all(self) -> int:
        counted = self.outcomes("ignored") + self.outcomes("deferred")
        return len(self.items) + len(self.refused) + counted.total()
