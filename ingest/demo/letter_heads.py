"""Headers of the support mailbox's letters: route, dates, threads and the marks of machines."""

from datetime import datetime
from random import Random

from .clock import seconds
from .events import Letter
from .mime import Header, date_text, encoded, mailbox
from .routes import received
from .seeds import FORM_SERVICE

UNLOGGED = "4ZZtop0001z"  # the second brand's mails pass no log of ours
CUSTOMERS = ("inquiry", "form", "service_form", "reminder", "thanks")
NULL_SENDERS = ("out_of_office", "read_receipt")
FORM_NAMES = {"form": "Kontaktformular", "service_form": "Website Forms"}
MARKS: dict[str, list[list[Header]]] = {
    "bot": [[("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")]],
    "out_of_office": [
        [("Auto-Submitted", "auto-replied")],
        [("X-Autoreply", "yes"), ("Precedence", "auto_reply")],
        [("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")],
    ],
    "bulk": [[
        ("List-Id", "Trade weekly <weekly.tradeweekly.example>"),
        ("List-Unsubscribe", "<https://tradeweekly.example/off>"),
        ("Precedence", "bulk"),
    ]],
    "newsletter": [[
        ("List-Id", "Newsletter <newsletter.{domain}>"),
        ("List-Unsubscribe", "<https://{domain}/off>"),
    ]],
    "spam": [[("X-Spam-Flag", "YES")]],
    "spam_status": [[("X-Spam-Status", "Yes, score=11.2 required=5.0 tests=BAYES_99")]],
}  # fmt: skip


def heads(letter: Letter, subject: str, queue: str, random: Random) -> list[Header]:
    style = random.choice("bq")
    headers = [
        *_route(letter, queue, random),
        ("Date", date_text(_date(letter, random), letter.brand.zone)),
        ("From", _from(letter, style)),
        ("To", mailbox(*letter.to)),
        ("Subject", encoded(subject, style)),
        ("Message-ID", f"<{letter.message_id}>"),
    ]
    if letter.is_form:
        headers.append(("Reply-To", mailbox(*letter.sender, style)))
    answered = letter.answers.message_id if letter.answers else None
    named = letter.parent_id if letter.parent_id is not None else answered
    parent = letter.unseen_id or named
    if parent:
        headers.append(("In-Reply-To", f"<{parent}>"))
    if letter.references:
        headers.append(("References", "\r\n ".join(f"<{one}>" for one in letter.references)))
    if letter.is_nameless:
        headers = [header for header in headers if header[0] != "Message-ID"]
    marks = random.choice(MARKS.get(letter.kind, [[]]))
    return headers + [(name, value.format(domain=letter.brand.domain)) for name, value in marks]


def _from(letter: Letter, style: str) -> str:
    if letter.is_form:
        return mailbox(FORM_NAMES[letter.kind], written_from(letter))
    return mailbox(*letter.sender, style)


def written_from(letter: Letter) -> str:
    """A form writes in its own name."""
    match letter.kind:
        case "form":
            return f"form@{letter.brand.domain}"
        case "service_form":
            return FORM_SERVICE
        case _:
            return letter.sender[1]


def _route(letter: Letter, queue: str, random: Random) -> list[Header]:
    if not letter.is_incoming:
        return []  # a Sent folder's copy never travelled
    sender = written_from(letter)
    is_null = letter.kind in NULL_SENDERS
    return received(letter.brand, letter.at, sender, queue, letter.to[1], random, is_null)


def _date(letter: Letter, random: Random) -> datetime:
    """Customers' own clocks are wrong now and then; the server's is what counts."""
    if not letter.is_incoming or letter.kind not in CUSTOMERS or random.random() > 0.1:
        return letter.at
    return letter.at + seconds(random.choice((-86_000, -3600, -420, 300, 3600, 7200)))
