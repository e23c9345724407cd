"""A scripted shop at Shopify, read by the real run loop into a real raw store."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from scripted_shopify import TOKEN, ScriptedShopify
from shopify_shop import Order, Shop

from ingest import shopify_access, shopify_listing, shopify_reader
from ingest.run import ingest
from ingest.shop_api import ShopApi
from ingest.sources import shopify
from sql.desk import Desk
from sql.raw.opening import open_store
from sql.settings import Settings
from sql.settings import Shop as Brand

NOW = datetime(2026, 11, 26, 12)
NEWEST = """
    from (select *, row_number() over (partition by shop, {key}
        order by coalesce(valid_from_at, read_at) desc, batch_id desc, rowid desc) as place
        from raw.{table}) where place = 1
"""
GONE = """
    select order_id from (select order_id, is_gone, row_number() over (
        partition by order_id order by batch_id desc) as place
        from raw.record_changes where record = 'orders') where place = 1 and is_gone
"""


class Reading:
    """The shop's server, and a store that reads it."""

    def __init__(self, folder, monkeypatch, shop: Shop, server: dict[str, Any] | None = None,
                 listing: int = 20, batch: int = 50, **options: Any):  # fmt: skip
        monkeypatch.setattr(shopify_reader, "ORDERS_PER_BATCH", batch)
        monkeypatch.setenv("SHOPIFY_TOKEN", TOKEN)
        self.shop, self.server = shop, ScriptedShopify(shop, **(server or {}))
        monkeypatch.setattr(shopify_access, "ShopApi", partial(ShopApi, sleep=self.server.sleep))
        monkeypatch.setattr(shopify_listing.Listing, "__init__", partial_first(listing))
        chosen = {"kind": "shopify", "shop": "nordlicht", "address": self.server.url,
                  "token": "env:SHOPIFY_TOKEN", **options}
        self.options = shopify.Options(**{k: v for k, v in chosen.items() if v is not None})
        self.settings = Settings(
            path=folder / "trackrecord.toml", data=folder / "data",
            desk_url=f"sqlite:///{folder}/desk.sqlite", sources={"shop": self.options},
            shops={"nordlicht": Brand(name="Nordlicht", zone="Europe/Berlin")},
        )  # fmt: skip
        self.desk = Desk(self.settings.desk_url)
        self.at = NOW

    def read(self, hours: float = 1):
        """One run; counts that are not zero, and the trouble."""
        self.at += timedelta(hours=hours)
        (result,) = ingest(self.settings, self.desk, polled_at=self.at)
        return +result.counts, result.trouble

    def rows(self, sql: str) -> list[tuple]:
        with open_store(self.settings.raw_path) as store:
            return store.db.execute(sql).fetchall()

    def held(self) -> dict[str, tuple]:
        """Order -> what the newest records in the store say of it, without what is gone."""
        with open_store(self.settings.raw_path) as store:
            return held(store.db)


def differences(found: dict[str, tuple], wanted: dict[str, tuple]) -> dict:
    """What is not the same, to be read by a person."""
    return {
        number: [(one, other) for one, other in zip(
            found.get(number, ("none",)), wanted.get(number, ("none",)), strict=False)
            if one != other]
        for number in found.keys() | wanted.keys() if found.get(number) != wanted.get(number)
    }  # fmt: skip


def partial_first(first: int):
    """Short lists, so that a small shop has several pages."""
    def begin(self, graph):
        self.graph, self.first = graph, first

    return begin


def held(db) -> dict[str, tuple]:
    orders = db.execute(f"""
        select order_id, placed_at, paid_at, cancelled_at, refunded_at,
            refunded_total, edited_at, email, city, total, line_ids
        {NEWEST.format(key="order_id", table="order_versions")}
            and order_id not in ({GONE})""").fetchall()
    lines = db.execute(f"""
        select order_id, line_id, sku, quantity
        {NEWEST.format(key="order_id, line_id", table="order_items")}""").fetchall()
    parcels = db.execute(f"""
        select order_id, shipment_id, tracking_number, shipped_at, first_attempt_at, delivered_at,
            cancelled_at, items
        {NEWEST.format(key="shipment_id", table="shipments")}""").fetchall()
    return {
        order_id: (
            *values, {tuple(line) for own, *line in lines if own == order_id and line[0] in ids},
            {tuple(parcel) for own, *parcel in parcels if own == order_id},
        ) for order_id, *values, ids in orders
    }  # fmt: skip


def there(shop: Shop) -> dict[str, tuple]:
    """The same of the shop itself, from its plain values."""
    return {order.name.removeprefix("#"): _told(order) for order in shop.orders.values()}


def _told(order: Order) -> tuple:
    paid = [at for at, _ in order.payments]
    received, paid_at = 0.0, None
    for at, amount in order.payments:
        received += amount
        paid_at = paid_at or (at if received >= order.first_total else None)
    is_paid = paid and sum(amount for _, amount in order.payments) >= order.total
    return (
        order.placed_at, paid_at if is_paid else None, order.cancelled_at,
        max((at for at, _ in order.refunds), default=None), sum(sum_ for _, sum_ in order.refunds),
        max(order.edits, default=None), order.email, order.city, order.total,
        {(str(one.number), one.sku, float(one.current)) for one in order.lines},
        {(str(one.number), one.tracking, one.created_at, min(one.attempts, default=None),
          one.delivered_at, one.updated_at if one.cancelled else None,
          ", ".join(f"{line}:{quantity}" for line, quantity in one.lines) or None)
         for one in order.parcels},
    )  # fmt: skip
