"""Whole orders: what did not fit into their first answer is asked for until nothing is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest import shopify_queries as queries
from ingest.shopify_graph import Graph, TooCostly
from sql.trouble import Trouble

Record = dict[str, Any]

@dataclass
class Fetched:
    """An order as it stands now; `record` is None where it is gone or was changed meanwhile."""

    gid: str
    record: Record | None
    outcome: str = ""  # vanished, changed_while_read


@dataclass
class Orders:
    """Fetches whole orders, so many at once as the shop allows."""

    graph: Graph
    with_deliveries: bool
    size: int
    _query: str = field(init=False)

    def __post_init__(self) -> None:
        self._query = queries.orders(self.with_deliveries)

    def fetch(self, gids: Sequence[str]) -> Iterator[list[Fetched]]:
        """In the order of their ids, as many at a time as one query may hold."""
        for some, found in self._nodes(self._query, gids):
            yield [self._fetched(gid, record) for gid, record in zip(some, found, strict=True)]

    def _nodes(
        self, query: str, gids: Sequence[str]
    ) -> Iterator[tuple[Sequence[str], list[Record | None]]]:
        at = 0
        while at < len(gids):
            some = list(gids[at : at + self.size])
            try:
                found = self.graph.ask(query, len(some), ids=some).get("nodes")
            except TooCostly as costly:
                self.size = smaller(self.graph, len(some), costly)
                continue
            if not isinstance(found, list) or len(found) != len(some):
                raise Trouble(f"{self.graph.place} answers with other records than asked for;"
                              " try again later")  # fmt: skip
            at += len(some)
            yield some, [one or None for one in found]

    def _list(self, query: str, most: int, **what: Any) -> Record:
        """As many as the shop allows at once."""
        while True:
            try:
                return self.graph.ask(query, most, first=most, **what)
            except TooCostly as costly:
                most = smaller(self.graph, most, costly)

    def _fetched(self, gid: str, record: Record | None) -> Fetched:
        if record is None:
            return Fetched(gid, None, "vanished")
        if self._complete(gid, record):
            now = self.graph.ask(queries.STAMP, id=gid).get("order")
            if now is None:
                return Fetched(gid, None, "vanished")
            # Its parts may be of different moments: it comes again, for its time has moved.
            if now.get("updatedAt") != record.get("updatedAt"):
                return Fetched(gid, None, "changed_while_read")
        return Fetched(gid, record)

    def _complete(self, gid: str, record: Record) -> bool:
        """Whether anything more had to be asked for."""
        asked = [self._rest(gid, "Order", record, name)
                 for name in queries.connections(self.with_deliveries)]  # fmt: skip
        asked += [self._whole_list(gid, record, "refunds", queries.REFUNDS, queries.ALL_REFUNDS),
                  self._whole_list(gid, record, "transactions", queries.PAYMENTS,
                                   queries.ALL_PAYMENTS),
                  self._all_parcels(gid, record)]  # fmt: skip
        for parcel in record.get("fulfillments") or []:
            asked += [self._rest(parcel["id"], "Fulfillment", parcel, name)
                      for name in ("fulfillmentLineItems", "events")]  # fmt: skip
        if record.get("edited"):
            asked.append(self._edits(gid, record))
        return any(asked)

    def _rest(self, gid: str, kind: str, record: Record, name: str) -> bool:
        """The further pages of a connection, put behind its first."""
        held = record.get(name)
        if not held or not held["pageInfo"]["hasNextPage"]:
            return False
        for page in self._pages(queries.further(kind, name), gid, "node", name,
                                held["pageInfo"]["endCursor"]):  # fmt: skip
            held["nodes"] += page
        return True

    def _pages(
        self, query: str, gid: str, root: str, name: str, after: str | None
    ) -> Iterator[list[Record]]:
        while True:
            page = (self._list(query, 50, id=gid, after=after).get(root) or {}).get(name)
            if not page:
                return  # the record is gone: its stamp says so
            yield page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]

    def _whole_list(self, gid: str, record: Record, name: str, most: int, query: str) -> bool:
        if len(record.get(name) or []) < most:
            return False
        found = (self._list(query, queries.MOST, id=gid).get("order") or {}).get(name)
        record[name] = found or record[name]
        return True

    def _all_parcels(self, gid: str, record: Record) -> bool:
        if len(record.get("fulfillments") or []) < queries.PARCELS:
            return False
        held = self._list(queries.PARCEL_IDS, queries.MOST, id=gid).get("order") or {}
        missing = [one["id"] for one in held.get("fulfillments") or []][queries.PARCELS :]
        for _, found in self._nodes(queries.SOME_PARCELS, missing):
            record["fulfillments"] += [one for one in found if one]
        return True

    def _edits(self, gid: str, record: Record) -> bool:
        pages = self._pages(queries.EDITS, gid, "order", "agreements", None)
        record["agreements"] = [one for page in pages for one in page]
        return True


def smaller(graph: Graph, size: int, costly: TooCostly) -> int:
    """How many to ask for instead."""
    if size <= 1:
        raise Trouble(f"{graph.place} allows no query for even one order; is `version` one that"
                      " Shopify still serves?")  # fmt: skip
    return max(1, min(int(size * (costly.share or 0.5)), size - 1))
