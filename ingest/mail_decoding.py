"""Transfer encodings undone leniently: what can be read of a damaged part is read."""

import binascii
import quopri
import re

ENCODINGS = ("", "7bit", "8bit", "binary", "base64", "quoted-printable")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def decoded(payload: str, encoding: str, flags: set[str]) -> bytes:
    """The bytes of a part as the standard parser holds it."""
    data = payload.encode("utf-8", "surrogateescape") if not payload.isascii() else payload.encode()
    match encoding.strip().lower():
        case "base64":
            return _base64(data, flags)
        case "quoted-printable":
            return quopri.decodestring(data)
        case "" | "7bit" | "8bit" | "binary":
            return data
        case _:
            flags.add("cte_defect")  # unknown, uuencode: shown as it stands
            return data


def _base64(data: bytes, flags: set[str]) -> bytes:
    head, padding, tail = data.partition(b"=")
    signs = _NOT_BASE64.sub(b"", head)
    if tail.strip(b"= \r\n\t") or len(signs) < len(head.translate(None, b" \r\n\t")):
        flags.add("cte_defect")
    if len(signs) % 4 == 1:
        flags.add("cte_defect")
        signs = signs[:-1]
    if not padding and len(signs) % 4:
        flags.add("cte_defect")
    return binascii.a2b_base64(signs + b"=" * (-len(signs) % 4))
