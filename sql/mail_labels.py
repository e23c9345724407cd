"""What a mail says of no known template: values behind labels that are known in each language."""

from collections.abc import Mapping

from sql.mail_ends import kept_length
from sql.mail_fold import Text
from sql.mail_lines import line_spans
from sql.mail_types import fits, shows
from sql.mail_values import Value

MOST_HEADS = 2_000  # lines of a mail
MOST_WORDS = 6  # of a label


def labelled(text: Text, labels: Mapping[str, str]) -> dict[str, Value]:
    """Slot -> value of the first label that has one which fits; `labels` are folded."""
    found: dict[str, Value] = {}
    heads = [word for word, is_head in enumerate(text.heads) if is_head][:MOST_HEADS]
    for place, first in enumerate(heads):
        line_end = heads[place + 1] if place + 1 < len(heads) else len(text.words)
        for end in range(min(first + MOST_WORDS, line_end), first, -1):
            slot = labels.get(" ".join(text.words[first:end]))
            if slot:
                if slot not in found and (value := _value(text, slot, end)):
                    found[slot] = value
                break
    return found


def _value(text: Text, slot: str, end: int) -> Value | None:
    written, start = text.written, text.end(end)
    has_colon = written[start : start + 3].lstrip(" .").startswith((":", "："))
    stop = written.find("\n\n", start)
    stop = min(len(written) if stop < 0 else stop, start + 600)
    at = start + len(written[start:stop]) - len(written[start:stop].lstrip(" .:：\n"))
    spans = line_spans(written, at, stop)
    if not spans:
        return None
    line = written[slice(*spans[0])]
    is_below = "\n" in written[start:at]
    sure = fits(slot, line) if has_colon and not is_below else shows(slot, line)
    if not sure:
        return None
    length = kept_length(slot, line)
    return Value(line[:length], [(spans[0][0], spans[0][0] + length)])
