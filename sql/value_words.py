"""Words as they are compared: case, accents, punctuation and other spelling carry nothing."""

import re
import unicodedata
from functools import lru_cache

LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l",
                         "þ": "th", "ı": "i"})  # fmt: skip  # that no accent can be taken off
APOSTROPHE = re.compile(r"['’‘ʼ`´]")
NO_WORD = re.compile(r"[\W_]+")
UMLAUT = re.compile(r"([aou])e")


@lru_cache(maxsize=100_000)
def folded(text: str) -> str:
    """Without case, accents and punctuation, one blank between words."""
    plain = unicodedata.normalize("NFKD", APOSTROPHE.sub("", text).casefold())
    letters = "".join(one for one in plain if not unicodedata.combining(one)).translate(LETTERS)
    return NO_WORD.sub(" ", letters).strip()


def spelled(text: str) -> str:
    """As folded; ä written as ae is one with it."""
    return UMLAUT.sub(r"\1", folded(text))


def words(text: str) -> list[str]:
    return spelled(text).split()
