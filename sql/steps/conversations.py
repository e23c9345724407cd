"""To which conversation does each message belong, and how do we know?

Oldest first: each message joins what was there before it by the first way that holds, as things
were known when it came. The joins are made in SQL, what depends on the order in time in sql/talks.
"""

from array import array

import numpy as np
import pyarrow as pa

from sql.talk_facts import facts_of
from sql.talk_numbers import places
from sql.talks import HOWS, Talks

READS = {
    "messages": """
        with several as (
            select message_key from steps.order_mentions where position <> 'quoted'
            group by message_key having count(*) > 1
        ),
        buyers as (select distinct shop, customer_key from staging.order_customers)
        select
            messages.number, messages.message_key, messages.shop, messages.customer_key,
            nullif(messages.shop, '') as told_shop,
            messages.happened_at, messages.is_customers, messages.is_joinable,
            coalesce(named.order_id, likely.order_id) as order_id, -- never both
            named.order_id is not null as is_named, named.order_match <> 'quoted' as names_order,
            several.message_key is not null as names_several,
            kinds.kind in ('inquiry', 'reply') as is_from_person,
            buyers.customer_key is not null as has_orders
        from facts.conversation_messages as messages
        left join facts.message_kinds as kinds using (message_key)
        left join facts.named_orders as named using (message_key)
        left join facts.orders_by_time as likely using (message_key)
        left join several using (message_key)
        left join buyers
            on messages.shop = buyers.shop and messages.customer_key = buyers.customer_key
    """,
    "others": "select number, shop, customer_key from facts.conversation_others",
    "marks": """
        select marks.number, marks.ticket, people.shop, people.customer_key
        from facts.ticket_marks as marks
        inner join (
            select number, shop, customer_key from facts.conversation_messages
            where customer_key is not null
            union all
            select number, shop, customer_key from facts.conversation_others
        ) as people using (number)
    """,
    "windows": "select * from staging.conversation_windows",
    "links": "select number, how, earlier_number from facts.conversation_links",
}
TABLE = "facts.conversations"
COLUMNS = {
    "message_key": "varchar",
    "shop": "varchar",
    "conversation_id": "varchar",  # message_key of its oldest message: answers do not rename it
    "how": "varchar",
}
KEY = ("message_key",)


def run(
    messages: pa.Table, others: pa.Table, marks: pa.Table, windows: pa.Table, links: pa.Table
) -> dict[str, pa.Array]:
    facts = facts_of(messages, others, marks, windows, links)
    talks = Talks(facts)
    for number in np.flatnonzero(np.frombuffer(facts.is_touched, bool)).tolist():
        talks.settle(number)
    keys, number = messages["message_key"].combine_chunks(), places(messages, "number")
    row_of = np.empty_like(number)
    row_of[number] = np.arange(len(number))
    return {
        "message_key": keys,
        "shop": messages["told_shop"].combine_chunks(),
        "conversation_id": keys.take(pa.array(row_of[roots(talks.parents)[number]])),
        "how": pa.array(HOWS).take(pa.array(np.frombuffer(talks.hows, np.int8)[number])),
    }


def roots(parents: array) -> np.ndarray:
    """Of each number the root: every round halves the way that is left."""
    found = np.frombuffer(parents, np.int64)
    while not np.array_equal(further := found[found], found):
        found = further
    return found
