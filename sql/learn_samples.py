"""Some of many mails, and what is asked of all of them."""

from collections.abc import Iterable, Sequence

import numpy as np

from sql.learn_lines import Mail, tokens_of


def sample_of(count: int, most: int) -> np.ndarray:
    """Places of the newest and the oldest mails, and of others evenly over time."""
    part = most // 4
    evenly = np.linspace(0, count - 1, min(count, most - 2 * part)).astype(int)
    ends = np.arange(max(0, count - part), count), np.arange(min(part, count))
    return np.unique(np.concatenate([evenly, *ends]))


def moments_of(mails: Sequence[Mail]) -> np.ndarray:
    return np.array([mail.sent_at.timestamp() for mail in mails])


def words_in(mails: Iterable[Mail]) -> list[str]:
    return [word.lower() for mail in mails for line in mail.lines for word in tokens_of(line)]
