"""Which mails belong to one conversation?

Mails of a shop that share a Message-ID, as their own, as the one they answer or among their
references, are one conversation, also when the mail they all refer to was never read.
"""

from collections.abc import Iterable, Iterator

import pyarrow as pa

READS = {
    "messages": """
        select message_key, shop, message_id, in_reply_to, reference_ids
        from staging.messages
        order by coalesce(received_at, sent_at), message_key
    """,
}
COLUMNS = {"message_key": "varchar", "shop": "varchar", "conversation_id": "varchar"}
KEY = ("message_key",)


def run(messages: pa.Table) -> dict[str, list]:
    keys = messages["message_key"].to_pylist()
    roots = joined(len(keys), mentions(messages))
    return {
        "message_key": keys,
        "shop": messages["shop"].to_pylist(),
        # The oldest mail names the conversation: later answers do not rename it.
        "conversation_id": [keys[root] for root in roots],
    }


def mentions(messages: pa.Table) -> Iterator[tuple[int, tuple[str | None, str]]]:
    """Each mail's number with each Message-ID it carries or mentions, kept apart by shop."""
    columns = ("shop", "message_id", "in_reply_to", "reference_ids")
    rows = zip(*(messages[name].to_pylist() for name in columns), strict=True)
    for number, (shop, own, parent, references) in enumerate(rows):
        for mentioned in (own, parent, *(references or ())):
            if mentioned:
                yield number, (shop, mentioned)


def joined(size: int, mentioned: Iterable[tuple[int, tuple[str | None, str]]]) -> list[int]:
    """Union-find: for each number the smallest one that it hangs together with."""
    parents = list(range(size))
    first: dict[tuple[str | None, str], int] = {}
    for number, name in mentioned:
        other = first.setdefault(name, number)
        if other != number:
            one, two = root_of(parents, number), root_of(parents, other)
            parents[max(one, two)] = min(one, two)
    return [root_of(parents, number) for number in range(size)]


def root_of(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = number = parents[parents[number]]
    return number
