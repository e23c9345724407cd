"""Addresses in mail headers, read in one pass however broken they are."""

import re

from ingest.mail_charsets import one_line
from ingest.mail_headers import MAX_HEADER_BYTES, Headers
from ingest.mail_words import header_text

MAX_ADDRESSES = 500
MAX_LENGTH = 1_000  # of one mailbox; longer ones are no addresses
# The common form; all else goes through the scanner.
_PLAIN = re.compile(r'\s*"?([^"<>@,;:()\\]*?)"?\s*<\s*([^<>\s",;:()\\]+@[^<>\s",;:()\\@]+)\s*>\s*')
_BARE = re.compile(r"[^<>\s\",;:()\\@]+@[^<>\s\",;:()\\@]+")
_WORD = re.compile(r"=\?[^?\s]{1,80}\?[bBqQ]\?[^?]*\?=")
_HIDDEN = re.compile("\x01")
_SPACED = re.compile(r"\s*([.@])\s*")  # mary @ shop . example, as old mails write
_LOOSE = re.compile(r"[^<>\s\",;:()\\@']+@[^<>\s\",;:()\\@']+")


def first_address(headers: Headers, name: str) -> tuple[str | None, str | None]:
    """Address (lower case) and display name of the first mailbox in a header."""
    value = headers.first(name)
    if value is None:
        return None, None
    found = mailboxes(header_text_of_addresses(value, headers))
    for display, address in found:
        if address:
            return address, _named(display, headers)
    headers.flags.add("address_unreadable")
    return None, _named(found[0][0], headers) if found else None


def addresses(headers: Headers, *names: str) -> list[str]:
    """The distinct addresses of all named headers, in their order."""
    found: dict[str, None] = {}
    for name in names:
        for value in headers.all(name):
            if len(found) > MAX_ADDRESSES:
                break
            for _, address in mailboxes(header_text_of_addresses(value, headers)):
                if address:
                    found[address] = None
    if len(found) > MAX_ADDRESSES:
        headers.flags.add("addresses_cut")
    return list(found)[:MAX_ADDRESSES]


def header_text_of_addresses(value: bytes, headers: Headers) -> str:
    """Encoded words stay encoded: a decoded name could hold a comma or an address."""
    value = value[:MAX_HEADER_BYTES]
    if value.isascii():
        text = value.decode("ascii")
    else:
        headers.flags.add("raw_8bit_header")
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            text = value.decode("cp1252", "replace")
    return one_line(text)


def _named(display: str, headers: Headers) -> str | None:
    return header_text(display.encode("utf-8", "replace"), headers.flags) or None


def mailboxes(text: str) -> list[tuple[str, str | None]]:
    """(display name, address or None) of each mailbox in an address list."""
    if plain := _PLAIN.fullmatch(text):
        return [(plain[1].strip(), plain[2].lower())]
    if _BARE.fullmatch(text.strip()):
        return [("", text.strip().lower())]
    # An encoded word may hold signs that separate; it is one piece until its name is decoded.
    words = _WORD.findall(text)
    hidden = _WORD.sub("\x01", text.replace("\x01", "")) if words else text
    found = [_mailbox(*parts) for parts in _scan(hidden) if any(parts)]
    if not words:
        return found
    remaining = iter(words)
    return [(_HIDDEN.sub(lambda _: next(remaining, ""), name), address) for name, address in found]


def _mailbox(phrase: str, angle: str, comment: str) -> tuple[str, str | None]:
    bare, angle = phrase.strip()[:MAX_LENGTH], angle[:MAX_LENGTH]
    if found := _LOOSE.search(_SPACED.sub(r"\1", angle)):
        return bare, found[0].lower()
    if not angle and (found := _LOOSE.search(_SPACED.sub(r"\1", bare))):
        return comment.strip(), found[0].lower()
    return bare or comment.strip(), None


def _scan(text: str) -> list[tuple[str, str, str]]:
    """Split at the commas that separate; each part as phrase, text in < >, text in ( )."""
    parts: list[tuple[str, str, str]] = []
    phrase, angle, comment = [], [], []
    in_quote = in_angle = False
    depth = escape = 0
    for sign in text + ",":
        into = comment if depth else angle if in_angle else phrase
        if escape:
            into.append(sign)
            escape = 0
        elif sign == "\\" and (in_quote or depth):
            escape = 1
        elif sign == '"' and not depth:
            in_quote = not in_quote
        elif in_quote:
            into.append(sign)
        elif sign == "(":
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
        elif depth:
            into.append(sign)
        elif sign == "<":
            in_angle = True
        elif sign == ">":
            in_angle = False
        elif sign in ",;" and not in_angle:
            parts.append(("".join(phrase), "".join(angle), "".join(comment)))
            phrase, angle, comment = [], [], []
        elif sign == ":" and not in_angle:
            phrase.clear()  # a group's name
        else:
            into.append(sign)
    if phrase or angle or comment:  # an unterminated quote or comment: read what is there
        parts.append(("".join(phrase), "".join(angle), "".join(comment)))
    return parts
