"""Which known orders of its shop does each mail name, where, and how surely?

A number counts as a whole token. One that could be anything (few digits, no letter) needs an order
word or # before it, or a mail between the shop and that order's customer. One pass per mail.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

import pyarrow as pa

READS = {
    "messages": """
        select message_key, mails.shop, mails.customer_key, said.subject, said.text, said.new_text
        from staging.messages as mails
        inner join private.messages as said using (message_key)
        where mails.shop is not null
        union all
        select message_key, shop, customer_key, subject, text, new_text from private.ticket_words
        order by message_key
    """,
    "orders": """
        select coalesce(orders.shop, shipments.shop) as shop,
            coalesce(orders.order_id, shipments.order_id) as order_id,
            min(orders.customer_key) as customer_key
        from staging.orders as orders
        full join staging.shipments as shipments
            on shipments.shop = orders.shop and shipments.order_id = orders.order_id
        group by all
        order by all
    """,
}
COLUMNS = {
    "message_key": "varchar",
    "shop": "varchar",
    "order_id": "varchar",
    "position": "varchar",  # subject, text, quoted: the best place it stands in
    "strength": "integer",  # 3 said to be an order, 2 cannot be much else, 1 the customer's own
    "is_customers": "boolean",
    "place": "integer",  # characters before it
}
KEY = ("message_key", "order_id")

LONGEST = 200_000
MOST_HITS = 100  # of one part of a mail
SHORT = 7  # digits; so few could be a price, a year, a postcode
TOKEN = re.compile(r"[^\W_]+(?:[-_/.,][^\W_]+)*")
PIECE = re.compile(r"[^\W_]+")
ORDER_WORDS = ("order", "bestell", "auftrag", "commande", "pedido", "compra")
OTHER_WORDS = tuple((
    "invoice rechnung factur customer kunde client article artikel track sendung ticket phone "
    "telefon postcode plz item sku"
).split())
REACH = 40  # characters in which the word before a number is looked for
RANKS = {"subject": 0, "text": 1, "quoted": 2}

Known = dict[str, tuple[str, str | None]]  # token: order and its customer


def run(messages: pa.Table, orders: pa.Table) -> dict[str, list]:
    shops, pieces = known_orders(orders)
    rows = []
    for mail in messages.to_pylist():
        shop = mail["shop"]
        found: dict[str, tuple] = {}
        for position, text in parts(mail):
            if pieces[shop].isdisjoint(PIECE.findall(text.lower())):
                continue
            for mention in mentions(text, shops[shop], mail["customer_key"]):
                order_id, strength, is_customers, place = mention
                row = (position, strength, is_customers, place)
                if order_id not in found or better(row, found[order_id]):
                    found[order_id] = row
        rows += [(mail["message_key"], shop, order_id, *row) for order_id, row in found.items()]
    return {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}


def better(one: tuple, other: tuple) -> bool:  # place, then how sure, then the nearer
    return (RANKS[one[0]], -one[1], one[3]) < (RANKS[other[0]], -other[1], other[3])


def known_orders(orders: pa.Table) -> tuple[dict[str, Known], dict[str, set[str]]]:
    """By shop: each order's token, and the pieces whose absence clears a mail at once."""
    shops: dict[str, Known] = defaultdict(dict)
    pieces: dict[str, set[str]] = defaultdict(set)
    for row in orders.to_pylist():
        token = row["order_id"].strip().lstrip("#").lower()
        if TOKEN.fullmatch(token):
            shops[row["shop"]][token] = (row["order_id"], row["customer_key"])
            pieces[row["shop"]].add(PIECE.findall(token)[-1])
    return shops, pieces


def parts(mail: dict) -> Iterator[tuple[str, str]]:
    yield "subject", mail["subject"] or ""
    new, whole = mail["new_text"] or "", (mail["text"] or "")[:LONGEST]
    yield "text", new
    if len(new) < len(whole.strip()):
        yield "quoted", whole


def mentions(
    text: str, known: Known, customer_key: str | None
) -> Iterator[tuple[str, int, bool, int]]:
    for token, start in islice(tokens(text.lower(), known), MOST_HITS):
        order_id, owner = known[token]
        is_customers = owner is not None and owner == customer_key
        strength = strength_of(text[max(0, start - REACH) : start].lower(), token, is_customers)
        if strength:
            yield order_id, strength, is_customers, start


def tokens(text: str, known: Known) -> Iterator[tuple[str, int]]:
    for match in TOKEN.finditer(text):
        token = match[0]
        if token in known:
            yield token, match.start()
        elif "." in token or "," in token:  # "Nr.1001", and lists such as 1001,1002
            yield from inside(match, known)


def inside(match: re.Match, known: Known) -> Iterator[tuple[str, int]]:
    pieces = list(re.finditer(r"[^.,]+", match[0]))
    others = [piece[0] for piece in pieces if piece[0] not in known]
    if all(other.isalpha() for other in others):  # else an amount: 1001,50
        for piece in pieces:
            if piece[0] in known:
                yield piece[0], match.start() + piece.start()


def strength_of(before: str, token: str, is_customers: bool) -> int:
    word, is_plain = last_word(before), token.isdigit() and len(token) <= SHORT
    marked = before.endswith("#") and not PIECE.findall(f"a {before}")[-1].startswith(OTHER_WORDS)
    if word == "other" and is_plain and not marked:
        return int(is_customers)  # the number of the customer's own order is hardly another's
    if word == "order" or before.endswith("#"):
        return 3
    return 1 if is_plain and is_customers else 0 if is_plain else 2


def last_word(before: str) -> str | None:
    """Which noun stands nearest before a number: one for orders, for something else, or none."""
    for word in reversed(PIECE.findall(before)[-4:]):
        if word.startswith(OTHER_WORDS):
            return "other"
        if word.startswith(ORDER_WORDS):
            return "order"
    return None
