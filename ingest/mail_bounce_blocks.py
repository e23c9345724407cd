"""The lines of a report in plain text, put below the recipients they tell of."""

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.mail_bounce_codes import LONGEST, reply_code_in
from ingest.mail_reports import MAX_RECIPIENTS

MAX_BLOCK = 60  # lines
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


def blocks_in(lines: list[str], wanted: frozenset[str] = frozenset()) -> Blocks:
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
            is_quoted = bool(head and head[1])
            is_head = bool(to) and (to in found or not (is_quoted and has_heads))
            if parent:
                current = _renamed(found, current, parent[1].lower(), is_head=is_head)
            elif is_head and (not wanted or to in wanted) and not before.endswith(_SENDER):
                has_heads = has_heads or not is_quoted
                current = found.setdefault(to, []) if len(found) < MAX_RECIPIENTS else current
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


def named_anywhere(lines: list[str], readers: list[str]) -> Blocks:
    """Addresses in < > anywhere, as transcripts of a session hold them; not the sender's."""
    coded = [line for line in lines if (reply_code_in(line) or "2") >= "4"]
    said = ["\n".join(coded or lines)[:LONGEST]]
    found: Blocks = {}
    for line in lines:
        for is_sender, address, last in _ANYWHERE.findall(line) if "@" in line else ():
            to = (address or last).rstrip(".").lower()
            if not is_sender and to not in readers and not to.startswith(_CONTACTS):
                found.setdefault(to, said)
    return found


def groups_of_fields(lines: list[str]) -> Iterator[bytes]:
    """Groups of lines that look like a delivery-status part which lost its place in the mail."""
    group: list[str] = []
    for line in [*lines, ""]:
        if line.strip() and _FIELD.match(line.strip()):
            group.append(line.strip())
        elif line.strip() and group:
            if len(group[-1]) < LONGEST:
                group[-1] += " " + line.strip()
        elif group:
            yield "\n".join(group).encode("utf-8", "replace")
            group = []
