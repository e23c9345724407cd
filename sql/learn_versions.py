"""Which wordings are versions of one template, and which mail was sent with which?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sql.learn_blocks import HEAVY, HEAVY_PAIRS, SURPRISE, surprise

CORE, CLOSE, RELATED = 0.8, 0.5, 0.2
BETWEEN = 0.7  # as like both as they are each other
ENDED, REPLACED = 0.05, 0.5  # share in the last quarter of both wordings' mails
CLEAR = 4.0  # difference of log-likelihoods that leaves no doubt
LIKELY = 0.6  # of a wording's core stands in a mail that it is
OUTSIDE = 2.0  # less likely, in logarithms, outside the days of a wording


@dataclass
class Wording:
    """Mails of one text, by their places in the order of time."""

    rows: np.ndarray
    shares: np.ndarray  # of its mails that have each word pair
    locale: str = "und"

    @property
    def core(self) -> np.ndarray:
        return self.shares >= CORE


def wording_of(table: np.ndarray, rows: np.ndarray) -> Wording:
    return Wording(np.sort(rows), table[rows].mean(axis=0))


def without_variants(table: np.ndarray, wordings: list[Wording]) -> list[Wording]:
    """A text that runs beside another and differs by little has a slot there: one wording."""
    left = sorted(wordings, key=lambda wording: -len(wording.rows))
    kept: list[Wording] = []
    for wording in left:
        for number, other in enumerate(kept):
            is_turn = follows(wording, other) or follows(other, wording)
            if is_little_apart(wording, other) and not is_turn:
                kept[number] = wording_of(table, np.concatenate([other.rows, wording.rows]))
                break
        else:
            kept.append(wording)
    return kept


def is_little_apart(one: Wording, other: Wording) -> bool:
    differences = (one.core & ~other.core).sum(), (other.core & ~one.core).sum()
    size = max(one.core.sum(), other.core.sum())
    return min(differences) < max(HEAVY_PAIRS, HEAVY * size) and likeness(one, other) >= CLOSE


def likeness(one: Wording, other: Wording) -> float:
    return float((one.core & other.core).sum() / max((one.core | other.core).sum(), 1))


def follows(later: Wording, earlier: Wording) -> bool:
    """It began when the earlier one had long been there, and then took most of its mails."""
    first = later.rows[0]
    before = int((earlier.rows < first).sum())
    since = len(later.rows) + len(earlier.rows) - before
    if surprise(before, len(later.rows) / since) < SURPRISE:
        return False
    own_end = later.rows[3 * len(later.rows) // 4 :]
    beside = ((earlier.rows >= own_end[0]) & (earlier.rows <= own_end[-1])).sum()
    return len(own_end) / (len(own_end) + beside) >= REPLACED


def chains(wordings: Sequence[Wording]) -> list[list[int]]:
    """Wordings by template, each in the order of first use."""
    links = {
        (place, later): likeness(one, other)
        for place, one in enumerate(wordings)
        for later, other in enumerate(wordings)
        if place != later and is_next(other, one)
    }
    after: dict[int, int] = {}
    for _, place, later in sorted(
        ((alike, *link) for link, alike in links.items() if not leaps(link, links)), reverse=True
    ):
        if place not in after and later not in after.values():
            after[place] = later
    starts = [n for n in range(len(wordings)) if n not in after.values()]
    return [chain_from(start, after) for start in starts]


def leaps(link: tuple[int, int], links: dict[tuple[int, int], float]) -> bool:
    """Whether another wording stands between the two."""
    place, later = link
    return any(
        one == place and min(alike, links.get((middle, later), 0)) >= BETWEEN * links[link]
        for (one, middle), alike in links.items() if middle != later
    )  # fmt: skip


def chain_from(start: int, after: dict[int, int]) -> list[int]:
    chain = [start]
    while chain[-1] in after:
        chain.append(after[chain[-1]])
    return chain


def is_next(later: Wording, earlier: Wording) -> bool:
    if "und" not in (later.locale, earlier.locale) and later.locale != earlier.locale:
        return False
    alike = likeness(later, earlier)
    if alike < RELATED or not follows(later, earlier):
        return False
    both = np.sort(np.concatenate([later.rows, earlier.rows]))
    ended = (earlier.rows >= both[3 * len(both) // 4]).sum() <= ENDED * len(both) / 4
    return alike >= CLOSE or bool(ended)


class Sorter:
    """Tells of any mail which wording it is, by what is fixed in one of them."""

    def __init__(self, wordings: Sequence[Wording], moments: np.ndarray):
        shares = np.stack([wording.shares for wording in wordings], axis=1)
        self.is_telling = (shares >= CORE).any(axis=1)
        shares = np.clip(shares[self.is_telling], 0.01, 0.99)
        self.gains, self.base = np.log(shares / (1 - shares)), np.log(1 - shares).sum(axis=0)
        self.cores = (shares >= CORE).astype(np.float32)
        self.spans = [  # of all but the outermost mails
            np.quantile(moments[wording.rows], (0.02, 0.98)) for wording in wordings
        ]

    def sort(self, table: np.ndarray, moments: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The wording of each mail, -1 for none; and every wording's log-likelihood."""
        telling = table[:, self.is_telling]
        scores = telling @ self.gains + self.base
        for number, (first, last) in enumerate(self.spans):
            scores[:, number] -= OUTSIDE * ((moments < first) | (moments > last))
        covers = telling @ self.cores / np.maximum(self.cores.sum(axis=0), 1)
        best = scores.argmax(axis=1)
        return np.where(covers[np.arange(len(best)), best] >= LIKELY, best, -1), scores
