"""Orders as WooCommerce's REST API writes them, for tests: invented people and hosts."""

from typing import Any

from ingest.woo_options import WooOptions
from ingest.woo_orders import facts_of
from sql.raw.facts import OrderItem, OrderVersion, Shipment

TRACKED = {
    "tracking_id": "f00d", "tracking_provider": "", "custom_tracking_provider": "Nordpost",
    "tracking_number": "0034043416", "date_shipped": "1795770000",
    "custom_tracking_link": "https://track.example/?n=%1$s",
}  # fmt: skip


def order(**changed: Any) -> dict[str, Any]:
    return {
        "id": 727, "number": "N-1001", "status": "processing", "currency": "eur",
        "created_via": "checkout", "total": "59.80", "payment_method": "stripe",
        "payment_method_title": "Card", "transaction_id": "ch_1", "order_key": "wc_order_x",
        "date_created": "2026-11-20T11:00:00", "date_created_gmt": "2026-11-20T10:00:00",
        "date_modified": "2026-11-21T09:30:00", "date_modified_gmt": "2026-11-21T08:30:00",
        "date_paid_gmt": "2026-11-20T10:01:00", "date_completed_gmt": None,
        "billing": {
            "first_name": "Kim", "last_name": "Berg", "company": "", "address_1": "Weg 1",
            "address_2": "", "city": "Dresden", "postcode": "01099", "country": "DE",
            "email": " Kim@Customer.example ", "phone": "0351 1234",
        },
        "shipping": {"first_name": "", "last_name": "", "address_1": ""},
        "shipping_lines": [{"id": 9, "method_id": "flat_rate", "method_title": "Parcel"}],
        "line_items": [{"id": 31, "name": "Tent", "sku": "00123", "quantity": 2, "price": 29.9}],
        "refunds": [], "meta_data": [],
    } | changed  # fmt: skip


def meta(**values: Any) -> list[dict[str, Any]]:
    return [{"id": n, "key": key, "value": value} for n, (key, value) in enumerate(values.items())]


def read(
    record: dict[str, Any], **options: Any
) -> tuple[OrderVersion, list[OrderItem], list[Shipment]]:
    made = facts_of(record, WooOptions(kind="woo", **{"shop": "nordlicht", **options}))
    first = made[0]
    assert isinstance(first, OrderVersion)
    return (first, [one for one in made if isinstance(one, OrderItem)],
            [one for one in made if isinstance(one, Shipment)])  # fmt: skip
