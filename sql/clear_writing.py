"""Figures of how clear and polite a text is: length, reading ease, capitals, blame."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from statistics import fmean

LONGEST = 20_000  # characters that are looked at
SLOT = re.compile(r"\[([A-Z][A-Z0-9_]*)\]")
NEXT_STEPS = {"TRACKING_LINK", "ESTIMATED_SHIPPING_TIME", "ESTIMATED_DELIVERY_DATE"}
ADDRESS = re.compile(r"https?://\S+|\S+@\S+")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# A line that ends without a stop ends a sentence too where the next one begins with a capital.
SENTENCE_END = re.compile(r"[.!?:…]+(?=\s|$)|\n\s*\n|\n(?=\s*[A-ZÄÖÜÉÈÁÍÓÚÑ¿¡0-9\[-])")
LONG_WORD = 6  # letters; LIX calls what has more a long word
FEWEST_LETTERS = 4  # of a word that may shout
NEGATION = re.compile(r"\b(?:not|never|nicht|kein\w*|pas|no|nunca)\b|n['’]t\b")
ENGLISH = frozenset("the and you your for with will have has are this that our from not".split())


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one text; `lix` and `ease` are None where nothing is written."""

    words: int
    sentences: int
    longest_sentence: int
    lix: float | None
    ease: float | None
    capital_words: int
    capitals_share: float
    exclamations: int
    is_shouting: bool
    blame: str | None
    number_at: int | None
    next_step_at: int | None


def figures_of(text: str, language: str | None, blame: Iterable[tuple[str, str]]) -> Figures:
    """Language None: English where its words say so, else any other."""
    text = text[:LONGEST]
    plain = ADDRESS.sub(" ", SLOT.sub("X", text))
    sentences = [words for part in SENTENCE_END.split(plain) if (words := WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence if word != "X"]
    is_english = language == "en" if language else _is_english(words)
    tall = [word for word in words if len(word) >= FEWEST_LETTERS and word.isalpha()]
    loud = [word for word in tall if word.isupper()]
    said = " ".join(plain.casefold().split())
    return Figures(
        words=len(words),
        sentences=len(sentences),
        longest_sentence=max(map(len, sentences), default=0),
        lix=_lix(words, len(sentences)),
        ease=_flesch(words, len(sentences)) if is_english else None,
        capital_words=len(loud),
        capitals_share=len(loud) / len(tall) if tall else 0.0,
        exclamations=len(re.findall(r"!{2,}", plain)),
        is_shouting="!!!" in plain,
        blame=next((phrase for _, phrase in blame if _is_said(phrase, said)), None),
        number_at=_words_before(text, {"ORDER_NUMBER"}),
        next_step_at=_words_before(text, NEXT_STEPS),
    )


def _is_said(phrase: str, said: str) -> bool:
    """ "That was not your fault" blames nobody."""
    place = said.find(phrase)
    while place >= 0:
        if not NEGATION.search(said[max(0, place - 16) : place]):
            return True
        place = said.find(phrase, place + 1)
    return False


def _is_english(words: list[str]) -> bool:
    return sum(word.lower() in ENGLISH for word in words) >= max(2, len(words) * 0.12)


def _lix(words: list[str], sentences: int) -> float | None:
    if not words or not sentences:
        return None
    long = sum(len(word) > LONG_WORD for word in words)
    return len(words) / sentences + 100 * long / len(words)


def _flesch(words: list[str], sentences: int) -> float | None:
    if not words or not sentences:
        return None
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * fmean(map(_syllables, words))


@lru_cache(maxsize=50_000)
def _syllables(word: str) -> int:
    return len(_hyphens().positions(word.lower())) + 1


@cache
def _hyphens():
    from pyphen import Pyphen  # reads its dictionary from a file

    return Pyphen(lang="en_US")


def _words_before(text: str, slots: set[str]) -> int | None:
    found = next((slot for slot in SLOT.finditer(text) if slot[1] in slots), None)
    return len(WORD.findall(SLOT.sub("X", text[: found.start()]))) if found else None
