"""What is found while a mail's body is looked through, beside the text that a person reads."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Look:
    """One mail's body. `flags` are those of the mail and are added to."""

    flags: set[str] = field(default_factory=set)
    links: dict[str, None] = field(default_factory=dict)  # http(s) addresses, each once
    anchors: list[tuple[str, str]] = field(default_factory=list)  # target and text, as they come
    has_html: bool = False
    html_text: str | None = None  # of the HTML form, where it says other words than the plain one

    def fields(self) -> dict[str, Any]:
        """As fields of a Message."""
        targets = [target for target, _ in self.anchors]
        return {
            "links": list(self.links),
            "html_text": self.html_text,
            "link_targets": targets if self.has_html else None,
            "link_texts": [words for _, words in self.anchors],
        }
