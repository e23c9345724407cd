"""A simulated year of errors, laid into a house as its rules would have found it, and grouped."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from error_house import ErrorHouse
from error_year import START, WEEKS, Seen


def lay_year(house: ErrorHouse, seen: Sequence[Seen]) -> None:
    for one in seen:
        _lay(house, one)
    house.read_until(START + timedelta(weeks=WEEKS))


def _lay(house: ErrorHouse, one: Seen) -> None:
    cause, name = one.cause, f"{one.number}"
    said = {"field": cause.field, "cause": one.shows, "severity": cause.severity,
            "observed": one.observed, "shop": cause.shop}  # fmt: skip
    match cause.about:
        case "mail":
            house.mail(name, one.at, cause.template or "", one.version, shop=cause.shop)
            house.finding(cause.rule, name, one.at, **said)
        case "version":
            house.finding(cause.rule, None, one.at, **said, template=cause.template,
                          version=name, identity=f"template {cause.template}|{name}")  # fmt: skip
        case "wait":
            house.finding(cause.rule, name, one.at, **said, wait_id=name, identity=name)
        case "parcel":
            house.finding(cause.rule, None, one.at, **said, shipment_id=name, order_id=name,
                          identity=f"shipment {name}")  # fmt: skip
        case _:
            house.finding(cause.rule, None, one.at, **said, order_id=name,
                          identity=f"order {name}")  # fmt: skip


def groups(house: ErrorHouse, seen: Sequence[Seen]) -> tuple[int, list[str]]:
    """How many causes form exactly one error, and of each other one how it does not."""
    name_of = dict(house.rows("select finding_id, fingerprint from cases.findings"))
    made: dict[object, set[str]] = defaultdict(set)
    held: dict[str, set[object]] = defaultdict(set)
    shown: dict[object, set[str | None]] = defaultdict(set)
    for one, row in zip(seen, house.given["checks.all_findings"], strict=True):
        made[id(one.cause)].add(name_of[row["finding_id"]])
        held[name_of[row["finding_id"]]].add(id(one.cause))
        shown[id(one.cause)].add(one.shows)
    wrong = []
    for key, cause in {id(one.cause): one.cause for one in seen}.items():
        together = max(len(held[name]) for name in made[key])
        if len(made[key]) > 1 or together > 1:
            wrong.append(
                f"{cause.rule} {cause.template} {cause.field}: {len(made[key])} errors, "
                f"{together} causes in one; {sorted(map(str, shown[key]))[:4]}"
            )
    return len(made) - len(wrong), wrong
