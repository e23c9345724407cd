"""Which mails belong to one conversation?

Mails of a shop that share a Message-ID, as their own, as the one they answer or among their
references, are one conversation, also when the mail they all refer to was never read.
"""

import pyarrow as pa

READS = {
    # Oldest first: a mail's number is its place here, and in the links.
    "messages": """
        select message_key, shop
        from staging.messages
        order by coalesce(received_at, sent_at), message_key
    """,
    # Each mail with the oldest mail that carries or mentions one of its Message-IDs, too.
    "links": """
        with numbered as (
            select
                row_number() over (order by coalesce(received_at, sent_at), message_key) - 1
                    as number,
                shop,
                list_append(
                    list_append(coalesce(reference_ids, []), in_reply_to), message_id
                ) as mentioned
            from staging.messages
        ),
        named as (
            select number, shop, unnest(list_distinct(mentioned)) as message_id from numbered
        ),
        oldest as (
            select number, min(number) over (partition by shop, message_id) as oldest_number
            from named
            where message_id <> ''
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
