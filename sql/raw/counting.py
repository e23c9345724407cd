"""A census against what is held: records their source no longer has, and those back again."""

from datetime import datetime

import duckdb
import pyarrow as pa

from sql.raw.census import Census

_HELD = {  # the table; order_id and part_id as a census names them
    "orders": ("order_versions", "order_id", "''"),
    "items": ("order_items", "order_id", "line_id"),
    "shipments": ("shipments", "''", "shipment_id"),
}
_NOTE = """
    insert into raw.record_changes
    with held as (
        select shop, {order_id} as order_id, {part_id} as part_id,
            max(batch_id) filter (where source = $source) as batch_id
        from raw.{table} where shop = coalesce($shop, shop)
        group by 1, 2, 3
    ),
    known as (
        select shop, order_id, part_id, arg_max(is_gone, row(batch_id, rowid)) as is_gone,
            max(batch_id) as batch_id
        from raw.record_changes where source = $source and record = $record
        group by shop, order_id, part_id
    ),
    now as (
        select held.shop, held.order_id, held.part_id, counted.shop is null as is_gone,
            case
                when held.batch_id is null then known.is_gone
                -- what was read after it was gone brought it back
                else known.is_gone and known.batch_id >= held.batch_id
            end as was_gone,
            coalesce(held.batch_id, known.batch_id) is not null as is_own
        from held
        left join known using (shop, order_id, part_id)
        left join (select distinct * from counted) as counted using (shop, order_id, part_id)
    )
    select $record, shop, order_id, part_id, if(is_gone, 'gone', 'there'), is_gone, $read_at,
        $source, $run_id, $batch_id, $read_at
    from now
    where if(is_own, is_gone <> coalesce(was_gone, false), not is_gone)
"""


def note_gone(
    db: duckdb.DuckDBPyConnection, census: Census, stamp: tuple[str, str, int, datetime]
) -> int:
    """Record what is gone or back since the last census; how many records that is.

    What only other sources gave is none of its matter, unless it counts that too: identical
    records are held once, under the source that came first, and while one has it it is not gone.
    """
    names = ("shop", "order_id", "part_id")
    counted = {name: pa.array([key[place] for key in census.keys], pa.string())
               for place, name in enumerate(names)}  # fmt: skip
    db.register("counted", pa.table(counted))
    table, order_id, part_id = _HELD[census.record]
    source, run_id, batch_id, read_at = stamp
    changed = db.execute(
        _NOTE.format(table=table, order_id=order_id, part_id=part_id),
        {"source": source, "record": census.record, "shop": census.shop, "run_id": run_id,
         "batch_id": batch_id, "read_at": read_at},
    ).fetchall()  # fmt: skip
    db.unregister("counted")
    return changed[0][0]
