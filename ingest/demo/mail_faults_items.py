"""What the mail says was ordered: rule 30, and the parcel that says nothing of it, rule 7."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from .cast import Item
from .mail_faults import CONFIRMATION, CRITICAL, MAJOR, MINOR, NOTICE, Fault, Faults, Find, Told
from .mail_templates import KINDS
from .said import Said
from .slot_values import money

Items = list[Item]
Lines = Callable[[Told], list[str]]


def item_faults() -> Faults:
    rule = "ITEMS_MISMATCH"
    critical, minor = (Find(rule, "items", word) for word in (CRITICAL, MINOR))
    gap = Find("SPLIT_SHIPMENT_GAP", "items", MAJOR)
    return [
        *(Fault(rule, kind, partial(_holds, change), (critical,), fits=_is_whole)
          for kind in KINDS for change in (_more, _fewer_or_other, _one_more_line, _other_title)),
        Fault(rule, CONFIRMATION, partial(_holds, _without_last), (critical,),
              fits=lambda told: len(told.order.items) > 1),
        *(Fault(rule, kind, partial(_holds, _reworded), (minor,), fits=_is_long)
          for kind in KINDS for _ in range(2)),
        *(Fault(rule, kind, partial(_written, form)) for kind in KINDS
          for form in ("{q} × {t}", "{q}x {t}", "{t} x {q}", "{t} ({q})", "{q} × {u} – {p}")),
        Fault(rule, CONFIRMATION, _turned, fits=lambda told: len(told.order.items) > 1),
        Fault("SPLIT_SHIPMENT_GAP", NOTICE, _gone, (gap,), of="split"),
        *(Fault("SPLIT_SHIPMENT_GAP", NOTICE, partial(_written, form), of="split")
          for form in ("{q}x {t}", "{t} ({q})")),
    ]  # fmt: skip


def _is_whole(told: Told) -> bool:
    return all(item.quantity for item in told.order.items)


def _is_long(told: Told) -> bool:
    return len(_shared(told.order.items[0].title)) >= 2


def _shared(title: str) -> list[str]:
    return [word for word in title.replace(",", " ").split() if word.isalnum()]


def _of_mail(told: Told) -> Items:
    """What is in the parcel, or was ordered."""
    items = told.order.last_items
    if told.sent.parcels:
        return [items[n - 1] for parcel in told.sent.parcels for n in sorted(parcel.lines)]
    return list(items)


def _holds(change: Callable[[Items, Told], Items], said: Said, told: Told) -> None:
    items = change(_of_mail(told), told)
    said.slots["ORDER_SUMMARY"] = "\n".join(_line(item, said, told) for item in items)


def _line(item: Item, said: Said, told: Told, form: str = "") -> str:
    usual = "{q} × {t} – {p}" if told.order.brand.shop == "nordlicht" else "{t} x {q} – {p}"
    return (form or usual).format(
        q=item.quantity, t=item.title, u=item.title.upper(),
        p=money(item.price, told.order.brand, said.language),
    )  # fmt: skip


def _written(form: str, said: Said, told: Told) -> None:
    lines = [_line(item, said, told, form) for item in _of_mail(told)]
    said.slots["ORDER_SUMMARY"] = "\n".join(lines)


def _turned(said: Said, told: Told) -> None:
    said.slots["ORDER_SUMMARY"] = "\n".join(reversed(said.slots["ORDER_SUMMARY"].split("\n")))


def _more(items: Items, told: Told) -> Items:
    return [replace(items[0], quantity=items[0].quantity + 1), *items[1:]]


def _fewer_or_other(items: Items, told: Told) -> Items:
    """Ten times as many."""
    return [*items[:-1], replace(items[-1], quantity=items[-1].quantity * 10)]


def _one_more_line(items: Items, told: Told) -> Items:
    return [*items, replace(items[0], title="Gartenzwerg Ottokar", quantity=1)]


def _other_title(items: Items, told: Told) -> Items:
    return [replace(items[0], title="Gartenzwerg Ottokar"), *items[1:]]


def _without_last(items: Items, told: Told) -> Items:
    return items[:-1]


def _reworded(items: Items, told: Told) -> Items:
    """A word more than the record has."""
    return [replace(items[0], title=f"{items[0].title} Spezial"), *items[1:]]


def _gone(said: Said, told: Told) -> None:
    said.gone.add("ORDER_SUMMARY")

