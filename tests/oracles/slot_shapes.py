"""What the lines of a slot look like, so that a stranger's line is not taken for one."""

import re

from .folding import words
from .line_fit import OTHER_LABEL, SHAPES
from .template_files import Line

LONG_SLOTS = {"ORDER_SUMMARY": 16, "SHIPPING_ADDRESS": 16, "CONTACT_INFO": 16}  # words of a line
COUNTED = re.compile(r"^\W*\d+\s*[x×*]|[x×]\s*\d+\b|\(\d+\)", re.I)
ITEM = re.compile(r"^\W*\d+\s*[x×*]|[x×]\s*\d+\b|\(\d+\)|\d[.,]\d\d\b", re.I)
FIRST_LINE = 16  # words that any other slot may hold
SEVERAL = {"TRACKING_NUMBER", "TRACKING_LINK", "ESTIMATED_DELIVERY_DATE"}  # one for each parcel


def may_hold(line: Line, text: str, is_first: bool) -> bool:
    """Whether this line of a mail looks like what the line's last slot holds."""
    if not line.slots or not isinstance(line.items[-1], type(line.slots[-1])):
        return False
    name, count = line.slots[-1].name, len(words(text))
    if name in LONG_SLOTS:
        is_labelled = name != "CONTACT_INFO" and bool(OTHER_LABEL.match(text))
        is_item = name == "ORDER_SUMMARY" and bool((COUNTED if is_labelled else ITEM).search(text))
        return is_item or not is_labelled and count <= LONG_SLOTS[name] // (1 if is_first else 2)
    if not is_first:
        return name in SEVERAL and bool(re.fullmatch(SHAPES[name], text, re.I))
    return count <= FIRST_LINE
