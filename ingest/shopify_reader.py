"""Reading a shop at Shopify: what changed, order by order, then all numbers for the census."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from ingest.shopify_access import sees_deliveries, sees_from
from ingest.shopify_facts import Unreadable, facts_of, order_id_of
from ingest.shopify_graph import Graph
from ingest.shopify_listing import Listed, Listing, moment
from ingest.shopify_options import ShopifyOptions
from ingest.shopify_progress import Progress
from ingest.shopify_whole import Fetched, Orders
from sql.raw.facts import Batch, Census, OrderVersion, Poll, Refused

PLACE = "orders"
ORDERS_PER_BATCH = 50


class Reader:
    """One reading of a shop; its progress is saved with each batch."""

    def __init__(self, graph: Graph, options: ShopifyOptions, name: str, progress: Progress):
        self._options, self._name, self._progress = options, name, progress
        self._oldest_at: datetime | None = None
        self._listing = Listing(graph)
        self._orders = Orders(graph, sees_deliveries(progress.scopes), progress.size)

    def changes(self) -> Iterator[Batch]:
        """Batches of whole orders, each with the cursor to resume at."""
        for page in self._listing.changed(self._progress.begins_at(self._options.since)):
            # In the moment of the newest there may be more to come.
            newest = max(one.updated_at for one in page)
            fresh = [one for one in page if not self._progress.has(one)]
            fresh.sort(key=lambda one: one.updated_at)
            batch, read = Batch(PLACE, None), 0
            for fetched in self._orders.fetch([one.gid for one in fresh]):
                listed = fresh[read : read + len(fetched)]
                read += len(fetched)
                self._take(batch, listed, fetched, newest)
                if _read(batch) >= ORDERS_PER_BATCH or read == len(fresh):
                    batch.cursor = self._progress.saved()
                    yield batch
                    batch = Batch(PLACE, None)
            self._progress.passed(page)

    def last(self, now: datetime, is_census_due: bool) -> Batch:
        """What closes a reading: the census if its time has come, and that we looked."""
        batch = Batch(PLACE, None)
        if is_census_due:
            # Of a shop that shows only its last weeks, an older order is not gone: it is hidden.
            if "read_all_orders" in self._progress.scopes:
                batch.census = self._census()
            self._progress.counted_at = now
        self._progress.is_whole = True
        batch.cursor, batch.polls = self._progress.saved(), self._polls(now)
        return batch

    def again(self, one: Refused) -> Batch:
        """A refused order as it stands now."""
        gid = json.loads(one.payload)["id"]
        (fetched,) = next(self._orders.fetch([gid]))
        batch = Batch("", None)
        self._sort_in(batch, fetched)
        return batch

    def _take(
        self, batch: Batch, listed: Sequence[Listed], fetched: Sequence[Fetched], newest: datetime
    ) -> None:
        for one, found in zip(listed, fetched, strict=True):
            self._sort_in(batch, found)
            is_as_listed = found.record is not None and (
                _updated_at(found.record) == one.updated_at)  # fmt: skip
            if is_as_listed and one.updated_at < newest:
                self._progress.settled(one)
        self._progress.passed(listed)
        self._progress.size = self._orders.size

    def _sort_in(self, batch: Batch, found: Fetched) -> None:
        if found.record is None:
            tally = batch.ignored if found.outcome == "vanished" else batch.deferred
            tally[found.outcome] += 1
            return
        try:
            order, *parts = facts_of(found.record, self._options)
        except Unreadable as fault:
            payload = json.dumps(found.record, ensure_ascii=False).encode()
            where = f"{self._name}/{found.gid.removeprefix('gid://shopify/')}"
            batch.refused.append(Refused(where, fault.reason, fault.detail, payload))
            return
        placed_at = order.placed_at if isinstance(order, OrderVersion) else None
        if placed_at and self._options.since and placed_at < self._options.since:
            batch.ignored["before_since"] += 1
            return
        if placed_at and (self._oldest_at is None or placed_at < self._oldest_at):
            self._oldest_at = placed_at
        batch.items.append((order, *parts))

    def _census(self) -> Census:
        shop = self._options.shop or ""
        numbers = [order_id_of({"id": one.gid, "name": one.name}, self._options)
                   for page in self._listing.everything() for one in page]  # fmt: skip
        return Census("orders", [(shop, number, "") for number in numbers if number], shop)

    def _polls(self, now: datetime) -> list[Poll]:
        """A shop that answers tells all it holds as of now, however quiet it is."""
        options = self._options
        shown_from = sees_from(self._progress.scopes, self._progress.first_at)
        starts = [at for at in (options.since, shown_from) if at]
        reads_from = max(starts) if starts and shown_from else None
        return [
            Poll(path, role, options.shop, now, self._oldest_at, now, reads_from_at=reads_from)
            for path, role in ((self._name, "orders"), (f"{self._name}/items", "items"),
                               (f"{self._name}/shipments", "shipments"))
        ]  # fmt: skip


def _read(batch: Batch) -> int:
    told = len(batch.items) + len(batch.refused)
    return told + batch.ignored.total() + batch.deferred.total()


def _updated_at(record: dict) -> datetime | None:
    try:
        return moment(record.get("updatedAt"))
    except ValueError:
        return None
