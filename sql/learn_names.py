"""What each slot of a learnt text holds: by the record's values, else by labels and looks."""

from collections import Counter
from collections.abc import Sequence

from sql.learn_frames import Place
from sql.learn_looks import look_like
from sql.learn_records import Known, known_name
from sql.learn_words import is_total, said

FEW_KINDS, SURE = 12, 0.8  # carriers of a shop; share of values
LINKED = 5  # votes, as those of more than one label
SHORT = 30  # characters of a label
REACH = 60  # characters before a slot that can be its label
SENT = ("shipping_notice", "delivery_update", "delay_notice")


def name_all(places: Sequence[Place], kind: str, known: Known) -> list[str]:
    """One name for each place; places with the same values share it."""
    names = [""] * len(places)
    taken: set[str] = set()
    ranked = []
    for group in groups_of(places):
        votes: Counter = Counter()
        for n in group:
            if name := name_of(places[n], kind):
                votes[name] += weight(places[n])
        if kind in SENT and "ORDER_NUMBER" not in votes and is_linked(places[group[0]], places):
            votes["TRACKING_NUMBER"] += LINKED
        told = known_name(places[group[0]], known)
        best = [(told, 99)] if told else votes.most_common()
        ranked += [(-strength, group, name) for name, strength in best]
    totals = {name for _, _, name in ranked} & {"AMOUNT", "ORDER_TOTAL"}
    for _, group, name in sorted(ranked):
        if name == "AMOUNT" and totals == {"AMOUNT"} and one_amount(ranked):
            name = "ORDER_TOTAL"
        if name != "AMOUNT" and name not in taken and not names[group[0]]:
            taken.add(name)
            for n in group:
                names[n] = name
    for group in groups_of(places):
        if not names[group[0]]:
            stem = "OPTIONAL" if places[group[0]].is_optional else "VALUE"
            number = 1 + len({name for name in names if name.startswith(f"{stem}_")})
            for n in group:
                names[n] = f"{stem}_{number}"
    return names


def one_amount(ranked: Sequence[tuple[int, list[int], str]]) -> bool:
    return sum(name == "AMOUNT" for _, _, name in ranked) == 1


def groups_of(places: Sequence[Place]) -> list[list[int]]:
    """Places with the same values, together."""
    groups: list[list[int]] = []
    for n, place in enumerate(places):
        for group in groups:
            first = places[group[0]]
            if is_same(place, first) and not (place.is_optional or first.is_optional):
                group.append(n)
                break
        else:
            groups.append([n])
    return groups


def is_linked(place: Place, places: Sequence[Place]) -> bool:
    """Whether what stands there stands in a link of the mail as well."""
    values = {n: value for n, value in place.values.items() if look_like([value], "code")}
    return any(
        sum(value in other.values.get(n, "") for n, value in values.items()) >= SURE * len(values)
        for other in places
        if values and other is not place and look_like(list(other.values.values()), "link")
    )


def weight(place: Place) -> int:
    """A short line before a slot is its label; a subject names much beside it."""
    return 1 if place.before.startswith("\x01") else 4 if len(place.before) <= SHORT else 2


def is_same(one: Place, other: Place) -> bool:
    both = [n for n, value in one.values.items() if value and other.values.get(n)]
    equal = sum(one.values[n] == other.values[n] for n in both)
    return bool(both) and equal >= SURE * len(both)


def name_of(place: Place, kind: str) -> str:
    values = [value for value in place.values.values() if value]
    if not values or place.is_optional:
        return ""
    label = place.before.strip("\x01 ")[-REACH:]
    if look_like(values, "link"):
        return "TRACKING_LINK" if kind in SENT or said("TRACKING_LINK", label) >= 0 else ""
    if place.has_lines:
        return name_of_lines(values, label)
    if said("CUSTOMER_NAME", label) >= 0 and look_like(values, "name"):
        return "CUSTOMER_NAME"
    if look_like(values, "amount"):
        return "ORDER_TOTAL" if is_total(label) else "AMOUNT"
    if look_like(values, "day"):
        return name_of_day(values, label, kind)
    if look_like(values, "carrier"):
        return "CARRIER"
    if look_like(values, "code"):
        if said("TRACKING_NUMBER", label) > said("ORDER", label):
            return "TRACKING_NUMBER"
        is_order = place.before.startswith("\x01") or said("ORDER_NUMBER", label) >= 0
        return "ORDER_NUMBER" if is_order else ""
    if said("CARRIER", label) >= 0 and len(set(values)) <= FEW_KINDS:
        return "CARRIER"
    is_labelled = place.is_whole or place.before.rstrip().endswith(":")
    return name_of_lines(values, label) if is_labelled else ""


def name_of_lines(values: Sequence[str], label: str) -> str:
    if look_like(values, "list"):
        return "ORDER_SUMMARY"
    if said("SHIPPING_ADDRESS", label) >= 0:
        return "SHIPPING_ADDRESS"
    if said("ORDER_SUMMARY", label) >= 0:
        return "ORDER_SUMMARY"
    return "SHIPPING_ADDRESS" if look_like(values, "address", SURE) else ""


def name_of_day(values: Sequence[str], label: str, kind: str) -> str:
    arrives, leaves = said("ESTIMATED_DELIVERY_DATE", label), said("ESTIMATED_SHIPPING_TIME", label)
    if max(arrives, leaves) < 0:
        is_time = kind not in SENT and look_like(values, "span")
        return "ESTIMATED_SHIPPING_TIME" if is_time else ""
    return "ESTIMATED_DELIVERY_DATE" if arrives >= leaves else "ESTIMATED_SHIPPING_TIME"
