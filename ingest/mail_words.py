"""Encoded words of mail headers (RFC 2047) as text; what cannot be decoded stays as it stands."""

import binascii
import re

from ingest.mail_charsets import decode, one_line

_WORD = re.compile(r"=\?([^?\s]{1,80})\?([bBqQ])\?([^?]*)\?=")
_GAP = re.compile(r"(\?=)[ \t\r\n]+(?==\?[^?\s]{1,80}\?[bBqQ]\?)")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")


def header_text(value: bytes, flags: set[str]) -> str:
    """A header's value as one line of text."""
    if not value:
        return ""
    if not value.isascii():
        flags.add("raw_8bit_header")
        text = decode(value, "utf-8", set())
    else:
        text = value.decode("ascii")
    return one_line(decoded_words(text, flags))


def decoded_words(text: str, flags: set[str]) -> str:
    if "=?" not in text:
        return text
    made: list[str] = []
    end = 0
    # Neighbours are decoded together: senders split inside a character.
    pending: tuple[str, bytes, str] = ("", b"", "")
    text = _GAP.sub(r"\1", text)
    for word in _WORD.finditer(text):
        charset, data = word[1].partition("*")[0].lower(), _bytes(word[2], word[3])
        between = text[end : word.start()]
        if data is None:
            made += [_text(pending, flags), between, word[0]]
            flags.add("encoded_word_defect")
            pending = ("", b"", "")
        elif pending[0] == charset and not between:
            pending = (charset, pending[1] + data, pending[2] + word[0])
        else:
            made += [_text(pending, flags), between]
            pending = (charset, data, word[0])
        end = word.end()
    return "".join([*made, _text(pending, flags), text[end:]])


def _bytes(encoding: str, payload: str) -> bytes | None:
    data = payload.encode("utf-8", "surrogatepass")
    if encoding in "qQ":
        return _HEX.sub(lambda match: bytes([int(match[1], 16)]), data.replace(b"_", b" "))
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return None


def _text(pending: tuple[str, bytes, str], flags: set[str]) -> str:
    charset, data, _ = pending
    return decode(data, charset, flags) if data else ""
