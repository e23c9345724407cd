"""Which templates do the sent mails show where nobody has files of them?

Offered to the template owner, who gives a name (decision template_named, subject SHOP/learnt_id,
payload {"name": ..., "kind": ..., "locale": ...}) or turns it down ({"ignored": true}); a named one
counts as the shop's own from then on (private.template_texts). A shop with templates of a kind
costs nothing here.
"""

from collections import defaultdict

import pyarrow as pa

from sql.learn_records import known_values
from sql.learn_templates import learnt

READS = {
    "mails": """
        select mails.message_key, mails.shop, mails.kind, mails.sent_at, said.subject, said.text
        from private.mails_without_template as mails
        inner join private.messages as said using (message_key)
        order by mails.sent_at, mails.message_key
    """,
    "records": """
        select mails.message_key, orders.order_id, orders.total, orders.currency, people.name,
            people.street, people.postcode, people.city, parcels.tracking_number, parcels.carrier
        from private.mails_without_template as mails
        inner join staging.orders as orders
            on orders.shop = mails.shop and orders.customer_key = mails.customer_key
        inner join private.orders as people
            on people.shop = orders.shop and people.order_id = orders.order_id
        left join staging.shipments as parcels
            on parcels.shop = orders.shop and parcels.order_id = orders.order_id
        order by all
    """,
}
TABLE = "private.learnt_templates"
COLUMNS = {
    "shop": "varchar",
    "kind": "varchar",
    "learnt_id": "varchar",  # of the template, whatever its version
    "name": "varchar",  # null: names are decisions
    "locale": "varchar",  # of its fixed words; und where they tell none
    "version": "integer",  # from 1, in the order of first use
    "subject": "varchar",
    "text": "varchar",  # with [SLOT]
    "slots": "varchar[]",
    "optional_lines": "varchar[]",  # fixed lines that only some of its mails have
    "first_seen_at": "timestamp",
    "last_seen_at": "timestamp",
    "mails": "bigint",
    "valid_from_at": "timestamp",  # null: from the beginning
}
KEY = ("shop", "kind", "learnt_id", "version")


def run(mails: pa.Table, records: pa.Table) -> dict[str, list]:
    known: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for record in records.to_pylist():
        known[record["message_key"]] += known_values(record)
    columns = (mails[name].to_pylist() for name in mails.column_names)
    rows = [
        {
            "shop": found.shop, "kind": found.kind, "learnt_id": found.learnt_id, "name": None,
            "locale": found.locale, "version": found.version, "subject": found.subject,
            "text": found.text, "slots": found.slots, "optional_lines": found.optional_lines,
            "first_seen_at": found.first_seen_at, "last_seen_at": found.last_seen_at,
            "mails": len(found.message_keys),
            "valid_from_at": found.first_seen_at if found.version > 1 else None,
        }
        for found in learnt(zip(*columns, strict=True), known)
    ]  # fmt: skip
    return {name: [row[name] for row in rows] for name in COLUMNS}
