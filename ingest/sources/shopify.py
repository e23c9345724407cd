"""Orders, lines and parcels of a shop at Shopify, over its Admin API."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from ingest.shopify_access import SEEN_BY_ALL, graph_of, scopes_of, sees_from
from ingest.shopify_graph import Graph
from ingest.shopify_listing import moment
from ingest.shopify_options import ShopifyOptions as Options
from ingest.shopify_progress import Progress
from ingest.shopify_queries import NEWEST
from ingest.shopify_reader import PLACE, Reader
from sql.raw.facts import Batch, Refused
from sql.settings import Probe
from sql.trouble import Trouble

__all__ = ["Options", "probe", "read", "reread"]


def read(options: Options, name: str, cursors: dict[str, dict], now: datetime) -> Iterator[Batch]:
    """What changed since the cursor; now and then all numbers, to notice what was deleted."""
    graph, progress = graph_of(options, name), Progress(cursors.get(PLACE, {}), options, now)
    is_due = progress.is_census_due(now, options.reconcile_every)
    if is_due or not progress.scopes:
        progress.may_see(scopes_of(graph))
    is_first = not progress.is_whole
    reader = Reader(graph, options, name, progress)
    yield from reader.changes()
    yield reader.last(now, is_due)
    if is_first and (hidden := _hidden(graph, options, progress)):
        raise Trouble(hidden)


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """Refused orders as they stand now, one batch for each."""
    graph, progress = graph_of(options, name), Progress({}, options, now)
    progress.scopes = scopes_of(graph)
    reader = Reader(graph, options, name, progress)
    for one in refused:
        yield reader.again(one)


def probe(options: Options, name: str) -> list[Probe]:
    """How many orders the shop shows, when the newest changed, and what the token may not see."""
    try:
        graph = graph_of(options, name)
        progress = Progress({}, options, datetime.now(UTC).replace(tzinfo=None))
        progress.scopes = scopes_of(graph)
        found = graph.ask(NEWEST)
        newest = [moment(one["updatedAt"]) for one in found["orders"]["nodes"]]
        items = found["ordersCount"]["count"]
    except Trouble as trouble:
        return [Probe(name, None, None, str(trouble))]
    trouble = _of_another_version(graph, options) or _hidden(graph, options, progress)
    return [Probe(name, items, newest[0] if newest else None, trouble)]


def _hidden(graph: Graph, options: Options, progress: Progress) -> str | None:
    """That the settings ask for orders which the token does not show."""
    shown_from = sees_from(progress.scopes, progress.first_at)
    if shown_from is None or options.since is None or options.since >= shown_from:
        return None
    return (
        f"{graph.place} shows the token no orders before {shown_from:%Y-%m-%d}, but since ="
        f" {options.since:%Y-%m-%d}; give the app read_all_orders, or set since later: without it"
        f" only {SEEN_BY_ALL.days} days are seen, and deleted orders are not noticed"
    )


def _of_another_version(graph: Graph, options: Options) -> str | None:
    if graph.served in (None, options.version):
        return None
    return (f"{graph.place} answers as version {graph.served}, for {options.version} is no longer"
            f' served; set version = "{graph.served}"')  # fmt: skip
