"""From a customer's oldest unanswered message to the first human answer."""

import re
from datetime import datetime

from .bounces import failed
from .confirmations import local_day
from .coverage import needed, present
from .mails import Mail
from .recognise import accepted_at, order_of
from .seeds import Seeds
from .shop import Shop

REPLIES = {"replies", "sent"}
DAEMON = re.compile(r"^(mailer-daemon|postmaster|no-?reply|bounce)", re.I)
THANKS = re.compile(r"\b(thank|thanks|thx|danke|vielen dank|merci|perfect|perfekt|parfait)\b", re.I)
BUT = re.compile(
    r"\?|merci d['’e]|\b(but|aber|mais|not|nicht|kein|pas|still|noch|please|bitte)\b", re.I
)
QUOTE = re.compile(
    r"(?m)^\W*(>|_{5,}|-{5,}|(from|von|de) ?: |(on|am|le) .{5,120}\b(wrote|schrieb|écrit)\b)", re.I
)


def waits(shop: Shop, seeds: Seeds) -> dict[str, dict]:
    """Message-ID of a wait's first message -> started_at, answered_at, outcome."""
    found: dict[str, dict] = {}
    lost = failed(shop)
    for talk in conversations(shop).values():
        opened: dict | None = None
        for at, mail, part in sorted(talk, key=lambda one: (one[0], one[1].message_id)):
            if part == "customer":
                if opened and quotes_unread(mail, shop):
                    opened["is_unseen"] = True
                    opened = None
                if opened is None and not is_mere_thanks(mail):
                    opened = {"started_at": at, "answered_at": None, "who": customer_of(mail, shop)}
                    found[mail.message_id] = opened
            elif opened and opened["who"] in mail.recipients:
                if (mail.message_id, opened["who"]) in lost:
                    continue  # an answer that came back was never visible to the customer
                if part == "human":
                    opened["answered_at"] = at
                    opened = None
                else:
                    opened["has_bot_answer"] = True
    for wait in found.values():
        wait["outcome"] = outcome(shop, seeds, wait)
    return found


def conversations(shop: Shop) -> dict[int, list[tuple[datetime, Mail, str]]]:
    """Mails of one thread, or of one customer about one order, put together."""
    talk_of: dict[object, int] = {}
    talks: dict[int, list[tuple[datetime, Mail, str]]] = {}
    for at, mail, part in sorted(parts(shop), key=lambda one: (one[0], one[1].message_id)):
        keys: list[object] = [mail.message_id, *mail.references]
        order = order_of(mail, shop)
        whom = [customer_of(mail, shop)] if part == "customer" else mail.recipients
        keys += [(who, order) for who in whom if order]
        known = sorted({talk_of[key] for key in keys if key in talk_of})
        number = known[0] if known else len(talk_of)
        for other in known[1:]:
            talks.setdefault(number, []).extend(talks.pop(other))
            talk_of = {key: number if talk == other else talk for key, talk in talk_of.items()}
        talk_of |= dict.fromkeys(keys, number)
        talks.setdefault(number, []).append((at, mail, part))
    return talks


def parts(shop: Shop) -> list[tuple[datetime, Mail, str]]:
    """Who speaks in each mail that belongs to an inquiry: customer, human or bot."""
    found = []
    for mail in shop.mails.values():
        if "inbox" in mail.roles and customer_of(mail, shop) and is_inquiry(mail):
            found.append((mail.received_at, mail, "customer"))
        elif shop.is_own(mail.sender) and mail.roles & {"archive", *REPLIES}:
            if mail.roles & REPLIES and not mail.is_auto:
                found.append((accepted_at(mail, shop), mail, "human"))
            elif mail.is_auto:
                found.append((accepted_at(mail, shop), mail, "bot"))
    return found


def customer_of(mail: Mail, shop: Shop) -> str | None:
    """The sender; on our own contact form's mails the address to reply to; None: only we."""
    if not shop.is_own(mail.sender):
        return mail.sender or None
    return mail.reply_to if mail.reply_to and not shop.is_own(mail.reply_to) else None


def is_inquiry(mail: Mail) -> bool:
    return not (mail.is_auto or mail.is_bulk or mail.is_report or DAEMON.match(mail.sender))


def is_mere_thanks(mail: Mail) -> bool:
    """One short paragraph of thanks between greeting and name, asking nothing."""
    own = QUOTE.split(mail.text)[0]
    said = [part.strip() for part in re.split(r"\n\s*\n", own) if part.strip()]
    said = [part for part in said if not part.endswith(",")][:1]
    return bool(said and len(said[0]) < 80 and THANKS.search(said[0]) and not BUT.search(said[0]))


def quotes_unread(mail: Mail, shop: Shop) -> bool:
    """The customer refers to a mail of ours that lies in no folder we read."""
    ours = [one for one in mail.references if one.strip("<>").rpartition("@")[2] in shop.domains]
    return any(one not in shop.mails for one in ours)


def outcome(shop: Shop, seeds: Seeds, wait: dict) -> str:
    started_at, answered_at = wait["started_at"], wait["answered_at"]
    day = local_day(started_at, shop.zone)
    due_at = started_at + seeds.seconds("reply_target", shop.name, day)
    if answered_at:
        return "in_time" if answered_at <= due_at else "late"
    if wait.get("is_unseen"):
        return "answered_unseen"
    read_from, read_until = needed(shop.paths, REPLIES)
    if read_from is None or read_until is None or started_at < read_from:
        return "unknown"
    if read_until > due_at:
        return "overdue"
    now = present(shop.paths)
    if now and now > due_at:
        return "unknown"
    return waiting(wait, read_until, due_at - seeds.seconds("due_soon_within", shop.name, day))


def waiting(wait: dict, read_until: datetime, soon_at: datetime) -> str:
    if wait.get("has_bot_answer"):
        return "bot"
    return "due_soon" if read_until >= soon_at else "open"
