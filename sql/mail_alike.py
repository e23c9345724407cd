"""Where in a stretch of a mail a fixed piece stands that somebody reworded or mistyped."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from sql.mail_fold import WORD, Text
from sql.mail_lines import line_spans
from sql.mail_templates import Fixed
from sql.mail_types import STRICT, fits, is_item, shows

MOST_HEADS = 40  # lines of a stretch whose beginning may be a label
ALIKE, LABELS_ALIKE, ONE_WORD_ALIKE, SURELY = 72, 62, 84, 80  # of 100
GREETINGS_ALIKE = 65
Words = tuple[int, int]


def nearly(text: Text, piece: Fixed, low: int, high: int) -> Words | None:
    """The words between `low` and `high` that are most like the piece, if they are enough."""
    if low >= high:
        return None
    if piece.is_label and piece.is_head and (found := _label(text, piece, low, high)):
        return found
    if len(piece.words) == 1 and piece.is_head and (found := _greeting(text, piece, low, high)):
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
        and "@" not in text.written[text.start(a) : text.end(b)]
    ), ALIKE if len(piece.words) > 1 else ONE_WORD_ALIKE)  # fmt: skip


def _label(text: Text, piece: Fixed, low: int, high: int) -> Words | None:
    """The words before a colon at the beginning of a line, or alone on it."""
    spans = _labels(text, low, high, (":", "："))
    if found := _best(text, piece, spans, LABELS_ALIKE):
        return found
    alone = (span for span in _labels(text, low, high, ("\n",))
             if span[1] - span[0] <= len(piece.words)
             and not any(word.isdigit() for word in text.words[slice(*span)]))  # fmt: skip
    return _best(text, piece, alone, LABELS_ALIKE)


def _greeting(text: Text, piece: Fixed, low: int, high: int) -> Words | None:
    """One word that begins a line, mistyped."""
    heads = [word for word in range(low, high) if text.heads[word]][:MOST_HEADS]
    return _best(text, piece, ((word, word + 1) for word in heads), GREETINGS_ALIKE)


def _labels(text: Text, low: int, high: int, ends: tuple[str, ...]) -> Iterator[Words]:
    at = bisect_left(text.labels, (low,))
    for first, end, after in text.labels[at : at + MOST_HEADS]:
        if end > high:
            break
        if (after.startswith(ends) or not after) and not after.startswith("://"):
            yield first, end


def unlike(text: Text, low: int, high: int) -> Words | None:
    """The only label between `low` and `high`, whatever its words."""
    found = [span for span in _labels(text, low, high, (": ", "：", ":\n"))
             if not is_item(text.written[text.start(span[0]) : text.end(span[1])])]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _best(text: Text, piece: Fixed, spans: Iterable[Words], least: int) -> Words | None:
    wanted = piece.flat.strip()
    best: tuple[float, Words] | None = None
    for span in spans:
        score = fuzz.ratio(wanted, " ".join(text.words[slice(*span)]), score_cutoff=least)
        if score and (best is None or score > best[0]):
            best = score, span
    if best is None:
        return None
    is_sure = best[0] >= SURELY or len(piece.words) == 1
    return best[1] if is_sure or 2 * shared(text, piece, best[1]) >= len(piece.words) else None


def shared(text: Text, piece: Fixed, span: Words) -> int:
    """Words of the piece that stand in a stretch, in their order."""
    return int(LCSseq.similarity(piece.words, text.words[slice(*span)]))


def says(text: Text, slot: str, word: int) -> bool:
    """Whether what stands from `word` on can be the slot's value."""
    start = text.end(word)
    lines = [span for span in line_spans(text.written, start, start + 300)
             if WORD.search(text.written, *span)]  # fmt: skip
    if not lines:
        return False
    line = text.written[slice(*lines[0])].lstrip(" .:：")
    return shows(slot, line) if slot in STRICT else fits(slot, line)
