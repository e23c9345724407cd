"""Which carrier is meant by each name in parcels' records and in order mails?"""

import pyarrow as pa

from sql.tracking_carriers import carrier_key, names_of

READS = {
    "names": """
        select distinct name
        from (
            select carrier as name from staging.shipments
            union all
            select carrier as name from private.mail_values
        ) as found
        where name <> ''
        order by name
    """,
    "known": "select carrier, pattern from seeds.carrier_names",
}
TABLE = "private.carrier_names"
COLUMNS = {"name": "varchar", "carrier_key": "varchar"}
KEY = ("name",)


def run(names: pa.Table, known: pa.Table) -> dict[str, list]:
    patterns = names_of(known.to_pylist())
    found = names["name"].to_pylist()
    return {"name": found, "carrier_key": [carrier_key(name, patterns) for name in found]}
