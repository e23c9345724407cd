"""Which orders there are, and which changed: listed cheaply, before any is read whole.

Each page asks anew from the last one's newest time on. So an order that is edited meanwhile, and
moves behind the others, takes no other out of sight; and no list gets longer than Shopify pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ingest.shopify_graph import Graph, TooCostly
from ingest.shopify_queries import LISTING, MOST
from ingest.shopify_whole import smaller
from sql.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Listed:
    """An order's number and when it was last changed, as listed."""

    gid: str
    name: str
    updated_at: datetime


@dataclass
class Listing:
    """Lists a shop's orders, so many at once as it allows."""

    graph: Graph
    first: int = MOST

    def changed(self, since: datetime | None) -> Iterator[list[Listed]]:
        """Orders by the time of their last change, from `since` on; equal times may come again."""
        bound, after = since, None
        while True:
            query = None if bound is None else f"updated_at:>='{_stamp(bound)}'"
            page, end = self._page(query, "UPDATED_AT", after)
            if page:
                yield page
            if end is None:
                return
            newest = max(one.updated_at for one in page)
            if bound is None or newest > bound:
                bound, after = newest, None
            else:
                after = end  # more orders of one moment than a page holds

    def everything(self) -> Iterator[list[Listed]]:
        """Every order that can be seen, by its id: edits do not move it."""
        query = None
        while True:
            page, end = self._page(query, "ID", None)
            if page:
                yield page
            if end is None:
                return
            query = f"id:>{number_of(page[-1].gid)}"

    def _page(
        self, query: str | None, sort: str, after: str | None
    ) -> tuple[list[Listed], str | None]:
        """A page, and where the next one begins; None where there is none."""
        found = self._asked(query=query, sort=sort, after=after)
        try:
            orders = found["orders"]
            page = [_listed(one) for one in orders["nodes"]]
            goes_on = bool(page) and orders["pageInfo"]["hasNextPage"]
            return page, orders["pageInfo"]["endCursor"] if goes_on else None
        except (KeyError, TypeError, ValueError) as error:
            raise Trouble(f"{self.graph.place} lists its orders in no way that we know; is"
                          " `version` one that Shopify still serves?") from error  # fmt: skip

    def _asked(self, **what: Any) -> dict[str, Any]:
        while True:
            try:
                return self.graph.ask(LISTING, self.first, first=self.first, **what)
            except TooCostly as costly:
                self.first = smaller(self.graph, self.first, costly)


def number_of(gid: str) -> str:
    """gid://shopify/Order/123 is 123."""
    return gid.rpartition("/")[2].partition("?")[0]


def moment(text: Any) -> datetime | None:
    """Naive UTC of a time with its offset; ValueError where it is none."""
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        at = None  # the error's own text would hold the value
    if at is None or at.tzinfo is None:
        raise ValueError("no time with an offset")
    return at.astimezone(UTC).replace(tzinfo=None)


def _listed(one: dict[str, Any]) -> Listed:
    at = moment(one["updatedAt"])
    if at is None:
        raise ValueError("no time")
    return Listed(str(one["id"]), str(one["name"] or ""), at)


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="seconds") + "Z"
