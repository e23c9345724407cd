"""Names and addresses as people also write them; all of it means the same."""

import re
import unicodedata
from random import Random

from .cast import FJORDKIND, PEOPLE
from .events import Order
from .wording import table

SHORTER = (
    ("straße", "str."), ("Street", "St"), ("Road", "Rd"), ("avenue", "av."), ("Avenida", "Avda."),
    ("Calle", "C/"), ("Plaza", "Pl."), ("Lane", "Ln"),
)  # fmt: skip


def shown_name(order: Order, language: str, random: Random) -> str:
    """The first brand writes the whole name, the other the first; some with title or initial."""
    person, draw = order.customer, random.random()
    if draw < 0.03:
        is_woman = person.first in PEOPLE[person.language]["women"]
        title = table("slot_words")[language]["titles"][0 if is_woman else 1]
        return f"{title} {person.last}"
    if draw < 0.06:
        return f"{person.first[0]}. {person.last}"
    return person.first if order.brand is FJORDKIND else person.name


def other_spelling(text: str, random: Random) -> str:
    """Shorter or longer street words, no diacritics, other blanks; as many as fit."""
    for long, short in SHORTER:
        if long in text and random.random() < 0.8:
            text = text.replace(long, short)
        elif text != text.replace(short, long) and long == "straße":
            text = text.replace(short, long)
    if random.random() < 0.5:
        text = text.replace("ß", "ss")
        letters = unicodedata.normalize("NFD", text)
        text = "".join(one for one in letters if not unicodedata.combining(one))
    text = re.sub(r"(\d)([a-z])$", r"\1 \2", text)  # 12a
    return re.sub(r"^([A-Z]{2}\d) (\d[A-Z]{2})\b", r"\1\2", text)  # BS1 4AB
