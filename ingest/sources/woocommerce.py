"""Orders, their lines and parcels from a WooCommerce shop, over its REST API."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from ingest.woo_api import Page, WooApi
from ingest.woo_census import count
from ingest.woo_orders import order_id_of
from ingest.woo_reading import read_again, take
from ingest.woo_rest_options import RestOptions as Options
from ingest.woo_state import State
from ingest.woo_values import Forms, Unreadable, moment, records
from ingest.woo_walk import Walk
from sql.raw.facts import Batch, OrderVersion, Poll, Refused, Shipment
from sql.settings import Probe
from sql.trouble import Trouble

__all__ = ["Options", "probe", "read", "reread"]

PLACE = "orders"
_NEVER = datetime(2100, 1, 1)
_TOO_OLD = (
    "does not know modified_after: WooCommerce 5.8 or newer is needed; update it, or save its"
    " orders to files and read them as woocommerce_json"
)


def read(
    options: Options, name: str, cursors: dict[str, dict], now: datetime
) -> Iterator[Batch]:
    """What changed since the cursor, then once a day what the shop has at all."""
    state = State.of(cursors.get(PLACE, {}), options)
    # One that was slow once is tried with more again, step by step.
    api = WooApi(options, name, state.per_page and 2 * state.per_page)
    is_due = state.is_due(now, options.reconcile_every)
    if state.changed_until is None and state.started_at is None:
        _must_know_changes(api)
    if state.started_at is not None:  # what the last run left off; what changed since comes next
        yield from _changed(api, options, state, now)
    state.begin(options, is_due and state.reconciled_at is not None)
    yield from _changed(api, options, state, now)
    if is_due:
        yield from count(api, options, PLACE)
        state.reconciled_at = now
    state.per_page = api.per_page
    yield Batch(PLACE, state.saved(), polls=list(_polls(options, name, state, now)))


def _changed(api: WooApi, options: Options, state: State, now: datetime) -> Iterator[Batch]:
    """A batch for each page, with the cursor to go on behind it."""
    question: dict[str, Any] = {"status": "any", "dates_are_gmt": "true"}
    if state.asked_after:
        question["modified_after"] = state.asked_after.isoformat(timespec="seconds")
    if options.since:
        question["after"] = options.since.isoformat(timespec="seconds")
    walk = Walk(api, question, state.last_id, state.offset, state.started_at)
    for page in walk.pages():
        batch = Batch(PLACE, None)
        for order in page:
            _must_be_changed(api, order, state.asked_after)
            if list(records(order.get("refunds"))):  # there they have no time
                order["refunds"] = api.refunds(order) or order["refunds"]
            facts = take(batch, order, f"order {order_id_of(order)}", options)
            for fact in facts:
                state.has_parcels |= isinstance(fact, Shipment)
                state.see(fact.placed_at if isinstance(fact, OrderVersion) else None)
        state.started_at = walk.started_at or state.started_at or now
        state.last_id, state.offset = walk.last_id, walk.offset
        batch.cursor = state.saved()
        yield batch
    state.end()


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """Refused orders as they were when they were asked for."""
    return read_again(options, refused)


def probe(options: Options, name: str) -> list[Probe]:
    """How many orders the shop has, and when the newest was placed."""
    try:
        api = WooApi(options, name, per_page=2)
        _must_know_changes(api)
        page, _ = api.page({"status": "any", "orderby": "date", "order": "desc"}, 0)
    except Trouble as trouble:
        return [Probe(name, None, None, str(trouble))]
    newest = max(filter(None, map(_created_at, page.orders)), default=None)
    return [Probe(name, _number_of(page), newest, None)]


def _number_of(page: Page) -> int:
    return len(page.orders) if page.total is None else page.total


def _must_know_changes(api: WooApi) -> None:
    """Older shops pass over a question that they do not know, and answer with everything."""
    page, _ = api.page({"modified_after": _NEVER.isoformat(), "dates_are_gmt": "true"}, 0)
    if page.orders:
        raise Trouble(f"{api.place} {_TOO_OLD}")


def _must_be_changed(api: WooApi, order: dict[str, Any], after: datetime | None) -> None:
    changed_at = _time(order, "date_modified_gmt")
    if after and changed_at and changed_at < after.replace(microsecond=0):
        raise Trouble(f"{api.place} {_TOO_OLD}")


def _created_at(order: dict[str, Any]) -> datetime | None:
    return _time(order, "date_created_gmt")


def _time(order: dict[str, Any], key: str) -> datetime | None:
    try:
        return moment(order.get(key), Forms(), key, [], is_utc=True)
    except Unreadable:
        return None


def _polls(options: Options, name: str, state: State, now: datetime) -> Iterator[Poll]:
    """The shop itself answered: everything until this look is known."""
    for role in ("orders", "items", *["shipments"] * state.has_parcels):
        yield Poll(f"{name}/{role}", role, options.shop, now, state.oldest_at, now, now)
