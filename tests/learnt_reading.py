"""What the slots of a mail hold by a learnt template, read in the plainest way, and how right."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

SLOT = re.compile(r"\[([A-Z_]+(?:_\d+)?)\]")

NAMED = {
    "ORDER_NUMBER", "CUSTOMER_NAME", "ORDER_SUMMARY", "SHIPPING_ADDRESS", "CARRIER", "ORDER_TOTAL",
    "ESTIMATED_SHIPPING_TIME", "ESTIMATED_DELIVERY_DATE", "TRACKING_NUMBER", "TRACKING_LINK",
}  # fmt: skip


@dataclass
class Score:
    """Learnt versions against the truth of the mails that they were learnt from."""

    found: Counter = field(default_factory=Counter)  # template and version: how often
    ids: dict = field(default_factory=lambda: defaultdict(set))
    wrong_days: list = field(default_factory=list)
    mixed: int = 0  # mails in a version that is not theirs
    slots: int = 0
    exact: int = 0  # read exactly, by whatever name
    named: int = 0  # and by their own, where the procedure has a name for them
    nameable: int = 0
    misses: list = field(default_factory=list)


def tidy(text):
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def read(template, optional_lines, text):
    """Slots and their values; nothing where the fixed text is not there in its order."""
    kept = [line for line in tidy(text).split("\n") if not is_optional(line, optional_lines)]
    text = "\n" + "\n".join(kept) + "\n"
    template = re.sub(r"^\[OPTIONAL_\d+\]$", "", template, flags=re.MULTILINE)
    parts = SLOT.split("\n" + tidy(template) + "\n")
    at, found = len(parts[0]), defaultdict(list)
    if not text.startswith(parts[0]):
        return {}
    for name, literal in zip(parts[1::2], parts[2::2], strict=True):
        end = text.find(literal, at)
        if end < 0:
            return {}
        found[name].append(text[at:end])
        at = end + len(literal)
    return dict(found)


def is_optional(line, optional_lines):
    for optional in optional_lines:
        begin, *rest = SLOT.split(optional)
        if line == optional or (rest and begin.strip() and line.startswith(begin)):
            return True
    return False


def score(versions, made):
    rows = {row[0]: row for row in made.rows}
    result = Score()
    for version in versions:
        whose = Counter(made.truth.get(key, ("noise", 0))[:2] for key in version.message_keys)
        (name, number), own = whose.most_common(1)[0]
        result.found[name, number] += 1
        if name == "noise":
            continue
        result.ids[name].add(version.learnt_id)
        result.mixed += sum(whose.values()) - own
        if version.first_seen_at != made.first_of(name, number):
            result.wrong_days.append((name, number, version.first_seen_at))
        told = [
            (made.truth[key][2], values_in(version, rows[key])) for key in version.message_keys
            if made.truth.get(key, ())[:2] == (name, number)
        ]  # fmt: skip
        count_slots(result, (name, number), told)
    return result


def values_in(version, row):
    found = defaultdict(list)
    for template, optional_lines, text in (
        (version.subject, [], row[4]), (version.text, version.optional_lines, row[5])
    ):  # fmt: skip
        for slot, values in read(template, optional_lines, text).items():
            found[slot] += values
    return found


def count_slots(result, version, told):
    """Each slot of the truth against the one learnt slot that agrees most often."""
    for slot in sorted({slot for said, _ in told for slot in said}):
        values = [(tidy(said[slot]), got) for said, got in told if slot in said]
        hits = Counter(name for value, got in values for name in got if set(got[name]) == {value})
        best = max(hits.values(), default=0)
        result.slots += len(values)
        result.exact += best
        if slot in NAMED:
            result.nameable += len(values)
            result.named += hits[slot]
        if best < len(values) or slot in NAMED and hits[slot] < len(values):
            result.misses.append((*version, slot, hits.most_common(2), len(values)))
