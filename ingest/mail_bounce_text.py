"""Delivery reports in plain text: Postfix, Exim, qmail, Sendmail, Exchange, Domino and kin.

They differ in their words and agree in their form: an address at the head of a line, and in it or
below it what the server said. All is read line by line, and of each line only its beginning.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.mail_addresses import addresses, first_address
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

MAX_TEXT, MAX_LINE, MAX_BLOCK = 200_000, 1_000, 60
DAEMONS = ("mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon", "microsoftexchange")
# Possessive: an address is taken whole, and no sign is looked at twice.
_ADDRESS = r"[^\s<>\"'(),;:\[\]@|/]{1,100}+@[^\s<>\"'(),;:\[\]@|/]{1,255}+"
_HEAD = re.compile(
    r"[ \t]{0,40}"
    r"(?:(?:final-|original-)?recipient[ \t]{0,4}:[ \t]{0,20})?"
    r"(?:\[smtp:|rfc822;)?[ \t]{0,4}([45]\d\d[ -](?:[45]\.\d\.\d{1,3}[ ])?)?"
    rf"[<'\"(]{{0,2}}({_ADDRESS})"
    r"[>'\")\]]{0,3}[ \t]{0,4}(?:$|[:.,<(]|on \w|(?<=\.\.\.))",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"[ \t]{{0,40}}[^<>()@:,]{{1,80}}()[(<](?:mailto:)?({_ADDRESS})[)>]", re.IGNORECASE
)
_PARENT = re.compile(
    rf"\b(?:expanded|generated) (?:from|by):?[ \t]{{0,8}}<?({_ADDRESS})", re.IGNORECASE
)
_ANYWHERE = re.compile(
    rf"(from:?[ \t]{{0,4}})?<({_ADDRESS})>"
    r"|(?:unknown|invalid|no such|full|rejected|rcpt to)[a-z ]{0,40}:[ \t]{0,8}"
    rf"({_ADDRESS})[ \t]{{0,4}}$",
    re.IGNORECASE,
)
_FIELD = re.compile(r"[A-Za-z][A-Za-z-]{2,60}:")
_CONTACTS = ("postmaster@", "mailer-daemon@", "abuse@", "support@", "helpdesk@")
_SENDER = ("sent by", "received from", "from:")  # what stands above an address that sent it

Blocks = dict[str, list[str]]  # recipient -> lines about it


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
    if found := told_in_fields(_fields(lines)):
        return found
    action = "delayed" if is_about_delay(words) else "failed"
    blocks = _of_named(named, lines) if named else _blocks(lines)
    blocks = blocks or _inline(lines, addresses(headers, "to"))
    return [told(to, action, "", "\n".join(said)) for to, said in blocks.items()][:MAX_RECIPIENTS]


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


def _blocks(lines: list[str], wanted: list[str] | None = None) -> Blocks:
    """The lines below each address that stands at the head of a line."""
    found: Blocks = {}
    current: list[str] | None = None
    has_heads, before = False, ""
    for line, following in pairwise([*lines, ""]):
        if "@" in line:
            parent = _PARENT.search(f"{line} {following}")
            head = _HEAD.match(line) or _NAMED.match(line)
            to = head[2].rstrip(".").lower() if head else ""
            # Below a head, `550 <address>` is what the server said, and may name the sender.
            is_head = bool(head) and (not has_heads or not head[1] or to in found)
            if parent:
                current = _renamed(found, current, parent[1].lower(), is_head=is_head)
            elif is_head and (wanted is None or to in wanted) and not before.endswith(_SENDER):
                has_heads = has_heads or not head[1]
                current = found.setdefault(to, [])
        before = line.strip().lower() or before
        if current is not None and len(current) < MAX_BLOCK:
            current.append(line)
    people = {to: said for to, said in found.items() if not to.startswith(_CONTACTS)}
    return people or found


def _renamed(found: Blocks, current: list[str] | None, parent: str, is_head: bool) -> list[str]:
    """An alias took the mail elsewhere: the block belongs to the address that we wrote to."""
    if current is not None and not is_head and len(current) <= 2 and found:
        child = next(reversed(found))
        if found[child] is current:
            del found[child]
            return found.setdefault(parent, current)
    return found.setdefault(parent, [])


def _of_named(named: list[str], lines: list[str]) -> Blocks:
    """A header names the failed recipients; the text tells what the server said of each."""
    if blocks := _blocks(lines, wanted=named):
        missing = [to for to in named if to not in blocks] if len(blocks) < len(named) else []
        return blocks | {to: [] for to in missing}
    others = list(_blocks(lines).values())
    if len(others) != len(named):
        others = [lines] * len(named)
    return dict(zip(named, others, strict=True))


def _inline(lines: list[str], readers: list[str]) -> Blocks:
    """Addresses in < > anywhere, as transcripts of a session hold them; not the sender's."""
    found: Blocks = {}
    for line in lines:
        for is_sender, address, last in _ANYWHERE.findall(line) if "@" in line else ():
            to = (address or last).rstrip(".").lower()
            if not is_sender and to not in readers and not to.startswith(_CONTACTS):
                found.setdefault(to, lines)
    return found


def _fields(lines: list[str]) -> Iterator[bytes]:
    """Groups of lines that look like a delivery-status part which lost its place in the mail."""
    group: list[str] = []
    for line in [*lines, ""]:
        if line.strip() and _FIELD.match(line.strip()):
            group.append(line.strip())
        elif line.strip() and group:
            group[-1] += " " + line.strip()
        elif group:
            yield "\n".join(group).encode("utf-8", "replace")
            group = []
