"""Mails in Exim's queue, from arrival to `Completed`; an identifier names one mail only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

FORGOTTEN_AFTER = timedelta(days=10)  # Debian's Exim gives up after four, frozen mails after seven


@dataclass(slots=True)
class Life:
    """What the log has said so far of a mail."""

    began_at: datetime
    message_id: str | None = None
    sender: str | None = None
    waiting: set[str] = field(default_factory=set)  # fingerprints of recipients deferred before


class Lives:
    """The mails that are not completed, kept with the cursor from run to run."""

    def __init__(self, saved: Mapping[str, list]):
        self._open = {exim_id: _life(values) for exim_id, values in saved.items()}

    def __len__(self) -> int:
        return len(self._open)

    def of(self, exim_id: str, at: datetime) -> Life:
        life = self._open.get(exim_id)
        if life is None:
            life = self._open[exim_id] = Life(at)
        return life

    def end(self, exim_id: str) -> None:
        self._open.pop(exim_id, None)

    def forget_before(self, newest: datetime) -> int:
        """Drop what was not completed in FORGOTTEN_AFTER; says how many ends were never logged."""
        lost = [exim_id for exim_id, life in self._open.items()
                if life.began_at < newest - FORGOTTEN_AFTER]
        for exim_id in lost:
            del self._open[exim_id]
        return len(lost)

    def saved(self) -> dict[str, list]:
        """As JSON for the cursor."""
        return {exim_id: [life.began_at.isoformat(), life.message_id, life.sender,
                          sorted(life.waiting)]
                for exim_id, life in self._open.items()}  # fmt: skip


def _life(values: list) -> Life:
    began_at, message_id, sender, waiting = values
    return Life(datetime.fromisoformat(began_at), message_id, sender, set(waiting))
