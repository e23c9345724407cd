"""A census against what is held: records their source no longer has, and those back again."""

from datetime import datetime

import duckdb
import pyarrow as pa

from sql.raw.census import Census

_HELD = {
    "orders": "select distinct shop, order_id, '' as part_id from raw.order_versions",
    "items": "select distinct shop, order_id, line_id as part_id from raw.order_items",
    "shipments": "select distinct shop, '' as order_id, shipment_id as part_id from raw.shipments",
}


def note_gone(
    db: duckdb.DuckDBPyConnection, census: Census, stamp: tuple[str, str, int, datetime]
) -> int:
    """Record what is gone or back since the last census; how many records that is.

    Only what this source gave counts as its own: what another source holds is none of its matter.
    """
    names = ("shop", "order_id", "part_id")
    columns = list(zip(*census.keys, strict=True)) or [[], [], []]
    counted = {name: pa.array(values, pa.string())
               for name, values in zip(names, columns, strict=True)}  # fmt: skip
    db.register("counted", pa.table(counted))
    source, run_id, batch_id, read_at = stamp
    changed = db.execute(
        f"""
        insert into raw.record_changes
        with held as ({_HELD[census.record]} where source = $source
                and shop = coalesce($shop, shop)),
        known as (
            select shop, order_id, part_id, arg_max(is_gone, row(batch_id, rowid)) as is_gone
            from raw.record_changes where source = $source and record = $record
            group by shop, order_id, part_id
        ),
        now as (
            select held.*, coalesce(known.is_gone, false) as was_gone,
                counted.shop is null as is_gone
            from held
            left join known using (shop, order_id, part_id)
            left join (select distinct * from counted) as counted using (shop, order_id, part_id)
        )
        select $record, shop, order_id, part_id, if(is_gone, 'gone', 'there'), is_gone, $read_at,
            $source, $run_id, $batch_id, $read_at
        from now where is_gone <> was_gone
        """,
        {"source": source, "record": census.record, "shop": census.shop, "run_id": run_id,
         "batch_id": batch_id, "read_at": read_at},
    ).fetchall()  # fmt: skip
    db.unregister("counted")
    return changed[0][0]
