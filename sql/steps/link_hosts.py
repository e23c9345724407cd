"""Whose page does each tracking link lead to, by its host and the carrier of the parcel?"""

import pyarrow as pa

from sql.tracking_hosts import host_kind, hosts_of, is_opaque

READS = {
    "links": """
        select distinct shop, link_start, carrier_key from private.stated_numbers
        where link_start is not null order by shop, link_start, carrier_key
    """,
    "own": "select shop, domain from seeds.domains order by shop, domain",
    "hosts": "select * from seeds.tracking_hosts",
    "bad": "select * from seeds.bad_hosts",
}
TABLE = "private.link_hosts"
COLUMNS = {
    "shop": "varchar",
    "link_start": "varchar",  # up to the host
    "carrier_key": "varchar",
    "host_kind": "varchar",
    "is_opaque": "boolean",  # its links carry a token instead of the number
}
KEY = ("shop", "link_start", "carrier_key")


def run(links: pa.Table, own: pa.Table, hosts: pa.Table, bad: pa.Table) -> dict[str, list]:
    known = hosts_of(hosts.to_pylist(), bad.to_pylist())
    own_hosts: dict[str, list[str]] = {}
    for row in own.to_pylist():
        own_hosts.setdefault(row["shop"], []).append(row["domain"])
    rows = []
    for row in links.to_pylist():
        start, carrier = row["link_start"], row["carrier_key"]
        kind = host_kind(start, carrier or None, own_hosts.get(row["shop"], []), known)
        rows.append((row["shop"], start, carrier, kind, is_opaque(start, known)))
    return {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}
