"""Which incoming mails are inquiries, and what the others are: the first that holds."""

import re

from .decisions import Decision
from .furniture import is_automatic_text, is_list_text, signs_of_spam
from .mails import Mail
from .own_words import unquoted
from .people import MACHINE, People, is_usable
from .shop import Shop
from .thanks import is_mere_thanks
from .tokens import Named

Decisions = dict[tuple[str, str], Decision]
JUNK = re.compile(
    r"\b(junk|spam|bulk mail|indésirables?|unerwünscht\w*|no deseado|pourriel)\b", re.I
)
CHOSEN = {"inquiry", "auto_reply", "bounce", "bulk", "internal", "spam", "no_answer_needed"}


def incoming_kinds(
    shop: Shop, people: People, named: dict[str, Named], decisions: Decisions
) -> dict[str, str]:
    """Message-ID -> kind, of every mail that came to us."""
    settled = {
        f"<{name.strip('<>')}>"
        for (kind, message_id), one in decisions.items()
        if kind == "no_answer_needed"
        for name in [message_id, *one.payload.get("message_ids", [])]
    }
    kinds: dict[str, str] = {}
    for mail in shop.mails.values():
        if not is_incoming(mail, shop, people):
            continue
        said = decisions.get(("mail_kind", mail.message_id))
        if said and said.payload.get("kind") in CHOSEN:
            kinds[mail.message_id] = said.payload["kind"]
        elif mail.message_id in settled:
            kinds[mail.message_id] = "no_answer_needed"
        else:
            kinds[mail.message_id] = kind_of_incoming(mail, people, named[mail.message_id])
    return kinds


def is_incoming(mail: Mail, shop: Shop, people: People) -> bool:
    """A mail of ours that also lies where sent mail lies went out, wherever its copies came in."""
    if "inbox" not in mail.roles:
        return False
    return not shop.is_own(mail.sender) or people.is_form(mail) or mail.roles == {"inbox"}


def kind_of_incoming(mail: Mail, people: People, named: Named) -> str:
    if report := report_kind(mail):
        return report
    if not people.is_form(mail):
        if found := by_header(mail):
            return found
        if people.shop.is_own(mail.sender):
            return "internal"
    customer = people.customer(mail) or ""
    if is_spam(mail, people, named, customer):
        return "spam"
    if is_automatic_text(named.words):
        return "auto_reply"
    if is_list_text(unquoted(mail)) and not people.is_customer(customer):
        return "bulk"
    if is_mere_thanks(named.words):
        return "no_answer_needed"
    return "inquiry" if is_usable(mail) else "other"


def report_kind(mail: Mail) -> str | None:
    for part in mail.raw.walk():
        kind = part.get_content_type()
        if kind == "text/calendar" and str(part.get_param("method", "")).upper() == "REPLY":
            return "auto_reply"
        if kind == "message/delivery-status":
            return "bounce"
        if kind in ("message/disposition-notification", "message/feedback-report"):
            return "auto_reply"
        if kind == "message/rfc822":
            break
    return "bounce" if mail.is_report else None


def by_header(mail: Mail) -> str | None:
    """An absence note has a null sender as well: what it says of itself comes first."""
    if mail.is_auto:
        return "auto_reply"
    is_null = str(mail.raw.get("Return-Path", "-")).strip() == "<>"
    if is_null or MACHINE.match(mail.sender):
        return "bounce"
    return "bulk" if mail.is_bulk else None


def is_spam(mail: Mail, people: People, named: Named, customer: str) -> bool:
    """Of somebody who ordered only the mailbox's own word counts, no filter's header, no text."""
    if any(JUNK.search(name) for name in mail.folders) or mail.flags & {"\\junk", "$junk"}:
        return True
    if people.is_customer(customer):
        return False
    yes = str(mail.raw.get("X-Spam-Flag", "")) + " " + str(mail.raw.get("X-Spam-Status", ""))
    if re.search(r"\byes\b", yes, re.I):
        return True
    ours = (one.strip("<>").rpartition("@")[2] in people.shop.domains for one in mail.references)
    if named.orders or any(ours):
        return False
    return signs_of_spam(mail.subject, named.words) >= 2
