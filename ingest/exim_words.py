"""What stands in a line of Exim's log beside its flags: addresses, and the words of servers."""

import re

from ingest.exim_lines import Attempt

_REMOTE = re.compile(
    r"[LS]MTP error from remote mail(?: server|er) after .*?: (?:host \S+ \[[^]]*\]: )?"
    r"([245]\d\d)[ -]?(?:([245]\.\d{1,3}\.\d{1,3})(?=[ \\]|$))?", re.DOTALL)
_CONFIRMED = re.compile(r"([245]\d\d)[ -](?:([245]\.\d{1,3}\.\d{1,3})(?=[ \\]|$))?")


def recipients(found: Attempt) -> tuple[str | None, str | None]:
    """To whom, and to whom it was written where that differs; a mailbox's name is no address."""
    final = found.address if _is_mailbox(found.address) else None
    original = found.original if found.original and "@" in found.original else None
    if original and " " in found.address and _is_unquoted(found.address, original):
        final = None
    recipient, original = address(final or original), address(original)
    return recipient, original if original != recipient else None


def _is_mailbox(address: str) -> bool:
    return "@" in address and address[0] not in "|/>:"


def _is_unquoted(address: str, original: str) -> bool:
    return re.sub(r'^"((?:[^"\\]|\\.)*)"@', r"\1@", original).replace("\\", "") == address


def codes(said: str | None) -> dict[str, str | None]:
    found = said and (_CONFIRMED.match(said) or _REMOTE.match(said))
    return {"reply_code": found[1], "dsn": found[2]} if found else {}


def text(said: str | None) -> str | None:
    """Bytes that are no UTF-8 stand as U+FFFD, which the store needs."""
    if said is None or said.isascii():
        return said
    return said.encode(errors="surrogateescape").decode(errors="replace")


def address(said: str | None) -> str | None:
    plain = text(said)
    return plain.lower() if plain else plain
