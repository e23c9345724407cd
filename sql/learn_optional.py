"""Lines that only some mails of a wording have, as "This is a gift", told apart from values."""

import re
from collections import defaultdict
from collections.abc import Set

from sql.learn_slots import Keys, pair_counts, with_slots

OFTEN, FEWEST = 0.02, 5  # of the mails, mails
ONCE, AT_ONE_END = 0.98, 0.95
CHANCE = 0.001  # that as much is left without it in each mail, were it a value
MOST_LINES = 12  # of one gap


def without_optional(
    gaps: dict[int, list[str]], told: Set[str]
) -> tuple[dict[int, list[str]], list[str]]:
    """The gaps without such lines, and these; a gap is what stands between two fixed lines.

    Such a line stands once, first or last, and taking it away leaves as much as other mails have:
    a product that is often bought would leave an order without its product. `told` are such lines
    of the template's other versions.
    """
    found = sorted({line for lines in gaps.values() for line in lines} & told)
    gaps = {n: [line for line in lines if line not in told] for n, lines in gaps.items()}
    enough = max(FEWEST, OFTEN * len(gaps))
    filled = {number: lines for number, lines in gaps.items() if lines}
    if len(filled) < enough:
        return gaps, found
    counts = pair_counts(filled.values())
    keys = Keys({pair for pair, count in counts.items() if count >= enough})
    rest = dict(gaps)
    for _ in range(MOST_LINES):
        extras = (key for key in candidates(rest, keys, enough) if is_extra(rest, keys, key))
        key = next(extras, None)
        if key is None:
            break
        sample = next(line for lines in rest.values() for line in lines if keys.of(line) == key)
        spans = keys.parts(sample)[1]
        found.append(with_slots(sample, spans, ["VALUE"] * len(spans)))
        rest = {n: [line for line in lines if keys.of(line) != key] for n, lines in rest.items()}
    return rest, found


def candidates(gaps: dict[int, list[str]], keys: Keys, enough: float) -> list:
    """Keys that say something and stand once, at the same end, in enough mails."""
    places: dict[tuple, list[bool]] = defaultdict(list)
    ends: dict[tuple, list[tuple[bool, bool]]] = defaultdict(list)
    for lines in gaps.values():
        own = [keys.of(line) for line in lines]
        for key in set(own):
            places[key].append(own.count(key) == 1)
            ends[key].append((own[0] == key, own[-1] == key))
    return [
        key for key, once in places.items()
        if len(once) >= enough and says_something(key) and sum(once) >= ONCE * len(once)
        and max(map(sum, zip(*ends[key], strict=True))) >= AT_ONE_END * len(once)
    ]  # fmt: skip


def says_something(key: tuple) -> bool:
    return sum(bool(token and re.search(r"[^\W\d_]{2}", token)) for token in key) >= 2


def is_extra(gaps: dict[int, list[str]], keys: Keys, key: tuple) -> bool:
    beside, without = [], []
    for lines in gaps.values():
        has = any(keys.of(line) == key for line in lines)
        (beside if has else without).append(len(lines) - has)
    if not without:
        return False
    least = sorted(without)[len(without) // 50]  # a mail without its values counts for nothing
    if sorted(beside)[len(beside) // 50] < least:
        return False
    more = sum(count > least for count in without) / len(without)
    return more ** len(beside) <= CHANCE
