"""Who a mail is between: the outside person on it, and us."""

import re
from dataclasses import dataclass, field

from .mails import Mail
from .seeds import Seeds
from .shop import Shop

MACHINE = re.compile(r"^(mailer-daemon|postmaster)@", re.I)
UNANSWERABLE = re.compile(r"^(no|do-?not|ne-?pas)[-_.]?(reply|repondre|responder)\b.*@", re.I)


@dataclass
class People:
    """A shop's own people, its form services, and its customers."""

    shop: Shop
    forms: list[tuple[str, str]] = field(default_factory=list)  # address or @domain, since

    @classmethod
    def of(cls, shop: Shop, seeds: Seeds) -> "People":
        rows = [row for row in seeds.contact_forms if row["shop"] in (shop.name, "*")]
        forms = [(row["address"].lower(), row.get("valid_from_day") or "") for row in rows]
        return cls(shop, forms)

    def is_form(self, mail: Mail) -> bool:
        """Our own form writes in our name; a form service in its own. The customer is Reply-To."""
        if not mail.reply_to or self.shop.is_own(mail.reply_to):
            return False
        domain = "@" + mail.sender.rpartition("@")[2]
        day = mail.received_at.date().isoformat()
        return self.shop.is_own(mail.sender) or any(
            address in (mail.sender, domain) and since <= day for address, since in self.forms
        )

    def customer(self, mail: Mail) -> str | None:
        """Of an incoming mail; None: only we are on it."""
        if self.is_form(mail):
            return mail.reply_to
        return None if self.shop.is_own(mail.sender) else mail.sender or None

    def outside(self, mail: Mail) -> set[str]:
        """Every person on it who is none of ours; a form service is nobody."""
        is_form = self.is_form(mail) and "inbox" in mail.roles
        writer = mail.reply_to if is_form else mail.sender
        return {one for one in [writer, *mail.recipients] if one and not self.shop.is_own(one)}

    def is_customer(self, address: str) -> bool:
        """Somebody ordered with that address."""
        return address in self.shop.orders_of


def is_usable(mail: Mail) -> bool:
    if not mail.sender or MACHINE.match(mail.sender):
        return False
    return not UNANSWERABLE.match(mail.sender) or bool(mail.reply_to)
