"""How an order of Shopify reaches its customer, and by when: from its fulfilment orders."""

from datetime import datetime
from typing import Any

from ingest.shopify_listing import moment
from ingest.shopify_options import ShopifyOptions

_METHODS = {"PICK_UP": "pickup", "NONE": "digital"}


class Delivery:
    """What is known of it; without the scope for fulfilment orders that is less."""

    def __init__(self, record: dict[str, Any], options: ShopifyOptions):
        held = (record.get("fulfillmentOrders") or {"nodes": []})["nodes"]
        self._orders = [one for one in held if one["status"] != "CANCELLED"]
        self._record, self._options = record, options

    @property
    def fulfilment(self) -> str | None:
        title = (self._record["shippingLine"] or {}).get("title")
        if chosen := self._options.fulfilment_of(title):
            return chosen
        if not self._record["requiresShipping"]:
            return "digital"
        ways = {_METHODS.get(method, "ship") for one in self._orders
                if (method := (one["deliveryMethod"] or {}).get("methodType"))}  # fmt: skip
        ways.discard("digital")  # beside goods it is the lines that differ
        if len(ways) == 1:
            return ways.pop()
        # Goods without an address are fetched, or the address is missing: not for us to say.
        return "ship" if ways or self._record["shippingAddress"] else None

    @property
    def warehouse(self) -> str | None:
        names = [(one["assignedLocation"] or {}).get("name") for one in self._orders]
        return next(filter(None, names), None)

    @property
    def ship_by_at(self) -> datetime | None:
        """The whole order: the latest of its parts."""
        return max(filter(None, map(_ship_by_at, self._orders)), default=None)

    @property
    def deliver_by_at(self) -> datetime | None:
        times = [moment((one["deliveryMethod"] or {}).get("maxDeliveryDateTime"))
                 for one in self._orders]  # fmt: skip
        return max(filter(None, times), default=None)


def _ship_by_at(order: dict[str, Any]) -> datetime | None:
    """Until when it must go; of a pre-order the day from which it can.

    Of all others `fulfillAt` is no more than the hour in which they came.
    """
    until, planned = moment(order["fulfillBy"]), moment(order["fulfillAt"])
    created_at = moment(order["createdAt"])
    is_planned = planned is not None and created_at is not None and planned > created_at
    return until or (planned if is_planned else None)
