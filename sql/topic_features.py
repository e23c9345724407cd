"""Texts as numbers: TF-IDF of words, word pairs and letter groups, beside the rules' signs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import sparse

from sql.topic_concepts import concept_pairs
from sql.topic_words import tokens

GROUPS = (3, 4, 5)  # letters, within words: they see through misspelling and endings
FEWEST = {"word": 2, "pair": 3, "group": 4, "concept": 3}  # texts a feature must occur in
# Of each block, whose rows have length one. Signs are many and were written beside the
# sentences: trusted more, they mislead on mails of other people.
WEIGHTS = {"word": 2.0, "pair": 1.5, "group": 1.0, "concept": 0.7}
SIGN_WEIGHT = 0.15


@dataclass(frozen=True)
class Vocabulary:
    """Which features there are, in order: words, pairs, groups of letters, concepts, signs."""

    words: dict[str, int]
    pairs: dict[str, int]
    groups: dict[str, int]
    concepts: dict[str, int]
    signs: tuple[str, ...]
    rarity: np.ndarray  # idf of all but signs

    @property
    def size(self) -> int:
        return len(self.rarity) + len(self.signs)


@lru_cache(maxsize=200_000)  # a shop's customers use the same words again and again
def groups_of(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(padded[start : start + size] for size in GROUPS
                 for start in range(len(padded) - size + 1))  # fmt: skip


def pairs_of(found: Sequence[str]) -> Iterable[str]:
    return map(" ".join, zip(found, found[1:], strict=False))


def vocabulary(texts: Sequence[str], signs: Sequence[str]) -> Vocabulary:
    """The features that occur in enough of the texts, and how rare they are."""
    seen = {kind: Counter[str]() for kind in FEWEST}
    for text in texts:
        found = tokens(text)
        seen["word"].update(set(found))
        seen["pair"].update(set(pairs_of(found)))
        seen["group"].update({group for word in set(found) for group in groups_of(word)})
        seen["concept"].update(set(concept_pairs(found)))
    kept = {kind: sorted(name for name, times in counter.items() if times >= FEWEST[kind])
            for kind, counter in seen.items()}  # fmt: skip
    times = [seen[kind][name] for kind, names in kept.items() for name in names]
    rarity = np.log((1 + len(texts)) / (1 + np.array(times, dtype=np.float64))) + 1
    word, pair, group, concept = ({name: place for place, name in enumerate(names)}
                         for names in kept.values())  # fmt: skip
    return Vocabulary(word, pair, group, concept, tuple(signs), rarity.astype(np.float32))


def features(known: Vocabulary, texts: Sequence[str], signs: np.ndarray) -> sparse.csr_matrix:
    """One row per text; `signs` is texts × known.signs."""
    found = [tokens(text) for text in texts]
    ends = np.cumsum([len(row) for row in found])
    all_words = [word for row in found for word in row]
    distinct = {word: place for place, word in enumerate(dict.fromkeys(all_words))}
    counts = table([distinct[word] for word in all_words], ends, len(distinct))
    first, second = len(known.words), len(known.words) + len(known.pairs)
    third = second + len(known.groups)
    pairs = ([known.pairs[p] for p in pairs_of(row) if p in known.pairs] for row in found)
    concepts = ([known.concepts[c] for c in concept_pairs(row) if c in known.concepts]
                for row in found)
    blocks = [
        scaled(counts @ lookup(distinct, known.words), known.rarity[:first]),
        scaled(rows_table(pairs, len(known.pairs)), known.rarity[first:second]),
        scaled(counts @ group_lookup(distinct, known.groups), known.rarity[second:third]),
        scaled(rows_table(concepts, len(known.concepts)), known.rarity[third:]),
    ]
    weighed = [block * weight for block, weight in zip(blocks, WEIGHTS.values(), strict=True)]
    weighed.append(sparse.csr_matrix(signs * SIGN_WEIGHT))
    return sparse.csr_matrix(sparse.hstack(weighed, dtype=np.float32))


def table(places: Sequence[int], ends: np.ndarray, width: int) -> sparse.csr_matrix:
    """Counts of places per row; rows end at `ends`."""
    starts = np.concatenate(([0], ends)).astype(np.int32)
    ones = np.ones(len(places), dtype=np.float32)
    made = sparse.csr_matrix((ones, np.array(places, np.int32), starts), (len(ends), width))
    made.sum_duplicates()
    return made


def lookup(distinct: dict[str, int], known: dict[str, int]) -> sparse.csr_matrix:
    rows = [(place, known[word]) for word, place in distinct.items() if word in known]
    return ones_at(rows, (len(distinct), len(known)))


def group_lookup(distinct: dict[str, int], known: dict[str, int]) -> sparse.csr_matrix:
    rows = [(place, known[group]) for word, place in distinct.items()
            for group in groups_of(word) if group in known]  # fmt: skip
    return ones_at(rows, (len(distinct), len(known)))


def ones_at(rows: list[tuple[int, int]], shape: tuple[int, int]) -> sparse.csr_matrix:
    places = np.array(rows, dtype=np.int32).reshape(-1, 2).T
    ones = np.ones(len(rows), dtype=np.float32)
    return sparse.csr_matrix((ones, (places[0], places[1])), shape)


def rows_table(rows: Iterable[list[int]], width: int) -> sparse.csr_matrix:
    held = list(rows)
    ends = np.cumsum([len(row) for row in held])
    return table([place for row in held for place in row], ends, width)


def scaled(counts: sparse.csr_matrix, rarity: np.ndarray) -> sparse.csr_matrix:
    """Sublinear counts times rarity, each row of length one."""
    made = sparse.csr_matrix(counts, dtype=np.float32)
    made.data = (1 + np.log(made.data)) * rarity[made.indices]
    length = np.sqrt(np.asarray(made.multiply(made).sum(axis=1)).ravel())
    made.data /= np.repeat(np.maximum(length, 1e-9), np.diff(made.indptr))
    return made
