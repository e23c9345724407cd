"""What every source of WooCommerce orders may be told: its words, and where plugins put things."""

import hashlib
from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import field_validator

from ingest.woo_values import Forms
from sql.settings import SourceOptions, Zone

_PAYMENTS = {"bacs": "prepayment", "cheque": "prepayment"}
_CHANNELS = {"checkout": "web", "store-api": "web", "pos-rest-api": "pos", "pos": "pos"}
_TRACKED = {"tracking_number", "carrier", "tracking_url", "shipped_at", "delivered_at"}


class WooOptions(SourceOptions):
    """Keys of meta data are as WooCommerce's REST API names them."""

    roles: ClassVar[Mapping[str, str]] = {
        "orders": "orders", "items": "items", "shipments": "shipments",
    }  # fmt: skip

    shop: str  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues]
    zone: Zone | None = None  # of times that are not given in UTC too
    payment_methods: Mapping[str, str] = {}  # its id -> our word; bacs is prepayment
    pays_later: tuple[str, ...] = ("bacs", "cheque", "cod", "invoice")  # placed before it is paid
    unplaced: tuple[str, ...] = ("pending", "failed", "checkout-draft", "auto-draft")
    channels: Mapping[str, str] = {}  # created_via -> our word; checkout is web
    channel_meta: Mapping[str, str] = {}  # orders with this key are of that channel
    pickup_methods: tuple[str, ...] = ("local_pickup", "pickup_location")
    locale_meta: tuple[str, ...] = ("wpml_language", "trp_language")
    gift_meta: str | None = None
    ship_by_meta: str | None = None
    deliver_by_meta: str | None = None
    backorder_meta: tuple[str, ...] = ("Backordered",)  # of a line, in the shop's own language
    preorder_meta: tuple[str, ...] = ("_wc_pre_orders_is_pre_order",)
    tracking_lists: tuple[str, ...] = ("_wc_shipment_tracking_items", "_aftership_tracking_items")
    tracking: Mapping[str, str] = {}  # our field -> key, where one key holds one value

    @field_validator("tracking")
    @classmethod
    def _are_fields(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        if wrong := sorted(value.keys() - _TRACKED):
            raise ValueError(f'no field "{wrong[0]}"; there are {", ".join(sorted(_TRACKED))}')
        return value

    @property
    def forms(self) -> Forms:
        """How values are written."""
        return Forms(self.zone, decimal=".")

    def payment_of(self, method: str | None) -> str | None:
        return {**_PAYMENTS, **self.payment_methods}.get(method or "", method)

    def channel_of(self, created_via: str | None, meta: Mapping[str, Any]) -> str | None:
        marked = next((word for key, word in self.channel_meta.items() if meta.get(key)), None)
        return marked or {**_CHANNELS, **self.channels}.get(created_via or "", created_via)

    @property
    def fingerprint(self) -> str:
        """Another reading of the same orders gives other facts: then all are read again."""
        said = self.model_dump_json(exclude={
            "live_from", "quiet_after", "complete_until", "staff", "addresses", "consumer_key",
            "consumer_secret", "reconcile_every", "overlap", "recheck", "per_page",
        })  # fmt: skip
        return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
