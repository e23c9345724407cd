"""Lines and links into which nothing was filled."""

import re
from urllib.parse import unquote

from .marks import is_null

ITEM = re.compile(
    r"^(?P<count>\S+)\s*[x×]\s+(?P<title>.+?)(?:\s+[–—-]\s+\S+|\s{2,}\S.*)?$|"
    r"^(?P<other>.+?) [x×] ?\S+$",
    re.I,
)


def is_empty_item(line: str) -> bool:
    """So many of nothing, or nothing of it; NaN Bread is a thing."""
    told = ITEM.match(line.strip())
    return told is not None and any(is_null(one) for one in told.groups())


def is_null_link(url: str) -> bool:
    if not re.match(r"https?://", url, re.I):
        return False
    pieces = re.split(r"[/?&#=]", unquote(url).partition("//")[2].partition("/")[2])
    return any(one.lower() in ("none", "null", "nil", "undefined", "nan", "[object object]")
               for one in pieces)  # fmt: skip
