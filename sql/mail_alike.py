"""Where in a stretch of a mail a fixed piece stands that somebody reworded or mistyped."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from sql.mail_fold import Text
from sql.mail_templates import Fixed

MOST_HEADS = 40  # lines of a stretch whose beginning may be a label
LABEL = 8  # words of a label at most
ALIKE, LABELS_ALIKE, ONE_WORD_ALIKE, SURELY = 72, 62, 84, 80  # of 100
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
        if low <= a < b <= high and not text.is_inside(a)
    ), ALIKE if len(piece.words) > 1 else ONE_WORD_ALIKE)  # fmt: skip


def _label(text: Text, piece: Fixed, low: int, high: int) -> Words | None:
    """The words before a colon at the beginning of a line, or alone on it."""
    return _best(text, piece, _labels(text, low, high, (":", "：", "\n")), LABELS_ALIKE)


def _labels(text: Text, low: int, high: int, ends: tuple[str, ...]) -> Iterator[Words]:
    for first in [word for word in range(low, high) if text.heads[word]][:MOST_HEADS]:
        for end in range(first + 1, min(high, first + LABEL) + 1):
            after = text.written[text.end(end) : text.start(end)].lstrip(" .")
            if after.startswith(ends):
                yield first, end
                break
            if end < len(text.words) and text.heads[end]:
                break


def unlike(text: Text, low: int, high: int) -> Words | None:
    """The only label between `low` and `high`, whatever its words."""
    found = list(_labels(text, low, high, (":", "：")))
    return found[0] if len(found) == 1 else None


def _best(text: Text, piece: Fixed, spans: Iterable[Words], least: int) -> Words | None:
    wanted = piece.flat.strip()
    best: tuple[float, Words] | None = None
    for span in spans:
        score = fuzz.ratio(wanted, " ".join(text.words[slice(*span)]), score_cutoff=least)
        if score and (best is None or score > best[0]):
            best = score, span
    if best is None or (best[0] < SURELY and 2 * shared(text, piece, best[1]) < len(piece.words)):
        return None
    return best[1]


def shared(text: Text, piece: Fixed, span: Words) -> int:
    """Words of the piece that stand in a stretch, in their order."""
    return int(LCSseq.similarity(piece.words, text.words[slice(*span)]))
