"""Which orders and parcels a WooCommerce shop has at all: the others were deleted."""

from collections.abc import Iterator

from ingest.woo_api import WooApi
from ingest.woo_orders import order_id_of
from ingest.woo_rest_options import RestOptions
from ingest.woo_shipments import shipments_of
from ingest.woo_walk import Walk
from sql.raw.census import Census
from sql.raw.facts import Batch

_FIELDS = "id,number,meta_data"


def count(api: WooApi, options: RestOptions, place: str) -> Iterator[Batch]:
    """Two batches. Orders in the bin are not among `any`: they count as deleted until restored.

    `since` does not bound it: its orders would seem deleted once it is moved.
    """
    orders = Census("orders", shop=options.shop)
    shipments = Census("shipments", shop=options.shop)
    walk = Walk(api, {"status": "any", "_fields": _FIELDS})
    for page in walk.pages():
        for record in page:
            order_id = order_id_of(record)
            if order_id is None:
                continue
            orders.keys.append((options.shop, order_id, ""))
            shipments.keys += [(options.shop, "", one.shipment_id)
                               for one in shipments_of(record, order_id, options)]  # fmt: skip
    yield Batch(place, None, census=orders)
    yield Batch(place, None, census=shipments)
