"""What does each subject say without its reply prefixes, and which kind of mail is it by that?"""

import re
from functools import lru_cache

import pyarrow as pa

from sql.ticket_tokens import ticket_token
from sql.trouble import Trouble

READS = {
    "messages": """
        select message_key, subject from raw.messages
        union all
        select event_id as message_key, subject from private.ticket_texts
        order by message_key
    """,
    "kinds": "select kind, pattern from seeds.mail_kinds order by priority, kind, locale, pattern",
}
TABLE = "private.subjects"
COLUMNS = {
    "message_key": "varchar",
    "bare_subject": "varchar",
    "has_reply_prefix": "boolean",
    "kind": "varchar",
    "ticket_token": "varchar",
}
KEY = ("message_key",)

KINDS = {
    "order_confirmation", "payment", "order_edited", "cancelled", "refunded", "delay_notice",
    "shipping_notice", "delivery_update", "pickup_ready", "invoice", "auto_reply", "other",
}  # fmt: skip
PREFIX = re.compile(
    r"\s*(?:re|aw|antw|antwort|sv|vs|rv|wg|fwd?|tr|réf?|rép|r)\s?(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?:",
    re.IGNORECASE,
)
LONGEST = 300  # characters of a subject that are looked at
DIGITS = re.compile(r"\d+")


def run(messages: pa.Table, kinds: pa.Table) -> dict[str, list]:
    patterns = [(row["kind"], compiled(**row)) for row in kinds.to_pylist()]

    @lru_cache(maxsize=20_000)  # subjects differ mostly in their numbers
    def kind_of(shape: str) -> str | None:
        return next((kind for kind, pattern in patterns if pattern.search(shape)), None)

    @lru_cache(maxsize=20_000)
    def may_name_ticket(shape: str) -> bool:
        return ticket_token(shape.replace("0", "333")) is not None  # of digits enough for any form

    subjects = [bare(subject or "") for subject in messages["subject"].to_pylist()]
    shapes = [DIGITS.sub("0", subject) for subject, _ in subjects]
    return {
        "message_key": messages["message_key"].to_pylist(),
        "bare_subject": [subject for subject, _ in subjects],
        "has_reply_prefix": [has_prefix for _, has_prefix in subjects],
        "kind": [kind_of(shape) for shape in shapes],
        "ticket_token": [
            ticket_token(subject) if may_name_ticket(shape) else None
            for (subject, _), shape in zip(subjects, shapes, strict=True)
        ],
    }


def compiled(kind: str, pattern: str) -> re.Pattern:
    place = f"seeds/mail_kinds.csv, kind {kind}, pattern {pattern}"
    if kind not in KINDS:
        raise Trouble(f"{place}: no such kind of mail; one of {', '.join(sorted(KINDS))}")
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise Trouble(f"{place}: not a regular expression ({error}); mend the pattern") from error


def bare(subject: str) -> tuple[str, bool]:
    """The subject in lower case without reply prefixes, and whether it had one."""
    rest = " ".join(subject[:LONGEST].lower().split())
    has_prefix = False
    while prefix := PREFIX.match(rest):
        rest, has_prefix = rest[prefix.end() :].lstrip(), True
    return rest, has_prefix
