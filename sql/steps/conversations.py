"""Which mails and messages of tickets belong to one conversation?

Mails of a shop that share a Message-ID, as their own, as the one they answer or among their
references, are one conversation, also when the mail they all refer to was never read; and so is
what was said in one ticket, with the mails that stand there or name it.
"""

import pyarrow as pa

READS = {
    # Mails first, oldest first, then what was said in tickets: the number is the place here.
    "messages": """
        select message_key, shop
        from (
            select message_key, shop, 1 as place, coalesce(received_at, sent_at) as happened_at
            from staging.messages
            union all
            select event_id as message_key, shop, 2 as place, event_at as happened_at
            from staging.tickets
            where is_message
        ) as nodes
        order by place, happened_at, message_key
    """,
    # Each with the oldest that carries or mentions one of its Message-IDs or its ticket, too;
    # with the mail that it is; and mails with the ticket that they name.
    "links": """
        with nodes as (
            select
                message_key, shop, 1 as place, coalesce(received_at, sent_at) as happened_at,
                list_append(
                    list_append(coalesce(reference_ids, []), in_reply_to), message_id
                ) as mentioned
            from staging.messages
            union all
            select
                event_id as message_key, shop, 2 as place, event_at as happened_at,
                [message_id, 'ticket ' || ticket_id] as mentioned
            from staging.tickets
            where is_message
        ),
        numbered as (
            select
                row_number() over (order by place, happened_at, message_key) - 1 as number,
                message_key, shop, mentioned
            from nodes
        ),
        named as (
            select number, shop, unnest(list_distinct(mentioned)) as message_id from numbered
            union all
            select numbered.number, numbered.shop, 'ticket ' || subjects.ticket_id as message_id
            from numbered
            inner join staging.ticket_subjects as subjects using (message_key)
        ),
        oldest as (
            select number, min(number) over (partition by shop, message_id) as oldest_number
            from named
            where message_id <> ''
            union all
            select said.number, mails.number as oldest_number
            from staging.ticket_mails as same
            inner join numbered as said on said.message_key = same.event_id
            inner join numbered as mails on mails.message_key = same.message_key
        )
        select distinct number, oldest_number
        from oldest
        where number <> oldest_number
        order by number, oldest_number
    """,
}
COLUMNS = {"message_key": "varchar", "shop": "varchar", "conversation_id": "varchar"}
KEY = ("message_key",)


def run(messages: pa.Table, links: pa.Table) -> dict[str, list]:
    keys = messages["message_key"].to_pylist()
    parents = list(range(len(keys)))
    pairs = (links[name].to_pylist() for name in ("number", "oldest_number"))
    for number, oldest in zip(*pairs, strict=True):
        join(parents, number, oldest)
    return {
        "message_key": keys,
        "shop": messages["shop"].to_pylist(),
        # The oldest mail names the conversation: later answers do not rename it.
        "conversation_id": [keys[root_of(parents, number)] for number in range(len(keys))],
    }


def join(parents: list[int], one: int, other: int) -> None:
    """Union-find: the smallest number of a set is its root."""
    one, other = root_of(parents, one), root_of(parents, other)
    parents[max(one, other)] = min(one, other)


def root_of(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = number = parents[parents[number]]
    return number
