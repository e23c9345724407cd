"""Records of WooCommerce's orders into a batch: each accepted, ignored or refused."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ingest.json_records import records_in
from ingest.still_refused import still_refused
from ingest.woo_options import WooOptions
from ingest.woo_orders import facts_of
from ingest.woo_values import Unreadable
from sql.raw.facts import Batch, Fact, OrderVersion, Refused

Made = Callable[[Mapping[str, Any], WooOptions], tuple[Fact, ...]]


def take(
    batch: Batch, record: Mapping[str, Any], where: str, options: WooOptions,
    payload: bytes | None = None, make: Made = facts_of,
) -> tuple[Fact, ...]:
    """The record's one outcome; its facts where it is accepted."""
    try:
        facts = make(record, options)
    except Unreadable as fault:
        kept = payload or json.dumps(record, ensure_ascii=False).encode(errors="surrogatepass")
        batch.refused.append(Refused(where, fault.reason, fault.detail, kept))
        return ()
    order = facts[0]
    assert isinstance(order, OrderVersion)
    if options.since and order.placed_at and order.placed_at < options.since:
        batch.ignored["before_since"] += 1
        return ()
    batch.items.append(facts)
    return facts


def read_again(options: WooOptions, refused: Sequence[Refused]) -> Iterator[Batch]:
    """One batch for each refused record: its facts, or why it is refused still."""
    for one in refused:
        found = records_in(one.payload)
        batch = Batch("", None)
        if len(found) == 1 and found[0].value is not None:
            take(batch, found[0].value, one.location, options, one.payload)
        if batch.refused:
            yield still_refused(one, batch.refused[0].reason, batch.refused[0].detail)
        elif batch.items or batch.ignored:
            yield batch
        else:
            yield still_refused(one, next((r.reason for r in found if r.reason), ""))
