"""Lives of queue ids: short ids are used again, so an id names a mail only until `removed`."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

FORGOTTEN_AFTER = timedelta(days=10)  # Postfix itself gives a mail up after five

Key = tuple[str, str, str]  # host, instance, queue id


@dataclass(slots=True)
class Life:
    """What the log has said so far of the mail behind a queue id."""

    began_at: datetime
    message_id: str | None = None
    named_at: datetime | None = None  # when cleanup took it and told its Message-ID
    sender: str | None = None
    is_told: bool = False  # its acceptance was yielded

    @property
    def generation(self) -> str:
        return self.began_at.isoformat()


class Lives:
    """The lives that are not over, kept with the cursor from run to run."""

    def __init__(self, saved: Mapping[str, list]):
        self._open = {_key(text): _life(values) for text, values in saved.items()}

    def __len__(self) -> int:
        return len(self._open)

    def of(self, key: Key, at: datetime) -> Life:
        life = self._open.get(key)
        if life is None:
            life = self._open[key] = Life(at)
        return life

    def name(self, key: Key, at: datetime, message_id: str) -> Life:
        """Cleanup told the Message-ID. It tells it once: a second time is another mail's life."""
        life = self.of(key, at)
        if life.named_at is not None and life.named_at != at:
            life = self._open[key] = Life(at)
        life.message_id, life.named_at = message_id or None, at
        return life

    def end(self, key: Key) -> None:
        self._open.pop(key, None)

    def forget_before(self, newest: Mapping[str, datetime]) -> Counter[str]:
        """Drop what its own host has not finished in FORGOTTEN_AFTER; says how many by host."""
        before = Counter(host for host, *_ in self._open)
        self._open = {
            key: life for key, life in self._open.items()
            if key[0] not in newest or life.began_at >= newest[key[0]] - FORGOTTEN_AFTER
        }  # fmt: skip
        return before - Counter(host for host, *_ in self._open)

    def saved(self) -> dict[str, list]:
        """As JSON for the cursor."""
        return {" ".join(key): _values(life) for key, life in self._open.items()}


def _key(text: str) -> Key:
    host, instance, queue_id = text.split(" ")
    return host, instance, queue_id


def _values(life: Life) -> list:
    named_at = life.named_at and life.named_at.isoformat()
    return [life.began_at.isoformat(), life.message_id, named_at, life.sender, life.is_told]


def _life(values: list) -> Life:
    began_at, message_id, named_at, sender, is_told = values
    return Life(
        datetime.fromisoformat(began_at), message_id,
        named_at and datetime.fromisoformat(named_at), sender, is_told,
    )  # fmt: skip
