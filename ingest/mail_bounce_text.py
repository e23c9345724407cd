"""Delivery reports in plain text: Postfix, Exim, qmail, Sendmail, Exchange, Domino and kin.

They differ in their words and agree in their form: an address at the head of a line, and in it or
below it what the server said. All is read line by line, and of each line only its beginning.
"""

import re
from dataclasses import replace

from ingest.mail_addresses import addresses, first_address
from ingest.mail_bounce_blocks import Blocks, blocks_in, groups_of_fields, named_anywhere
from ingest.mail_bounce_codes import Told, told
from ingest.mail_bounce_phrases import (
    COPY,
    is_about_delay,
    is_about_delivery,
    is_bounce_subject,
)
from ingest.mail_headers import Headers
from ingest.mail_reports import MAX_RECIPIENTS, told_in_fields
from ingest.mail_words import header_text

MAX_TEXT, MAX_LINE = 200_000, 1_000
_PHASE = re.compile(r"in reply to [A-Za-z ]{3,30} command", re.IGNORECASE)
DAEMONS = ("mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon", "microsoftexchange")


def told_in_text(headers: Headers, text: str) -> list[Told]:
    """What a report without a part for machines says of each recipient."""
    named = addresses(headers, "x-failed-recipients")[:MAX_RECIPIENTS]
    subject = header_text(headers.first("subject") or b"", set()).lower()
    lines = own_lines(text)
    words = "\n".join([subject, *lines]).lower()
    if not named:
        is_known = is_from_a_daemon(headers) or is_bounce_subject(subject)
        if not is_known or not is_about_delivery(words):
            return []
    if found := told_in_fields(groups_of_fields(lines)):
        return completed(found, text)
    action = "delayed" if is_about_delay(words) else "failed"
    blocks = _of_named(named, lines) if named else blocks_in(lines)
    blocks = blocks or named_anywhere(lines, addresses(headers, "to"))
    return [told(to, action, "", "\n".join(said)) for to, said in blocks.items()][:MAX_RECIPIENTS]


def completed(found: list[Told], text: str) -> list[Told]:
    """What only the part for people says: the server's words, or at which command it said them."""
    if not found or all("reply to" in (one.diagnostic or "") for one in found):
        return found
    blocks = blocks_in(own_lines(text))
    if len(blocks) == len(found) == 1:  # an alias may stand in one of the two
        return [_completed(found[0], "\n".join(*blocks.values()))]
    return [_completed(one, "\n".join(blocks.get(one.recipient or "", []))) for one in found]


def _completed(one: Told, words: str) -> Told:
    if one.diagnostic is None:
        return told(one.recipient, one.action, one.status or "", words)
    phase = _PHASE.search(" ".join(words.split()))
    if phase is None or phase[0].lower() in one.diagnostic.lower():
        return one
    return replace(one, diagnostic=f"{one.diagnostic} ({phase[0]})")


def is_from_a_daemon(headers: Headers) -> bool:
    address, name = first_address(headers, "from")
    bare = (headers.first("from") or b"").decode("ascii", "replace").strip('<" ')
    return any((word or "").lower().startswith(DAEMONS) for word in (address, name, bare))


def own_lines(text: str) -> list[str]:
    """The report's own lines, without the copy of the mail below them."""
    own: list[str] = []
    for line in text[:MAX_TEXT].splitlines():
        if COPY.match(line[:MAX_LINE]):
            break
        own.append(line[:MAX_LINE])
    return own


def _of_named(named: list[str], lines: list[str]) -> Blocks:
    """A header names the failed recipients; the text tells what the server said of each."""
    if blocks := blocks_in(lines, wanted=frozenset(named)):
        missing = [to for to in named if to not in blocks] if len(blocks) < len(named) else []
        return blocks | {to: [] for to in missing}
    others = list(blocks_in(lines).values())
    if len(others) != len(named):
        others = [lines] * len(named)
    return dict(zip(named, others, strict=True))
