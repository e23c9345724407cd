"""What a word means, whatever its language: a sentence in one language teaches the others."""

import csv
from collections.abc import Sequence
from functools import lru_cache

from sql.models import FOLDER
from sql.topic_words import tokens

LEXICON = FOLDER / "seeds" / "topic_concepts.csv"
SHORTEST_STEM = 3
REACH = 4  # concepts apart, within a sentence
SENTENCE_ENDS = frozenset(".?!")


@lru_cache(maxsize=1)
def lexicon() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Whole words, and stems (written `stem*`), each with its concepts."""
    whole: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    with LEXICON.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for word in row["words"].split():
                (key,) = tokens(word.rstrip("*"))
                held = stems if word.endswith("*") else whole
                held[key] = (*held.get(key, ()), row["concept"])
    return whole, stems


@lru_cache(maxsize=200_000)
def concepts_of(word: str) -> tuple[str, ...]:
    """By the word itself, else by the longest stem it begins with."""
    whole, stems = lexicon()
    if word in whole:
        return whole[word]
    longest = (word[:size] for size in range(len(word), SHORTEST_STEM - 1, -1))
    return next((stems[stem] for stem in longest if stem in stems), ())


def concept_pairs(words: Sequence[str]) -> list[str]:
    """The concepts, and those that follow one another closely in a sentence."""
    found, near = [], []
    for word in words:
        if word in SENTENCE_ENDS:
            near = []
            if word == "?":
                found.append("?")
        for concept in concepts_of(word):
            found.append(concept)
            found += [f"{before} {concept}" for before in near[-REACH:]]
            near.append(concept)
    return found
