"""Every automated mail of a shop about an order, with what the record said and what it says."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from .fit_choice import Reading, language_of, read
from .folding import code
from .mails import Mail
from .parts import Anchor, Parts, parts_of
from .recognise import REPLY, accepted_at, kind_by_subject, order_mails_of_all_kinds
from .records import Record, day_of, record_of
from .shop import Row, Shop
from .template_files import Template
from .template_reading import default_templates, read_templates

FIELDS = {
    "ORDER_NUMBER": "order_number", "CUSTOMER_NAME": "customer_name", "ORDER_SUMMARY": "items",
    "SHIPPING_ADDRESS": "address", "ESTIMATED_SHIPPING_TIME": "shipping_time",
    "TRACKING_NUMBER": "tracking_number", "TRACKING_LINK": "tracking_link",
    "ESTIMATED_DELIVERY_DATE": "delivery_date", "CARRIER": "carrier", "ORDER_TOTAL": "total",
    "CONTACT_INFO": "contact",
}  # fmt: skip
CONTENT = {"archive", "sent"}


@dataclass
class Letter:
    """One mail about one order."""

    mail: Mail
    shop: Shop
    order_id: str
    is_named: bool  # by a number, not by whom it went to
    sent_at: datetime
    kind: str
    record: Record | None
    parts: Parts
    reading: Reading

    @property
    def order(self) -> Row:
        return self.shop.orders[self.order_id]

    @property
    def day(self) -> date:
        return day_of(self.sent_at, self.shop.zone)

    @property
    def text(self) -> str:
        return "\n".join(self.parts.lines)

    @property
    def has_template(self) -> bool:
        return self.reading.how == "template"

    @cached_property
    def values(self) -> dict[str, str | None]:
        return self.reading.fit.values if self.reading.fit else {}

    @cached_property
    def parcels(self) -> list[Row]:
        return self.shop.parcels_of(self.order_id)

    @cached_property
    def numbers(self) -> set[str]:
        """Tracking numbers of the order, whichever version held them."""
        held = self.shop.parcel_versions
        found = {code(row["tracking_number"]) for parcel in self.parcels
                 for row in held.get(parcel["shipment_id"] or "", [])}  # fmt: skip
        return found - {""}

    @cached_property
    def announced(self) -> list[Row]:
        """The parcels whose number it names; of an order with one parcel, that one."""
        said = code(self.text) + code(" ".join(one.target for one in self.parts.anchors))
        named = [one for one in self.parcels if one["tracking_number"]
                 and code(one["tracking_number"]) in said]  # fmt: skip
        return named or (self.parcels if len(self.parcels) == 1 else [])

    @cached_property
    def language(self) -> str | None:
        if self.reading.fit and self.has_template:
            return self.reading.fit.template.locale[:2]
        return language_of(self.parts.lines)

    @cached_property
    def customers(self) -> set[str]:
        rows = self.shop.versions.get(self.order_id, [])
        return {(row["email"] or self.order_id).strip().lower() for row in rows}

    @property
    def anchors(self) -> list[Anchor]:
        return self.parts.anchors


@dataclass
class Library:
    """The templates that hold for a shop."""

    own: list[Template]
    usable: list[Template]

    @classmethod
    def of(cls, folder: Path, shop: Shop) -> "Library":
        own = read_templates(folder, shop.name, shop.zone)
        kinds = {one.kind for one in own}
        return cls(own, own + [one for one in default_templates() if one.kind not in kinds])


def read_mails(shop: Shop, library: Library) -> dict[str, tuple[Parts, Reading]]:
    """By Message-ID; tells each mail of which kind it is by what it says."""
    found = {}
    for key, mail in shop.mails.items():
        if not mail.roles & CONTENT or "inbox" in mail.roles or REPLY.match(mail.subject):
            continue
        parts = parts_of(mail.raw)
        mail.said = parts.lines
        reading = read(parts.lines, kind_by_subject(mail.subject), accepted_at(mail, shop),
                       library.usable)  # fmt: skip
        mail.kind_of_text = reading.kind
        found[key] = parts, reading
    return found


def letters(shop: Shop, read_as: dict[str, tuple[Parts, Reading]]) -> list[Letter]:
    """Oldest first."""
    found = []
    for kind, order_id, is_named, mail in order_mails_of_all_kinds(shop):
        if mail.message_id in read_as and kind not in ("reply", "other"):
            parts, reading = read_as[mail.message_id]
            at = accepted_at(mail, shop)
            found.append(Letter(mail, shop, order_id, is_named, at, kind,
                                record_of(shop, order_id, at), parts, reading))  # fmt: skip
    return sorted(found, key=lambda one: (one.sent_at, one.mail.message_id))
