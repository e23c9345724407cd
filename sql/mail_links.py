"""Where the tracking link of a mail really leads: the target behind what is shown."""

import re
from collections.abc import Sequence

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)


def slot_target(
    value: str | None, html_value: str | None, texts: Sequence[str], targets: Sequence[str]
) -> str | None:
    """The target of the anchor whose visible text stands in the slot, else the slot's own URL."""
    for shown in filter(None, (html_value, value)):
        for text, target in zip(texts, targets, strict=False):
            if text and _is_in(text, shown):
                return target
    for shown in filter(None, (value, html_value)):
        if found := _LINK.search(shown):
            return found[0].rstrip(".,;:!?)")
    return None


def _is_in(text: str, shown: str) -> bool:
    text, shown = " ".join(text.split()).casefold(), " ".join(shown.split()).casefold()
    return bool(text) and (text == shown or (len(text) > 2 and text in shown))
