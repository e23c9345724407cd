"""The names of topics, and how sure one is."""

from dashboard import read
from sql import wording
from sql.wording_topics import confidence

UNKNOWN = "unknown"


def names() -> dict[str, str]:
    """Of every topic that a mail can have, in the order of the seed."""
    rows = read.table("seeds.topics")
    return dict(zip(rows["topic"], rows["name"], strict=True)) if len(rows) else {}


def name(topic: str | None) -> str:
    """A topic's name; a dash where it is not known."""
    if topic is None or topic != topic:
        return wording.NONE
    return names().get(topic, "Not known" if topic == UNKNOWN else topic.replace("_", " "))


def sure(topic: str | None, certain: float | None) -> str:
    """How sure it is, in a word."""
    return confidence(certain) if isinstance(topic, str) else wording.NONE
