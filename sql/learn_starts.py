"""With which mail does each version of a template begin?"""

from collections.abc import Sequence

import numpy as np

from sql.learn_blocks import SURPRISE, surprise
from sql.learn_versions import ENDED, Wording

MOST_STRAYS, SOON = 5, 40  # mails


def first_places(
    parts: Sequence[tuple[Wording, np.ndarray]], is_clear: np.ndarray
) -> list[int]:
    """Where each version begins: at its first mail.

    A version that only leaves something out begins later than a mail that lost just that by a
    fault: a mail alone, long before all others, is none of it.
    """
    everything = np.sort(np.concatenate([places for _, places in parts]))
    firsts = []
    for number, (wording, places) in enumerate(parts):
        sure = np.searchsorted(everything, places[is_clear[places]])
        before = parts[number - 1][0] if number else wording
        is_shorter = bool(number) and not (wording.core & ~(before.shares > ENDED)).any()
        strays = 0
        while is_shorter and strays < min(MOST_STRAYS, len(sure) // 20):
            nearby = sure[strays + 1 :][:SOON]
            share = min(0.9, len(nearby) / (nearby[-1] - nearby[0] + 1))
            if surprise(int(sure[strays + 1] - sure[strays] - 1), float(share)) < SURPRISE:
                break
            strays += 1
        firsts.append(int(everything[sure[strays]]) if len(sure) else 0)
    return firsts
