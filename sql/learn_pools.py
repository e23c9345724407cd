"""Mails that share much of their text, found by growing from one mail at a time."""

import numpy as np

MOST_SEEDS = 60
ALIKE, CORE, COVERED = 0.3, 0.6, 0.6
FEWEST = 5  # mails of a pool


def pools_in(table: np.ndarray) -> list[np.ndarray]:
    """Rows of each pool, the largest first; rows in none resemble too few others."""
    sizes = table.sum(axis=1)
    cores: list[np.ndarray] = []
    is_open = sizes > 0
    for _ in range(MOST_SEEDS):
        if not is_open.any():
            break
        seed = int(np.flatnonzero(is_open)[0])
        core = grown(table, sizes, seed, is_open)
        is_open[seed] = False
        if core is not None:
            cores.append(core)
            is_open &= cover(table, core) < COVERED
    return assigned(table, cores)


def grown(
    table: np.ndarray, sizes: np.ndarray, seed: int, is_open: np.ndarray
) -> np.ndarray | None:
    """What most mails like the seed share; None where hardly any is like it."""
    shared = table @ table[seed]
    members = (shared >= ALIKE * (sizes + sizes[seed] - shared)) & is_open
    core = np.empty(0, dtype=np.int64)
    for _ in range(3):
        if members.sum() < FEWEST:
            return None
        core = np.flatnonzero(table[members].mean(axis=0) >= CORE)
        if not len(core):
            return None
        members = (cover(table, core) >= COVERED) & is_open
    return core


def cover(table: np.ndarray, core: np.ndarray) -> np.ndarray:
    return table[:, core].mean(axis=1)


def assigned(table: np.ndarray, cores: list[np.ndarray]) -> list[np.ndarray]:
    """Each row to the core of which most is there and least is missing."""
    if not cores:
        return []
    covers = np.stack([cover(table, core) for core in cores], axis=1)
    lengths = np.array([len(core) for core in cores])
    scores = np.where(covers >= COVERED, (2 * covers - 1) * lengths, -1.0)
    best = np.where(scores.max(axis=1) > 0, scores.argmax(axis=1), -1)
    found = [np.flatnonzero(best == number) for number in range(len(cores))]
    return sorted((rows for rows in found if len(rows) >= FEWEST), key=len, reverse=True)
