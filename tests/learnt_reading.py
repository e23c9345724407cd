"""What the slots of a mail hold by a learnt template, read in the plainest way, and how right."""

import re
from collections import Counter, defaultdict

SLOT = re.compile(r"\[([A-Z_]+(?:_\d+)?)\]")


def tidy(text):
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def read(template, optional_lines, text):
    """Slots and values, or None where the fixed text is not there in its order."""
    kept = [line for line in tidy(text).split("\n") if not is_optional(line, optional_lines)]
    text = "\n" + "\n".join(kept) + "\n"
    template = re.sub(r"^\[OPTIONAL_\d+\]$", "", template, flags=re.MULTILINE)
    parts = SLOT.split("\n" + tidy(template) + "\n")
    if not text.startswith(parts[0]):
        return None
    at, found = len(parts[0]), defaultdict(list)
    for name, literal in zip(parts[1::2], parts[2::2], strict=True):
        end = text.find(literal, at)
        if end < 0:
            return None
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
    """Of the truth: versions found, slots read exactly (by any name, by their own), first days."""
    rows = {row[0]: row for row in made.rows}
    found, wrong_days, templates = Counter(), [], defaultdict(set)
    slots = exact = named = mixed = 0
    misses = Counter()
    for version in versions:
        keys = Counter(made.truth.get(key, ("noise", 0))[:2] for key in version.message_keys)
        (name, number), own = keys.most_common(1)[0]
        if name == "noise":
            found["noise"] += 1
            continue
        found[name, number] += 1
        templates[name].add(version.learnt_id)
        mixed += sum(keys.values()) - own
        if version.first_seen_at != made.first_of(name, number):
            wrong_days.append((name, number, version.first_seen_at, keys))
        told = []
        for key in version.message_keys:
            if made.truth.get(key, ("", 0))[:2] == (name, number):
                got = read(version.subject, [], rows[key][4]) or {}
                for slot, values in (read(version.text, version.optional_lines, rows[key][5]) or {}).items():
                    got[slot] = [*got.get(slot, []), *values]
                told.append((made.truth[key][2], got))
        for slot in {slot for said, _ in told for slot in said}:
            hits = Counter(n for said, got in told for n, v in got.items()
                           if slot in said and set(v) == {tidy(said[slot])})
            best = hits.most_common(1)[0] if hits else ("", 0)
            total = sum(slot in said for said, _ in told)
            slots += total
            exact += best[1]
            named += hits[slot]
            if best[1] < total or hits[slot] < total:
                misses[name, number, slot, best[0], total - best[1], total - hits[slot]] += 1
    return {"found": found, "ids": templates, "wrong_days": wrong_days, "mixed": mixed,
            "slots": exact / max(slots, 1), "named": named / max(slots, 1), "n": slots,
            "misses": misses}  # fmt: skip
