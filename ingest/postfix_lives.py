"""Lives of queue ids: short ids are used again, so an id names a mail only until `removed`."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ingest.log_stamps import Moment

FORGOTTEN_AFTER = timedelta(days=10)  # Postfix itself gives a mail up after five


@dataclass(slots=True)
class Life:
    """What the log has said so far of the mail behind a queue id."""

    generation: str  # when it began
    message_id: str | None = None
    named_at: Moment | None = None  # when cleanup took it and told its Message-ID
    sender: str | None = None
    is_told: bool = False  # its acceptance was yielded


class Lives:
    """The lives that are not over, by "host instance queue-id", kept with the cursor."""

    def __init__(self, saved: Mapping[str, list]):
        self._open = {key: _life(values) for key, values in saved.items()}

    def __len__(self) -> int:
        return len(self._open)

    def known(self, key: str) -> Life | None:
        return self._open.get(key)

    def begin(self, key: str, at: Moment) -> Life:
        life = self._open[key] = Life(at[1])
        return life

    def name(self, key: str, at: Moment, message_id: str) -> Life:
        """Cleanup told the Message-ID. It tells it once: a second time is another mail's life."""
        life = self._open.get(key)
        if life is None or life.named_at is not None and life.named_at != at:
            life = self.begin(key, at)
        life.message_id, life.named_at = message_id or None, at
        return life

    def end(self, key: str) -> None:
        self._open.pop(key, None)

    def forget_before(self, newest: Mapping[str, datetime]) -> Counter[str]:
        """Drop what its own host has not finished in FORGOTTEN_AFTER; says how many by host."""
        before = self._hosts()
        oldest = {host: (at - FORGOTTEN_AFTER).isoformat() for host, at in newest.items()}
        self._open = {
            key: life for key, life in self._open.items()
            if life.generation >= oldest.get(key.partition(" ")[0], "")
        }  # fmt: skip
        return before - self._hosts()

    def _hosts(self) -> Counter[str]:
        return Counter(key.partition(" ")[0] for key in self._open)

    def saved(self) -> dict[str, list]:
        """As JSON for the cursor."""
        return {key: _values(life) for key, life in self._open.items()}


def _values(life: Life) -> list:
    named_at = life.named_at and life.named_at[1]
    return [life.generation, life.message_id, named_at, life.sender, life.is_told]


def _life(values: list) -> Life:
    generation, message_id, named_at, sender, is_told = values
    at = named_at and (datetime.fromisoformat(named_at), named_at)
    return Life(generation, message_id, at, sender, is_told)
