"""What did the writer newly write: without quotes, forwarded heads and signature?

Of each mail, and of each message in a ticket of the helpdesk. Answers below and between quotes
stay. Who only forwards says what the forwarded mail says.
"""

import re

import pyarrow as pa

from sql.reply_endings import without_ending
from sql.reply_forms import form_message
from sql.reply_lines import any_of, lines_of, next_is_quoted
from sql.reply_own import without_own
from sql.reply_parts import Parts, parts_of
from sql.reply_words import FORWARD_PREFIXES, MOST_POINTER_WORDS, POINTERS

READS = {
    "messages": """
        select
            mails.message_key,
            mails.subject,
            mails.text,
            coalesce(known.direction = 'incoming', false) as is_customers
        from raw.messages as mails
        left join staging.messages as known using (message_key)
        union all
        select
            texts.event_id as message_key,
            texts.subject,
            texts.text,
            coalesce(events.author_role = 'customer', false) as is_customers
        from private.ticket_texts as texts
        left join staging.ticket_events as events using (event_id)
        order by message_key
    """,
    "own_lines": "select line from private.own_lines order by line",
}
TABLE = "private.new_texts"
COLUMNS = {"message_key": "varchar", "new_text": "varchar"}
KEY = ("message_key",)

BATCH = 10_000
NOTHING: frozenset[str] = frozenset()
MOST_FORWARDS = 3  # of a forwarded mail that forwards one
FORWARDED = re.compile(rf"\s*(?:{any_of(FORWARD_PREFIXES)})\s?:", re.IGNORECASE)
MARK = re.compile(r"^\s*> ?")
POINTER = re.compile(rf"(?<!\w)(?:{any_of(POINTERS)})(?!\w)", re.IGNORECASE)


def run(messages: pa.Table, own_lines: pa.Table) -> dict[str, list]:
    own = frozenset(own_lines["line"].to_pylist())
    new_texts: list[str] = []
    for batch in messages.to_batches(BATCH):  # never all the texts at once
        columns = (batch[name].to_pylist() for name in ("text", "subject", "is_customers"))
        new_texts += [
            new_text(text or "", subject or "", own if is_customers else NOTHING)
            for text, subject, is_customers in zip(*columns, strict=True)
        ]
    return {"message_key": messages["message_key"].to_pylist(), "new_text": new_texts}


def new_text(text: str, subject: str = "", own: frozenset[str] = NOTHING) -> str:
    lines = lines_of(text)
    if own:
        lines = without_own(lines, own)
    return newly_written(lines, bool(FORWARDED.match(subject)))


def newly_written(lines: list[str], is_forward: bool, forwards: int = 0) -> str:
    message = form_message(lines)
    if message is not None and own_words(parts_of(message)):  # one that is only quoted is no form
        lines = message
    parts = parts_of(lines)
    written = own_words(parts)
    if parts.below is None or not (is_forward or parts.is_forward) or forwards == MOST_FORWARDS:
        return written
    if written and not only_points(written):
        return written
    below = lines[parts.below :]
    if next_is_quoted(below, 0):
        below = [MARK.sub("", line, count=1) for line in below]
    forwarded = newly_written(below, False, forwards + 1)
    return f"{written}\n\n{forwarded}".strip()


def own_words(parts: Parts) -> str:
    pieces: list[str] = []
    for part in parts.own:
        piece = "\n".join(without_ending(part, is_first=not pieces)).strip()
        if piece:
            pieces.append(piece)
    return "\n".join(pieces)


def only_points(written: str) -> bool:
    """ "See my mail below." """
    return len(written.split()) <= MOST_POINTER_WORDS and bool(POINTER.search(written))
