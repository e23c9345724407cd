"""Pieces of text that come and go together in one pool of mails, and which of them are wordings.

A wording's piece takes turns with another that stands where it does not (or begins, or ends, for
good); a product or a carrier is there now and then, an optional block beside either wording.
"""

import math
from dataclasses import dataclass

import numpy as np

FEWEST, RARE, EVERYWHERE = 4, 0.008, 0.995  # mails, share of mails
MOST_COLUMNS = 1_500
TWINS = 0.88  # of the mails with either, the share with both
TURNS, APART, COVERED = 6, 0.03, 0.95
SURPRISE = 12  # minus the logarithm of the chance that it was merely not seen
DENSE, THROUGHOUT = 0.6, 0.9
HEAVY, HEAVY_PAIRS = 0.12, 6  # of a text, in word pairs: more than a value or a sentence
DEEPEST = 5


@dataclass
class Block:
    members: np.ndarray  # which mails have most of it
    weight: int  # word pairs


def wordings_in(table: np.ndarray, rows: np.ndarray, depth: int = 0) -> list[np.ndarray]:
    """Rows of each wording; `rows` are in the order of time."""
    here = table[rows]
    blocks = blocks_in(here)
    text = int((here.mean(axis=0) >= 0.5).sum())
    for is_telling in (lambda block: is_heavy(block, text), is_of_a_time):
        chosen = [block for block in blocks if is_telling(block) and takes_turns(block, blocks)]
        if is_telling is is_of_a_time:
            chosen += [b for b in blocks if begins_or_ends(b) and not is_among(b, chosen)]
        parts = split(rows, chosen) if chosen else [rows]
        if len(parts) > 1 and depth < DEEPEST:
            return [found for part in parts for found in wordings_in(table, part, depth + 1)]
    return [rows]


def blocks_in(here: np.ndarray) -> list[Block]:
    """Columns with nearly the same mails, the heaviest first; what stands everywhere is none."""
    counts = here.sum(axis=0)
    fewest = max(FEWEST, RARE * len(here))
    columns = here[:, (counts >= fewest) & (counts <= EVERYWHERE * len(here))]
    if not columns.shape[1]:
        return []
    packed = np.packbits(columns.astype(bool), axis=0)
    _, first, weights = np.unique(packed, axis=1, return_index=True, return_counts=True)
    order = np.argsort(-weights * columns[:, first].sum(axis=0), kind="stable")[:MOST_COLUMNS]
    columns, weights = columns[:, first[order]], weights[order]
    together = columns.T @ columns
    sizes = np.diag(together)
    alike = together >= TWINS * (sizes[:, None] + sizes[None, :] - together)
    is_open = np.ones(len(weights), dtype=bool)
    found = []
    for leader in range(len(weights)):
        if is_open[leader]:
            twins = np.flatnonzero(alike[leader] & is_open)
            is_open[twins] = False
            most = (columns[:, twins] @ weights[twins]) >= weights[twins].sum() / 2
            found.append(Block(most, int(weights[twins].sum())))
    return sorted(found, key=lambda block: -block.weight)


def is_heavy(block: Block, text: int) -> bool:
    return block.weight >= max(HEAVY_PAIRS, HEAVY * text)


def takes_turns(block: Block, blocks: list[Block]) -> bool:
    """Whether nearly every mail without it has one of a few that never stand beside it."""
    left = ~block.members
    allowed = (1 - COVERED) * left.sum()
    size = block.members.sum()
    others = [
        other.members for other in blocks
        if (other.members & block.members).sum() <= APART * min(size, other.members.sum())
    ]  # fmt: skip
    if not others:
        return False
    apart = np.stack(others)
    for _ in range(TURNS):
        gains = apart @ left.astype(np.float32)
        left = left & ~apart[int(gains.argmax())]
        if left.sum() <= allowed:
            return True
    return False


def is_of_a_time(block: Block) -> bool:
    """It began late or ended early, and while it was there most mails had it."""
    begins, ends, shares = course(block)
    return max(begins, ends) >= SURPRISE and max(shares) >= DENSE


def begins_or_ends(block: Block) -> bool:
    """It stands in every mail from some day on, or did until some day: a season's is neither."""
    begins, ends, shares = course(block)
    if begins >= SURPRISE > ends:
        return shares[1] >= THROUGHOUT
    return ends >= SURPRISE > begins and shares[0] >= THROUGHOUT


def course(block: Block) -> tuple[float, float, tuple[float, float]]:
    """How surely it began late and ended early; its share in the first and last quarter of it."""
    places, mails = np.flatnonzero(block.members), len(block.members)
    slack = len(places) // 100  # a stray mail moves neither end
    first, last = int(places[slack]), int(places[-1 - slack])
    quarter = (last - first) // 4 + 1
    shares = (
        float(block.members[first : first + quarter].mean()),
        float(block.members[last + 1 - quarter : last + 1].mean()),
    )
    begins = surprise(first - slack, len(places) / (mails - first))
    return begins, surprise(mails - 1 - last - slack, len(places) / (last + 1)), shares


def surprise(unseen: int, share: float) -> float:
    return unseen * -math.log(max(1 - share, 1e-6))


def is_among(block: Block, chosen: list[Block]) -> bool:
    return any(block is other for other in chosen)


def split(rows: np.ndarray, chosen: list[Block]) -> list[np.ndarray]:
    """By which blocks each mail has; the odd ones go with those they differ least from."""
    marks = np.stack([block.members for block in chosen], axis=1)
    weights = np.array([min(block.weight, 10) for block in chosen])
    kinds, place, counts = np.unique(marks, axis=0, return_inverse=True, return_counts=True)
    place = place.reshape(-1)
    large = np.flatnonzero(counts >= max(FEWEST + 1, RARE * len(rows)))
    if len(large) < 2:
        return [rows]
    distance = (kinds[:, None, :] != kinds[None, large, :]) @ weights
    nearest = large[distance.argmin(axis=1)]
    return [rows[nearest[place] == number] for number in large]
