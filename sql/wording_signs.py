"""Signs that change how a text looks without being seen, made visible."""

import re

# What turns the direction of writing, has no width, or moves the cursor of a terminal.
_UNSEEN = re.compile(
    "[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f]"
)


def visible(text: str) -> str:
    """The text with `⟨U+202E⟩` in place of a sign that would deceive its reader."""
    return _UNSEEN.sub(lambda sign: f"⟨U+{ord(sign[0]):04X}⟩", text)
