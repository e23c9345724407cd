"""What a mail is about, by the plainest reading: subject words, order tokens, headers."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

from .mails import Mail
from .shop import Row, Shop

MATCH_WITHIN = timedelta(days=60)  # order_match_window

# First match wins: a cancelled order's mail also says "order", a delay also says "shipping".
KINDS = [
    ("cancelled", r"cancel|storn|annul"),
    ("refunded", r"refund|erstatt|rembours|reembols"),
    ("order_edited", r"updated|changes? to your order|änderung|geändert|modifi"),
    ("delay_notice", r"delay|verzöger|verspät|retard|retras"),
    (
        "pickup_ready",
        r"ready for (pick|collect)|abholbereit|abholung bereit|prête? (à|au|pour)|para recoger",
    ),
    ("invoice", r"invoice|rechnung|factur"),
    ("payment", r"payment|zahlung|paiement|pago recibido"),
    ("delivery_update", r"delivered|zugestellt|livrée?\b|out for delivery|entregado"),
    (
        "shipping_notice",
        r"shipped|shipping confirm|on its way|on the way|dispatch|"
        r"versand|verschickt|unterwegs|expédi|en route|en chemin|enviado|de envío|en camino",
    ),
    (
        "order_confirmation",
        r"order confirm|is confirmed|confirmation of (your )?order|thank you for your order|"
        r"received your order|your order|bestellbestätigung|ihre bestellung|"
        r"confirmation de (votre )?commande|votre commande|est confirmée|"
        r"confirmación de (su )?pedido|su pedido",
    ),
]
NUMBER = r"(?<![\w.-])((?:[A-Z]+-?)?\d{4,6})(?![\w-])"
# A postcode looks like an order number too: in a text, only what is called one is one.
CALLED = (
    r"(?i:#|order|bestellung|commande|pedido|nr\.|no\.|n°|n\.º|number|nummer)[ :#]{0,3}"
    r"(?i:no\.|nr\.|n°|n\.º)? ?#?"
)
REPLY = re.compile(r"^\s*(re|aw|wg|fw|fwd|tr|sv|antw)\s*:", re.I)


def kind_of(mail: Mail) -> str:
    return mail.kind_of_text or kind_by_subject(mail.subject)


@cache
def kind_by_subject(subject: str) -> str:
    if REPLY.match(subject):
        return "reply"
    for kind, words in KINDS:
        if re.search(words, subject, re.I):
            return kind
    return "other"


def order_of(mail: Mail, shop: Shop) -> str | None:
    """An order number in the subject, else a marked one in the text. Where they tell of two
    orders, it is about the one whose customer got it."""
    named = [word for word in (*re.findall(NUMBER, mail.subject),
                               *re.findall(CALLED + NUMBER, mail.text))
             if word in shop.orders]  # fmt: skip
    for word in named if len(set(named)) > 1 else ():
        if (shop.orders[word]["email"] or "").strip().lower() in mail.recipients:
            return word
    return named[0] if named else None


def latest_order(mail: Mail, shop: Shop, orders_of: dict[str, list[Row]]) -> str | None:
    """A mail that names no order is about the recipient's newest order before it."""
    at = accepted_at(mail, shop)
    before = [
        (order.times["placed_at"], order["order_id"])
        for to in mail.recipients
        for order in orders_of.get(to, [])
        if order.times["placed_at"] <= at <= order.times["placed_at"] + MATCH_WITHIN
    ]
    return max(before)[1] if before else None


def order_mails(shop: Shop, kind: str) -> dict[str, list[Mail]]:
    """The shop's automated mails of one kind, by order."""
    found: dict[str, list[Mail]] = {}
    for about, order_id, _, mail in order_mails_of_all_kinds(shop):
        if about == kind:
            found.setdefault(order_id, []).append(mail)
    return found


def order_mails_of_all_kinds(shop: Shop) -> Iterator[tuple[str, str, bool, Mail]]:
    """(kind, order_id, whether a number in it says so, mail)."""
    for mail in shop.mails.values():
        is_ours = shop.is_own(mail.sender) or mail.kind_of_text
        if mail.roles & {"archive", "sent"} and is_ours:
            if mail.message_id not in shop.told_orders:
                order_id = order_of(mail, shop)
                told = order_id or latest_order(mail, shop, shop.orders_of)
                shop.told_orders[mail.message_id] = told, bool(order_id)
            order_id, is_named = shop.told_orders[mail.message_id]
            if order_id:
                yield kind_of(mail), order_id, is_named, mail


def accepted_at(mail: Mail, shop: Shop) -> datetime:
    """When the first mail server took it: its own log, else the bottom Received header."""
    return shop.log.accepted_at.get(mail.message_id) or mail.sent_at
