"""What sources yield of orders: rows of the raw store, as seen, unjudged; unknown is None.

All times are naive UTC. A promise that names only a day holds until the end of that day in the
shop's zone. `extra` is JSON: what the record holds beyond our fields. The store adds source,
run_id, batch_id and read_at.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class OrderVersion:
    """An order as one record held it. A changed record is a new version."""

    table: ClassVar[str] = "order_versions"
    key: ClassVar[tuple[str, ...]] = ("shop", "order_id")
    versioned: ClassVar[bool] = True

    shop: str
    order_id: str
    content_hash: str
    valid_from_at: datetime | None  # updated_at of the record; None where the export has none
    placed_at: datetime | None
    paid_at: datetime | None
    cancelled_at: datetime | None
    refunded_at: datetime | None
    verified_at: datetime | None
    confirmation_flag: bool | None
    channel: str | None  # web, phone, pos, b2b, marketplace or its name ...
    locale: str | None
    warehouse: str | None
    shipping_method: str | None
    payment_method: str | None
    fulfilment: str | None  # ship, pickup, digital
    email: str | None  # the first, lower case
    name: str | None
    street: str | None
    city: str | None
    postcode: str | None
    country: str | None
    phone: str | None
    is_test: bool | None
    is_imported: bool | None
    is_in_store: bool | None
    currency: str | None  # as ISO 4217
    total: float | None
    flags: list[str]
    edited_at: datetime | None = None  # when the shop last changed what was ordered
    fulfilled_at: datetime | None = None  # when the last parcel of it left
    ship_by_at: datetime | None = None  # promised for the whole order
    deliver_by_at: datetime | None = None  # likewise
    pickup_point: str | None = None
    is_gift: bool | None = None
    refunded_total: float | None = None
    other_emails: list[str] = field(default_factory=list)  # the cell held several addresses
    line_ids: list[str] | None = None  # all its lines; None: the record does not tell
    extra: str | None = None


@dataclass(frozen=True, slots=True)
class OrderItem:
    """A line of an order. A quantity of zero is a line that was taken out."""

    table: ClassVar[str] = "order_items"
    key: ClassVar[tuple[str, ...]] = ("shop", "order_id", "line_id")
    versioned: ClassVar[bool] = True

    shop: str
    order_id: str
    line_id: str
    content_hash: str
    sku: str | None
    title: str | None
    quantity: float | None
    valid_from_at: datetime | None = None
    price: float | None = None  # of one piece
    fulfilment: str | None = None  # ship, pickup, digital, where lines differ
    availability: str | None = None  # in_stock, preorder, backorder
    ship_by_at: datetime | None = None  # promised for this line
    flags: list[str] = field(default_factory=list)
    extra: str | None = None


@dataclass(frozen=True, slots=True)
class Shipment:
    """A parcel of an order, as the record holds it; of goods to be fetched: that they are ready."""

    table: ClassVar[str] = "shipments"
    key: ClassVar[tuple[str, ...]] = ("shop", "shipment_id")
    versioned: ClassVar[bool] = True

    shop: str
    shipment_id: str
    order_id: str
    content_hash: str
    carrier: str | None
    tracking_number: str | None
    tracking_url: str | None
    shipped_at: datetime | None
    promised_at: datetime | None  # to be delivered by
    first_scan_at: datetime | None
    first_attempt_at: datetime | None
    delivered_at: datetime | None
    items: str | None  # LINE:QUANTITY, LINE:QUANTITY; LINE is a line_id or SKU
    exempt_reason: str | None
    flags: list[str]
    valid_from_at: datetime | None = None
    cancelled_at: datetime | None = None
    extra: str | None = None


@dataclass(frozen=True, slots=True)
class RecordChange:
    """That a record is gone from its source, or is there again; made by the store from a Census."""

    table: ClassVar[str] = "record_changes"
    key: ClassVar[tuple[str, ...]] = ("record", "shop", "order_id", "part_id")
    versioned: ClassVar[bool] = True

    record: str  # orders, items, shipments
    shop: str
    order_id: str  # "" for shipments
    part_id: str  # line_id or shipment_id; "" for orders
    content_hash: str
    is_gone: bool
    noticed_at: datetime
