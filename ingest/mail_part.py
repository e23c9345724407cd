"""A part of a mail: what its own headers say, and its content where that is read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_CHARSET = re.compile(r"charset\s*\*?=\s*[\"']?([^\s\"';]+)", re.IGNORECASE)
_NAMED = re.compile(r"\bname\s*\*?\d*\*?\s*=", re.IGNORECASE)


@dataclass(slots=True)
class Part:
    """A node of the tree; `data` only where it is read: texts, reports, enclosed mails."""

    kind: str  # text/plain, multipart/alternative ...
    content_type: str  # the whole header
    is_attached: bool
    names: str = ""  # of its file, where a header gives one: never used but to see it is broken
    data: bytes = b""
    children: list["Part"] = field(default_factory=list)

    @property
    def charset(self) -> str:
        found = _CHARSET.search(self.content_type)
        return found[1] if found else ""

    def parameter(self, name: str) -> str | None:
        found = re.search(rf"{name}\s*=\s*\"?([^\s\";]+)", self.content_type, re.IGNORECASE)
        return found[1].lower() if found else None

    def walk(self) -> Iterator["Part"]:
        yield self
        for child in self.children:
            yield from child.walk()


def part_of(kind: str, content_type: str, disposition: str | None) -> Part:
    """A part without its content; `kind` as the parser gives it."""
    disposition = disposition or ""
    is_attached = disposition.partition(";")[0].strip().lower() == "attachment" or bool(
        _NAMED.search(content_type)
    )
    names = f"{content_type}; {disposition}" if "*" in content_type or "*" in disposition else ""
    return Part(kind.strip().lower(), content_type, is_attached, names)
