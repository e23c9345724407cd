"""What a mail is about, by the plainest reading: subject words, order tokens, headers."""

import re

from .mails import Mail
from .shop import Shop

# First match wins: a cancelled order's mail also says "order", a delay also says "shipping".
KINDS = [
    ("cancelled", r"cancel|storn|annul"),
    ("refunded", r"refund|erstatt|rembours"),
    ("delay_notice", r"delay|verzöger|verspät|retard"),
    (
        "pickup_ready",
        r"ready for (pick|collect)|abholbereit|bereit zur abholung|prête? (à|au|pour)",
    ),
    ("invoice", r"invoice|rechnung|facture"),
    ("payment", r"payment|zahlung|paiement"),
    ("delivery_update", r"delivered|zugestellt|livrée?\b|out for delivery"),
    (
        "shipping_notice",
        r"shipped|on its way|on the way|dispatch|versandt|verschickt|versand|unterwegs|expédi|"
        r"en route|en chemin",
    ),
    (
        "order_confirmation",
        r"order confirm|confirmation of (your )?order|thank you for your order|received your order|"
        r"your order|bestellbestätigung|ihre bestellung|deine bestellung|auftragsbestätigung|"
        r"confirmation de (votre )?commande|votre commande|commande confirmée",
    ),
]
REPLY = re.compile(r"^\s*(re|aw|wg|fw|fwd|tr|sv|antw)\s*:", re.I)


def kind_of(mail: Mail) -> str:
    if REPLY.match(mail.subject):
        return "reply"
    for kind, words in KINDS:
        if re.search(words, mail.subject, re.I):
            return kind
    return "other"


def order_of(mail: Mail, shop: Shop) -> str | None:
    """An order number in the subject, else a marked one in the text, else any known one there."""
    for tokens in (
        re.findall(r"#?(?<![\w.])(\d{5})(?![\w])", mail.subject),
        re.findall(r"#(\d{5})(?!\w)", mail.text),
        re.findall(r"(?<![\w.#-])(\d{5})(?![\w-])", mail.text),
    ):
        known = [token for token in tokens if token in shop.orders or f"#{token}" in shop.orders]
        if known:
            return known[0] if known[0] in shop.orders else f"#{known[0]}"
    return None


def order_mails(shop: Shop, kind: str) -> dict[str, list[Mail]]:
    """The shop's automated mails of one kind, by order."""
    found: dict[str, list[Mail]] = {}
    for mail in shop.mails.values():
        if mail.roles & {"archive", "sent"} and shop.is_own(mail.sender) and kind_of(mail) == kind:
            order = order_of(mail, shop)
            if order:
                found.setdefault(order, []).append(mail)
    return found


def accepted_at(mail: Mail, shop: Shop):
    """When the first mail server took it: its own log, else the bottom Received header."""
    return shop.log.accepted_at.get(mail.message_id) or mail.sent_at
