"""Where a JSON record that cannot be read ends, so that the one behind it can be."""

import re

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}]', re.DOTALL)
_DEEPEST_INDENT = 200
_FIRST_KEY = re.compile(r'\{\s*("[^"\\]*")')


def end_of_broken(text: str, at: int, *, is_lost: bool) -> tuple[int | None, bool]:
    """Its end, and whether its braces close there; None: what is there may be a beginning.

    `is_lost`: nothing that may follow can make it whole.
    """
    border = border_after(text, at)
    stop = len(text) if border < 0 else border
    # An open quotation mark swallows the records behind it, but they begin with the same key.
    following = _neighbour(text, at, stop) if is_lost else None
    closed = _closing(text, at, stop if following is None else following)
    if closed is not None:
        return closed, True
    if following is not None:
        return following, False
    return (None if border < 0 else border), False


def border_after(text: str, at: int) -> int:
    """The line end before the next record that begins a line as this one does; -1 for none."""
    indent = text[text.rfind("\n", max(at - _DEEPEST_INDENT, 0), at) + 1 : at]
    starts = {"\n{", "\n["} | ({f"\n{indent}{{"} if indent.isspace() else set())
    return min((found for start in starts if (found := text.find(start, at)) >= 0), default=-1)


def _closing(text: str, at: int, stop: int) -> int | None:
    depth = 0
    for found in _TOKEN.finditer(text, at, stop):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth <= 0 and found[0] == "}":
            return found.end()
    return None


def _neighbour(text: str, at: int, stop: int) -> int | None:
    key = _FIRST_KEY.match(text, at, stop)
    if not key:
        return None
    found = re.compile(r",\s*(?=\{\s*" + re.escape(key[1]) + ")").search(text, at, stop)
    return found.end() if found else None
