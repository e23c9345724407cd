"""A shop read over WooCommerce's API into a real store, by the real run loop."""

from datetime import datetime, timedelta
from pathlib import Path

from scripted_woo import Woo

from ingest import run
from ingest.sources import woocommerce
from sql.desk import Desk
from sql.raw.opening import open_store
from sql.settings import Settings, Shop

NOW = datetime(2026, 11, 23, 12)
HELD = """
    with newest as (
        select * from raw.order_versions qualify row_number() over (
            partition by order_id order by coalesce(valid_from_at, read_at) desc, batch_id desc,
            rowid desc) = 1),
    gone as (
        select record, order_id, part_id from raw.record_changes qualify row_number() over (
            partition by record, order_id, part_id order by batch_id desc) = 1 and is_gone),
"""
ORDERS = HELD + """
    lines as (
        select items.* from raw.order_items as items inner join newest using (order_id)
        where list_contains(newest.line_ids, items.line_id)
        qualify row_number() over (partition by order_id, line_id
            order by coalesce(items.valid_from_at, items.read_at) desc, items.batch_id desc,
            items.rowid desc) = 1)
    select order_id, coalesce(json_extract_string(extra, '$.status'), ''), total, refunded_total,
        refunded_at, paid_at, cancelled_at is not null,
        (select list((line_id, quantity) order by line_id) from lines
         where lines.order_id = newest.order_id)
    from newest where order_id not in (select order_id from gone where record = 'orders')
    order by order_id
"""
PARCELS = HELD + """
    parcels as (
        select * from raw.shipments qualify row_number() over (
            partition by shipment_id order by coalesce(valid_from_at, read_at) desc,
            batch_id desc, rowid desc) = 1)
    select order_id, shipment_id, tracking_number from parcels
    where shipment_id not in (select part_id from gone where record = 'shipments')
        and order_id not in (select order_id from gone where record = 'orders')
    order by shipment_id
"""


class WooHouse:
    """Reads with small pages, so that everything happens at their borders."""

    def __init__(self, folder: Path, shop: Woo, **more):
        self.shop = shop
        options = woocommerce.Options(**{
            "kind": "woocommerce", "shop": "nordlicht", "url": shop.url, "per_page": 5,
            "consumer_key": "env:WOO_KEY", "consumer_secret": "env:WOO_SECRET", **more,
        })  # fmt: skip
        self.settings = Settings(
            path=folder / "trackrecord.toml", data=folder / "data",
            desk_url=f"sqlite:///{folder}/desk.sqlite", sources={"woo": options},
            shops={"nordlicht": Shop(name="Nordlicht", zone="Europe/Berlin")},
        )  # fmt: skip
        self.desk = Desk(self.settings.desk_url)

    def read(self, after: timedelta = timedelta(0)):
        """What the run came to, so much later."""
        self.shop.now += after
        (result,) = run.ingest(self.settings, self.desk, polled_at=self.shop.now)
        return result

    def rows(self, sql: str) -> list[tuple]:
        with open_store(self.settings.raw_path) as store:
            return store.db.execute(sql).fetchall()

    def sizes(self) -> list[tuple]:
        return self.rows(" union all ".join(
            f"select '{table}', count(*) from raw.{table}"
            for table in ("order_versions", "order_items", "shipments", "record_changes")))
