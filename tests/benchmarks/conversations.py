"""Conversations of 1,000,000 messages: text identifiers in, keys and ways out, every kind of link.

The peer is plain union-find over integers in Python, to which somebody already turned the same
nearest references: a bound on what joining alone costs. `ours` goes the whole way, from tables such
as staging makes to facts.conversations; message_ids of 50 characters.
"""

from pathlib import Path

import duckdb
from talk_tables import COLUMNS, empty_tables, make_conversations

from sql.workshop import lay_out_macros

PEER = "integers"
MESSAGES = 1_000_000
THREADS = 270_000

# A thread is a customer's: the mails of one, some of them ours, each answering the one before.
LAID_OUT = f"""
create table nodes as
select
    thread, place, row_number() over (order by thread, place) as id,
    hash(thread, place, 1) as dice,
    thread % 200000 as customer, place % 2 = 1 as is_ours,
    timestamp '2026-01-01' + (hash(thread, 3) % 20000000) * interval 1 second
        + place * interval 5 hour as happened_at
from range({THREADS}) as t(thread), range(12) as p(place)
where place <= hash(thread, 2) % 7 or (thread % 5000 = 0)
limit {MESSAGES};
insert into nodes -- chains of 2,000, and the helpdesk's tickets below
select 900000 + c, place, 2000000 + c * 10000 + place, hash(c, place), 900000 + c, place % 2 = 1,
    timestamp '2026-02-01' + place * interval 20 minute
from range(5) as c(c), range(2000) as p(place);
create table mails as
select *, left(sha256('m' || id), 32) as message_key,
    left(sha256('i' || id), 34) || '@mail.shop.example' as message_id,
    left(sha256('c' || customer), 20) as customer_key,
    lag(id) over (partition by thread order by place) as earlier_id
from nodes;
"""
FILLED = """
insert into staging.conversation_windows values ('nordlicht', 2592000, 604800, 3600);
insert into staging.messages
select message_key, 'nordlicht', message_id,
    case when earlier_id is null or dice % 20 = 0 then null
        when dice % 50 = 1 then left(sha256('lost' || thread), 34) || '@mail.shop.example'
        else left(sha256('i' || earlier_id), 34) || '@mail.shop.example' end,
    case when earlier_id is null or dice % 20 = 0 then [] else list_transform(
        range(id - least(place, 10), id),
        lambda x: left(sha256('i' || x), 34) || '@mail.shop.example') end,
    happened_at, customer_key, left(sha256('s' || thread % 50000), 20),
    case when is_ours then 'outgoing' else 'incoming' end, is_ours, []
from mails;
insert into staging.message_recipients
select message_key, case when is_ours then customer_key else 'own' end, not is_ours from mails;
insert into private.subjects
select message_key, 'question ' || thread % 50000,
    case when thread % 20 = 0 then thread::varchar end
from mails;
insert into private.new_texts
select message_key, repeat('some words of hers ' || dice % 3, 20) from mails;
insert into steps.order_mentions
select message_key, 'N' || thread, case when dice % 7 < 4 then 'text' else 'quoted' end
from mails where dice % 7 < 5;
insert into facts.message_kinds
select message_key, case when is_ours then 'reply' else 'inquiry' end, 'customer' from mails;
insert into facts.named_orders
select message_key, 'nordlicht', order_id, case position when 'text' then 'body' else position end
from steps.order_mentions;
insert into facts.orders_by_time
select message_key, 'nordlicht', 'N' || customer from mails where dice % 7 >= 5;
insert into staging.order_customers
select distinct 'nordlicht', 'N' || thread, customer_key from mails where thread % 3 > 0;
insert into staging.tickets
select 'ticket:' || id, 'nordlicht', 'T' || thread, happened_at, customer_key, message_id, true
from mails where thread % 10 = 0;
insert into staging.ticket_mails
select 'ticket:' || id, message_key from mails where thread % 10 = 0 and dice % 2 = 0;
"""


def prepare(folder: Path) -> None:
    """The tables on disk, as a build finds them, and the nearest references as whole numbers."""
    db = empty_tables(folder, str(folder / "tables.duckdb"))
    db.execute(LAID_OUT + FILLED)
    rows = """select id, case when in_reply_to is not null then earlier_id end as earlier_id
        from mails inner join staging.messages using (message_key) order by mails.happened_at"""
    db.execute(f"copy ({rows}) to '{folder}/integers.parquet'")
    for table in ("nodes", "mails"):
        db.execute(f"drop table {table}")
    db.close()


def ours(folder: Path) -> dict[str, float]:
    db = duckdb.connect(":memory:")
    db.execute(f"set threads = 2; set memory_limit = '400MB'; set temp_directory = '{folder}'")
    db.execute(f"attach '{folder}/tables.duckdb' as given (read_only)")
    lay_out_macros(db, folder / "key")
    for schema in ("staging", "private", "steps", "facts"):
        db.execute(f"create schema {schema}")
    for table in COLUMNS:
        db.execute(f"create view {table} as select * from given.{table}")
    make_conversations(db)
    return found(db, "select count(*), count(distinct conversation_id) from facts.conversations")


def integers(folder: Path) -> dict[str, float]:
    """Plain union-find over a dictionary of numbers."""
    db = duckdb.connect()
    rows = db.execute(f"select * from '{folder}/integers.parquet'").fetchall()
    parents = {number: number for number, _ in rows}

    def root_of(number: int) -> int:
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number

    for number, earlier in rows:
        if earlier is not None and (one := root_of(number)) != (other := root_of(earlier)):
            parents[max(one, other)] = min(one, other)
    roots = {root_of(number) for number in parents}
    return {"messages": len(rows), "conversations": len(roots)}


def found(db: duckdb.DuckDBPyConnection, query: str) -> dict[str, float]:
    messages, conversations = db.execute(query).fetchall()[0]
    return {"messages": messages, "conversations": conversations}


CONTESTANTS = {"ours": ours, "integers": integers}
