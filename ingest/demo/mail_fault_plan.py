"""Which mail gets which fault or near miss: each rule its share, one mail of an order at most."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from itertools import cycle, zip_longest
from random import Random

from .confirmation_faults import excluded
from .events import Order, OrderMail, Script
from .fault_table import FAULTS
from .findings import is_read
from .mail_faults import CONFIRMATION, NOTICE, Fault, Told
from .mail_templates import OF_KIND
from .pool import is_plain
from .said import Said
from .said_parts import rows
from .sayings import language_of, said_of

PER_ORDER = 0.0048  # faults of each rule, and as many near misses
AT_LEAST = 3
SCARCE = {  # rules that fit few mails choose first
    "SHIP_TIME_MISMATCH", "SHIP_TOO_EARLY", "TRACKING_REUSED", "TRACKING_FORMAT", "ETA_AMBIGUOUS",
    "ETA_IMPLAUSIBLE", "TEMPLATE_RETIRED", "MOJIBAKE", "DUPLICATE_SENT", "LINK_TEXT_DIFFERS",
}  # fmt: skip
Place = tuple[Order, OrderMail]


def plan_mail_faults(script: Script, count: int, random: Random) -> None:
    """After everything else was planned and said."""
    planner = _Planner(script, random)
    by_rule: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for name, fault in FAULTS.items():
        if fault.kind:
            by_rule[fault.rule, fault.is_near].append(name)
    for _, names in sorted(by_rule.items(), key=lambda one: one[0][0] not in SCARCE):
        turns = cycle(_in_turn(names))
        for _ in range(max(AT_LEAST, round(count * PER_ORDER))):
            for _ in range(len(names)):
                if planner.plant(next(turns)):
                    break


class _Planner:
    def __init__(self, script: Script, random: Random) -> None:
        self.script, self.random = script, random
        self.places: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for order in script.orders:
            if of := _sort_of(order, script):
                for sent in order.mails:
                    if sent.kind in (CONFIRMATION, NOTICE) and is_read(script, order, sent):
                        self.places[of, sent.kind].append((order, sent))
        for places in self.places.values():
            random.shuffle(places)
        plain = [order for order, _ in self.places["plain", NOTICE]]
        self.others = {brand: [o for o in plain if o.brand.shop == brand]
                       for brand in script.readable_from}  # fmt: skip
        self.writers = {id(letter.order) for letter in script.letters if letter.order}
        people = [order.customer for order in script.orders]
        self.places_of_people = {(one.street, one.postcode) for one in people}
        self.used: set[int] = set()

    def plant(self, name: str) -> bool:
        fault = FAULTS[name]
        places = self.places[fault.of, fault.kind]
        for index in range(len(places) - 1, -1, -1):
            order, sent = places[index]
            if id(sent) in self.used:
                del places[index]
                continue
            is_free = not fault.plan or id(order) not in self.used
            others = self.others[order.brand.shop]
            told = Told(
                self.script, order, sent, self.random, others, self.writers, self.places_of_people
            )  # fmt: skip
            if is_free and fault.fits(told):
                self._spoil(name, fault, told)
                return True
        return False

    def _spoil(self, name: str, fault: Fault, told: Told) -> None:
        order, sent = told.order, told.sent
        self.used |= {id(order), id(sent)}
        self.script.faults[name] += 1
        if fault.plan:
            self._plan(fault, told)
        if fault.is_copied:
            self.used |= set(map(id, order.mails))
            return
        if fault.speaks:
            sent.said = _translated(self.script, order, sent)
        assert sent.said
        fault.change(sent.said, told)
        sent.faults.append(name)
        if fault.unsaid or _is_cut_off(sent.said):
            sent.stated = []
        if fault.rung:
            told.parcel.rung = fault.rung

    def _plan(self, fault: Fault, told: Told) -> None:
        """What happens is another thing, and so is what the order's mails say."""
        assert fault.plan
        for other in fault.plan(told) or ():  # a partner is left as it is
            self.used |= {id(other), *map(id, other.mails)}
        for mail in told.order.mails:
            if mail.kind in OF_KIND:
                mail.said = said_of(self.script, told.order, mail)


def _in_turn(names: list[str]) -> list[str]:
    """One of every field, then another one of each."""
    of_field: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in names:
        fault = FAULTS[name]
        of_field[*(find.field for find in fault.finds), fault.kind].append(name)
    turns = zip_longest(*of_field.values())
    return [name for turn in turns for name in turn if name]


def _sort_of(order: Order, script: Script) -> str:
    """Orders in no other scenario, long enough before the end and after the start."""
    begins = script.readable_from[order.brand.shop] + timedelta(days=1)
    is_past = begins < order.placed_at < script.until - timedelta(days=2)
    if excluded(order) or not is_past or order.confirmed_at is None:
        return ""
    if order.cancelled_at:
        return "cancelled" if order.plan == "usual" and order.scenario in ("", "cancelled") else ""
    if any(parcel.rung != "clear" for parcel in order.shipments):
        return ""
    if order.scenario == "refund":
        return "refunded" if len(order.shipments) == 1 else ""
    if order.scenario or not is_plain(order):
        return ""
    return {1: "plain", 2: "split"}.get(len(order.shipments), "")


def _translated(script: Script, order: Order, sent: OrderMail) -> Said:
    spoken = language_of(order)
    other = next(one for one in order.brand.languages if one != spoken)
    return said_of(script, replace(order, customer=replace(order.customer, language=other)), sent)


def _is_cut_off(said: Said) -> bool:
    """The mail ends before it says when."""
    lines = "\n".join(rows(said))
    times = ("[ESTIMATED_SHIPPING_TIME]", "[ESTIMATED_DELIVERY_DATE]")
    return said.cut_at is not None and not any(time in lines for time in times)
