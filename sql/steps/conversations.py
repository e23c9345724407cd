"""To which conversation does each message belong, and how do we know?

Oldest first: each message joins what was there before it by the first way that holds, as things
were known when it came. The joins are made in SQL, plain answers in sql/talk_trees, and what
depends on the order in time in sql/talks.
"""

import numpy as np
import pyarrow as pa

from sql.talk_facts import links_of, message_columns
from sql.talk_numbers import places
from sql.talk_trees import settled
from sql.talks import HOWS

READS = {
    "keys": """
        select number, message_key, nullif(shop, '') as shop from facts.conversation_messages
    """,
    # by numbers made of their keys, as these joins are the largest of all
    "messages": """
        with messages as (
            select *, number_in('', message_key) as id from facts.conversation_messages
        ),
        people as (
            select number_in('', message_key) as id from facts.message_kinds
            where kind in ('inquiry', 'reply')
        ),
        named as (
            select
                number_in('', message_key) as id, number_in(shop, order_id) as about,
                order_match <> 'quoted' as is_told
            from facts.named_orders
        ),
        likely as (
            select number_in('', message_key) as id, number_in(shop, order_id) as about
            from facts.orders_by_time
        ),
        several as (
            select number_in('', message_key) as id
            from steps.order_mentions where position <> 'quoted'
            group by message_key having count(*) > 1
        ),
        buyers as (
            select distinct number_in(shop, customer_key) as customer from staging.order_customers
        ),
        windows as (
            select shop, row_number() over (order by shop) as place
            from staging.conversation_windows
        )
        select
            messages.number, messages.is_customers, messages.is_joinable,
            coalesce(date_diff('microsecond', timestamp '1970-01-01', happened_at), -1) as happened,
            coalesce(messages.customer, -1) as customer,
            coalesce(named.about, likely.about, -1) as about, -- never both
            named.id is not null as is_named, coalesce(named.is_told, false) as names_order,
            several.id is not null as names_several, people.id is not null as is_from_person,
            buyers.customer is not null as has_orders,
            cast(coalesce(windows.place, 0) as smallint) as shop_place
        from messages
        left join people using (id)
        left join named using (id)
        left join likely using (id)
        left join several using (id)
        left join buyers on messages.customer = buyers.customer
        left join windows on messages.shop = windows.shop
    """,
    "others": "select number, customer from facts.conversation_others",
    "marks": """
        select marks.number, marks.ticket, people.customer
        from facts.ticket_marks as marks
        inner join (
            select number, customer from facts.conversation_messages where customer is not null
            union all
            select number, customer from facts.conversation_others
        ) as people using (number)
    """,
    "windows": "select * from staging.conversation_windows order by shop",
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
    keys: pa.Table, messages: pa.Table, others: pa.Table, marks: pa.Table, windows: pa.Table,
    links: pa.Table,
) -> dict[str, pa.Array]:  # fmt: skip
    known = message_columns(messages, windows)
    roots, hows = settled(known, links_of(known, others, marks, links))
    del known  # large, and so are the texts
    texts, number = keys["message_key"].combine_chunks(), places(keys, "number")
    row_of = np.empty_like(number)
    row_of[number] = np.arange(len(number))
    return {
        "message_key": texts,
        "shop": keys["shop"].combine_chunks(),
        "conversation_id": texts.take(pa.array(row_of[roots[number]])),
        "how": pa.array(HOWS).take(pa.array(hows[number])),
    }
