"""Where in a stretch of a mail a fixed piece stands that somebody reworded or mistyped."""

from bisect import bisect_right
from collections.abc import Iterable

from rapidfuzz import fuzz

from sql.mail_fold import Text
from sql.mail_templates import Fixed

MOST_HEADS = 40  # lines of a stretch whose beginning may be a label
LABEL = 8  # words of a label at most
ALIKE, LABELS_ALIKE, ONE_WORD_ALIKE = 72, 62, 84  # of 100
Words = tuple[int, int]


def nearly(text: Text, piece: Fixed, low: int, high: int) -> Words | None:
    """The words between `low` and `high` that are most like the piece, if they are enough."""
    if low >= high:
        return None
    if piece.is_label and piece.is_head and (found := _label(text, piece, low, high)):
        return found
    start = text.offsets[low]
    window = text.flat[start : text.offsets[high] - 1]
    found = fuzz.partial_ratio_alignment(piece.flat.strip(), window, score_cutoff=ALIKE)
    if found is None or found.dest_end <= found.dest_start:
        return None
    first = bisect_right(text.offsets, start + found.dest_start) - 1
    end = bisect_right(text.offsets, start + found.dest_end - 1)
    return _best(text, piece, (
        (a, b) for a in (first - 1, first, first + 1) for b in (end - 1, end, end + 1)
        if low <= a < b <= high
    ), ALIKE if len(piece.words) > 1 else ONE_WORD_ALIKE)  # fmt: skip


def _label(text: Text, piece: Fixed, low: int, high: int) -> Words | None:
    """The words before a colon at the beginning of a line."""
    spans = []
    for first in [word for word in range(low, high) if text.heads[word]][:MOST_HEADS]:
        for end in range(first + 1, min(high, first + LABEL) + 1):
            after = text.written[text.end(end) : text.start(end)].lstrip(" .")
            if after.startswith((":", "：", "\n")) or end == len(text.words):
                spans.append((first, end))
                break
    return _best(text, piece, spans, LABELS_ALIKE)


def _best(text: Text, piece: Fixed, spans: Iterable[Words], least: int) -> Words | None:
    wanted = piece.flat.strip()
    best: tuple[float, Words] | None = None
    for span in spans:
        score = fuzz.ratio(wanted, " ".join(text.words[slice(*span)]), score_cutoff=least)
        if score and (best is None or score > best[0]):
            best = score, span
    return best and best[1]
