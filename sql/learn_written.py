"""A learnt text as it is stored: subject, text with [SLOT], and the template's id."""

import hashlib
import re

from sql.learn_frames import Text
from sql.learn_names import name_all
from sql.learn_records import Known
from sql.learn_slots import with_slots


def written(text: Text, kind: str, known: Known) -> tuple[str, str, list[str]]:
    """Subject, text and slots in the order of their first appearance."""
    names = name_all([place for *_, places in text.lines for place in places], kind, known)
    left = iter(names)
    lines = [
        ("\n" if is_after_blank else "") + with_slots(line, spans, [next(left) for _ in spans])
        for is_after_blank, line, spans, _ in text.lines
    ]
    return lines[0].strip("\x01"), "\n".join(lines[1:]) + "\n", list(dict.fromkeys(names))


def fixed_words(text: Text) -> int:
    lines = (with_slots(line, spans, [""] * len(spans)) for _, line, spans, _ in text.lines)
    return sum(len(re.findall(r"[^\W\d_]{2,}", line)) for line in lines)


def id_of(kind: str, locale: str, text: Text) -> str:
    """Of the letters of its fixed text: equal whatever was sent since."""
    lines = (with_slots(line, spans, ["0"] * len(spans)) for _, line, spans, _ in text.lines)
    fixed = {"".join(filter(str.isalpha, line.casefold())) for line in lines}
    return hashlib.sha256("\n".join([kind, locale, *sorted(fixed)]).encode()).hexdigest()[:12]
