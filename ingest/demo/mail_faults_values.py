"""What the mail says beside what the record holds: rules 28 to 32, and 37."""

from collections.abc import Callable
from functools import partial

from .mail_faults import (
    CONFIRMATION,
    CRITICAL,
    MAJOR,
    NOTICE,
    Fault,
    Faults,
    Find,
    Told,
    as_it_is,
)  # fmt: skip
from .mail_faults_items import item_faults
from .mail_faults_marks import FIELDS, OF_TRACKING, TIMES
from .mail_faults_persons import person_faults
from .mail_templates import KINDS
from .said import Said
from .slot_values import money

REQUIRED = {
    CONFIRMATION: {
        "ORDER_NUMBER": CRITICAL, "ORDER_SUMMARY": CRITICAL, "SHIPPING_ADDRESS": MAJOR,
        "ESTIMATED_SHIPPING_TIME": MAJOR, "CONTACT_INFO": MAJOR,
    },
    NOTICE: {
        "ORDER_NUMBER": CRITICAL, "TRACKING_NUMBER": CRITICAL, "TRACKING_LINK": CRITICAL,
        "ESTIMATED_DELIVERY_DATE": MAJOR, "CONTACT_INFO": MAJOR,
    },
}  # fmt: skip


def value_faults() -> Faults:
    return [*_missing(), *_numbers(), *item_faults(), *person_faults(), *_totals()]


def _missing() -> Faults:
    def gone(slot: str, said: Said, told: Told) -> None:
        said.gone.add(slot)

    def empty(slot: str, said: Said, told: Told) -> None:
        said.slots[slot] = ""
        if slot == "TRACKING_LINK":
            said.link_target = None

    def in_one_line(slot: str, said: Said, told: Told) -> None:
        said.slots[slot] = said.slots[slot].replace("\n", ", ")

    return [
        Fault("REQUIRED_MISSING", kind, partial(change, slot),
              (Find("REQUIRED_MISSING", FIELDS[slot], severity),),
              rung=OF_TRACKING.get(slot, ""), unsaid=slot in TIMES)
        for kind, slots in REQUIRED.items() for slot, severity in slots.items()
        for change in (gone, empty)
    ] + [
        Fault("REQUIRED_MISSING", CONFIRMATION, partial(in_one_line, "SHIPPING_ADDRESS"))
    ] + [
        Fault("REQUIRED_MISSING", NOTICE, partial(gone, slot))
        for slot in ("CARRIER", "ORDER_SUMMARY")
    ]  # fmt: skip


def _numbers() -> Faults:
    find = Find("ORDER_NO_MISMATCH", "order_number", CRITICAL)
    foreign = Find("FOREIGN_DATA", "order_number", CRITICAL)

    def holds(value: Callable[[Told], str], said: Said, told: Told) -> None:
        said.slots["ORDER_NUMBER"] = value(told)

    wrong: list[Callable[[Told], str]] = [
        lambda told: told.unused_number, lambda told: f"{told.order.order_id}0",
        lambda told: told.order.order_id[:-1],
    ]  # fmt: skip
    right: list[Callable[[Told], str]] = [
        lambda told: f"#{told.order.order_id}", lambda told: f"{told.order.order_id}.",
        lambda told: " ".join((told.order.order_id[:2], told.order.order_id[2:])),
        lambda told: told.order.order_id.lower(),
    ]  # fmt: skip
    own = "ORDER_NO_MISMATCH"
    return [
        *(Fault(own, kind, partial(holds, value), (find,)) for kind in KINDS for value in wrong),
        *(Fault(own, kind, partial(holds, value)) for kind in KINDS for value in right),
        *(Fault("FOREIGN_DATA", kind, partial(holds, lambda told: told.other.order_id),
                (find, foreign)) for kind in KINDS),
        *(Fault("FOREIGN_DATA", kind, partial(holds, wrong[0]), (find,)) for kind in KINDS),
    ]  # fmt: skip


def _totals() -> Faults:
    rule = "AMOUNT_MISMATCH"

    def off_by(more: float, said: Said, told: Told) -> None:
        said.slots["ORDER_TOTAL"] = money(told.order.total + more, told.order.brand, said.language)

    def currency(said: Said, told: Told) -> None:
        said.slots["ORDER_TOTAL"] = f"{told.order.total:.2f} USD"

    def written(form: str, said: Said, told: Told) -> None:
        text, currency = f"{told.order.total:.2f}", told.order.brand.currency
        said.slots["ORDER_TOTAL"] = form.format(text, currency, text.replace(".", ","))

    find = (Find(rule, "total", MAJOR),)
    return [
        *(Fault(rule, CONFIRMATION, partial(off_by, more), find) for more in (0.01, -0.01, 10, 1)),
        Fault(rule, CONFIRMATION, currency, find),
        *(Fault(rule, CONFIRMATION, partial(written, form))
          for form in ("{0} {1}", "{1} {2}", "{2} {1}")),
        Fault(rule, CONFIRMATION, as_it_is),
    ]  # fmt: skip
