"""The text of one wording from its mails: fixed lines in order, and the slots between them."""

from collections import Counter
from collections.abc import Sequence, Set

from sql.learn_frames import Item, Place, Places, Text, framed, swapped_pairs
from sql.learn_islands import islands_in
from sql.learn_lines import SUBJECT, Mail
from sql.learn_optional import without_optional
from sql.learn_slots import FIRM, Keys, Spans, pair_counts

FILLED, SOMETIMES = 0.5, 0.02  # share of mails in which something stands


def texts_of(samples: Sequence[Sequence[Mail]]) -> list[Text]:
    """The texts of a template's versions; a block that is optional in one is so in the others."""
    texts = [text_of(mails) if mails else Text() for mails in samples]
    optional = {line for text in texts for line in text.optional_lines if "[" not in line}
    return [
        text_of(mails, optional) if mails and optional - set(text.optional_lines) else text
        for mails, text in zip(samples, texts, strict=True)
    ]


def text_of(mails: Sequence[Mail], optional: Set[str] = frozenset()) -> Text:
    counts = pair_counts(mail.lines for mail in mails)
    firm = {pair for pair, count in counts.items() if count >= FIRM * len(mails)}
    keys = Keys(firm)
    frame, places = framed(mails, keys)
    swapped = swapped_pairs(mails, keys, frame, places)
    if swapped:
        keys = Keys(firm - swapped)
        frame, places = framed(mails, keys)
    if islands := islands_in(mails, keys, frame, places):
        keys = Keys(firm - swapped, islands)
        frame, places = framed(mails, keys)
    return laid_out(mails, keys, frame, places, optional)


def laid_out(
    mails: Sequence[Mail], keys: Keys, frame: Sequence[Item], places: Places, optional: Set[str]
) -> Text:
    text = Text()
    full = max(range(len(mails)), key=lambda n: sum(p is not None for p in places[n]))
    line = ""
    for n in range(len(frame)):
        above, own = line, places[full][n]
        line = mails[full].lines[own] if own is not None and n else usual_subject(mails, keys)
        text.lines.append(fixed_line(mails, keys, n, line, above, places))
        gaps = {
            number: mail.lines[first + 1 : last]
            for number, (mail, found) in enumerate(zip(mails, places, strict=True))
            if (first := found[n]) is not None
            and (last := found[n + 1] if n + 1 < len(frame) else len(mail.lines)) is not None
        }
        add_gap(text, gaps, line, optional, [found[n] for found in places], mails)
    return text


def usual_subject(mails: Sequence[Mail], keys: Keys) -> str:
    """A subject of the form that most have; where they are of many forms nothing of it is fixed."""
    subjects = [mail.lines[0] for mail in mails]
    key, count = Counter(map(keys.of, subjects)).most_common(1)[0]
    if count < FIRM * len(mails):
        for line in subjects:
            keys.known[line] = (SUBJECT, None), [(len(SUBJECT), len(line))]
    return next(line for line in subjects if keys.of(line) == key or count < FIRM * len(mails))


def fixed_line(
    mails: Sequence[Mail], keys: Keys, n: int, line: str, above: str, places: Places
) -> tuple[bool, str, Spans, list[Place]]:
    key, spans = keys.parts(line)
    slots = [Place(line[:first] or above) for first, _ in spans]
    for number, (mail, found) in enumerate(zip(mails, places, strict=True)):
        place = found[n]
        if place is not None and keys.of(mail.lines[place]) == key:
            for slot, value in zip(slots, keys.values(mail.lines[place]), strict=True):
                slot.values[number] = value
    after = [mail.gaps[found[n] or 0] for mail, found in zip(mails, places, strict=True)]
    return 2 * sum(after) > len(after), line, spans, slots


def add_gap(
    text: Text, gaps: dict[int, list[str]], before: str, optional: Set[str],
    places: Sequence[int | None], mails: Sequence[Mail],
) -> None:
    """What stands between two fixed lines: a slot, lines that only some mails have, or nothing."""
    rest, extra = without_optional(gaps, optional)
    text.optional_lines += extra
    filled = sum(map(bool, rest.values())) / max(len(gaps), 1)
    if filled < SOMETIMES and not extra:
        return
    is_slot = filled >= FILLED
    values = rest if is_slot else gaps
    slot = Place(before, {number: "\n".join(lines) for number, lines in values.items()})
    slot.is_optional, slot.is_whole = not is_slot, True
    slot.has_lines = sum(len(lines) > 1 for lines in values.values()) > SOMETIMES * len(values)
    after = [
        mails[number].gaps[place + 1] for number, lines in values.items()
        if lines and (place := places[number]) is not None
    ]  # fmt: skip
    text.lines.append((2 * sum(after) > len(after), "?", [(0, 1)], [slot]))
