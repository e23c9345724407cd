"""Who writes to whom, and where answers go: rules 11 to 15."""

from collections.abc import Callable
from functools import partial

from .mail_faults import CONFIRMATION, CRITICAL, MAJOR, NOTICE, Fault, Faults, Find, Told, put
from .said import Said
from .undelivered import typo_in

KINDS = (CONFIRMATION, NOTICE)
FOREIGN = (("nordlicht", "nordlicht-versand.example"), ("fjordkind", "fjordkind-mail.example"))
FOREIGN_DOMAIN = dict(FOREIGN)
NOBODY_READS = (
    "noreply@{}", "no-reply@{}", "do_not_reply@{}", "nepasrepondre@{}", "nicht-antworten@{}",
    "No.Reply@{}", "no-responder@{}", "keine.antwort@{}", "ne-pas-repondre@{}", "donotreply@{}",
)  # fmt: skip
NAMES = ("Versandservice", "Paketbote", "Order Desk", "Mailer")
OTHER_CONTACTS = (
    "kundenservice@{domain}", "hilfe@{shop}-shop.example", "+49 40 555 0199", "sales@{domain}",
    "{support}, +49 40 5550188",
)  # fmt: skip


def sender_faults() -> Faults:
    return [*_recipients(), *_senders(), *_answers(), *_contacts()]


def _recipients() -> Faults:
    wrong = Find("WRONG_RECIPIENT", "recipient", CRITICAL)
    sent_to: dict[str, Callable[[Told], str]] = {
        "other customer": lambda told: told.other.customer.address,
        "typing error": lambda told: typo_in(told.order.customer.address),
        "other name": lambda told: f"x{told.order.customer.address}",
        "other host": lambda told: told.order.customer.address.replace("@", "@old."),
    }
    same: dict[str, Callable[[Told], str]] = {
        "tag": lambda told: told.order.customer.address.replace("@", "+orders@"),
        "capitals": lambda told: told.order.customer.address.upper(),
        "capital": lambda told: told.order.customer.address.capitalize(),
    }
    return [
        *(Fault("WRONG_RECIPIENT", kind, _to_one, (wrong,), plan=partial(_send_to, to))
          for to in sent_to.values() for kind in KINDS),
        *(Fault("WRONG_RECIPIENT", kind, _to_one, plan=partial(_send_to, to))
          for to in same.values() for kind in KINDS),
        Fault("WRONG_RECIPIENT", NOTICE, _to_us_too),
    ]  # fmt: skip


def _send_to(to: Callable[[Told], str], told: Told) -> None:
    told.sent.recipient = to(told)


def _to_one(said: Said, told: Told) -> None:
    said.to = [told.sent.recipient]


def _to_us_too(said: Said, told: Told) -> None:
    said.to = [told.order.brand.support, told.order.customer.address]


def _senders() -> Faults:
    def domain(said: Said, told: Told) -> None:
        said.from_address = f"shop@{FOREIGN_DOMAIN[said.shop]}"

    def subdomain(said: Said, told: Told) -> None:
        said.from_address = f"orders@mail.{told.order.brand.domain}"

    def capitals(said: Said, told: Told) -> None:
        said.from_address, said.from_name = said.from_address.upper(), said.from_name.upper()

    faults = [Fault("SENDER_WRONG", kind, domain, (Find("SENDER_WRONG", "domain", MAJOR),))
              for kind in KINDS]  # fmt: skip
    for place, name in enumerate(NAMES):
        found = Find("SENDER_WRONG", "name", MAJOR)
        faults.append(Fault("SENDER_WRONG", KINDS[place % 2], _as(from_name=name), (found,)))
    for kind in KINDS:
        found = Find("SENDER_WRONG", "dmarc", MAJOR)
        faults.append(Fault("SENDER_WRONG", kind, _as(dmarc="fail"), (found,)))
        faults.append(Fault("SENDER_WRONG", kind, subdomain))
        faults.append(Fault("SENDER_WRONG", kind, _as(dmarc="pass")))
        faults.append(Fault("SENDER_WRONG", kind, _as(dmarc="none")))
        faults.append(Fault("SENDER_WRONG", kind, capitals))
    return faults


def _as(**fields: str) -> Callable[[Said, Told], None]:
    def change(said: Said, told: Told) -> None:
        for name, value in fields.items():
            setattr(said, name, value)

    return change


def _answers() -> Faults:
    found = (Find("REPLY_DEAD_END", "reply_to", CRITICAL),)

    def to(form: str) -> Callable[[Said, Told], None]:
        def change(said: Said, told: Told) -> None:
            said.reply_to = form.format(told.order.brand.domain)

        return change

    def foreign(said: Said, told: Told) -> None:
        said.reply_to = f"support@{FOREIGN_DOMAIN[said.shop]}"

    def from_nobody(said: Said, told: Told) -> None:
        said.from_address = f"noreply@{told.order.brand.domain}"

    def capitals(said: Said, told: Told) -> None:
        said.reply_to = told.order.brand.support.upper()

    forms = [*NOBODY_READS, "sales@{}", "service-team@{}"]
    return [
        *(Fault("REPLY_DEAD_END", KINDS[n % 2], to(form), found) for n, form in enumerate(forms)),
        Fault("REPLY_DEAD_END", CONFIRMATION, foreign, found),
        *(Fault("REPLY_DEAD_END", kind, change) for kind in KINDS
          for change in (from_nobody, capitals)),
    ]  # fmt: skip


def _contacts() -> Faults:
    def holds(form: str) -> Callable[[Said, Told], None]:
        def change(said: Said, told: Told) -> None:
            brand = told.order.brand
            said.slots["CONTACT_INFO"] = form.format(
                domain=brand.domain, shop=brand.shop, support=brand.support
            )

        return change

    found = (Find("CONTACT_WRONG", "contact", MAJOR),)
    near = ("https://www.{domain}/help", "<{support}>", "{support} (8–18)")
    return [
        *(Fault("CONTACT_WRONG", KINDS[n % 2], holds(form), found)
          for n, form in enumerate(OTHER_CONTACTS)),
        *(Fault("CONTACT_WRONG", KINDS[n % 2], holds(form)) for n, form in enumerate(near)),
        Fault("CONTACT_WRONG", NOTICE, put(CONTACT_INFO="https://www.nordlicht.example/hilfe"),
              fits=lambda told: told.order.brand.shop == "nordlicht"),
    ]  # fmt: skip
