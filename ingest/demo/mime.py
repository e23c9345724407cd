"""Mails as bytes: encoded headers, text and HTML parts in the encodings that real programs use."""

import base64
import binascii
import re
from datetime import datetime
from email.utils import format_datetime
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .clock import local

Header = tuple[str, str]


class Part(NamedTuple):
    content_type: str
    body: str
    encoding: str = "quoted-printable"
    charset: str = "utf-8"


def date_text(at: datetime, zone: ZoneInfo) -> str:
    return format_datetime(local(at, zone))


def encoded(text: str, style: str = "b", charset: str = "utf-8") -> str:
    """An RFC 2047 header value, folded; plain ASCII stays as it is."""
    if text.isascii():
        return text
    words = re.findall(r".{1,14}", text)  # 14 characters fit one word in any of our charsets
    return "\r\n ".join(_word(word, style, charset) for word in words)


def _word(text: str, style: str, charset: str) -> str:
    raw = text.encode(charset)
    if style == "b":
        return f"=?{charset}?B?{base64.b64encode(raw).decode()}?="
    quoted = "".join(chr(c) if chr(c).isalnum() and c < 128 else f"={c:02X}" for c in raw)
    return f"=?{charset}?Q?{quoted.replace('=20', '_')}?="


def mailbox(name: str, address: str, style: str = "b") -> str:
    if not name:
        return address
    if not name.isascii():
        return f"{encoded(name, style)} <{address}>"
    return f'"{name}" <{address}>' if re.search(r"[^\w ]", name) else f"{name} <{address}>"


def mail(headers: list[Header], parts: list[Part], random: Random, kind="alternative") -> bytes:
    """One part stands alone; several become multipart/KIND."""
    lines = [f"{name}: {value}" for name, value in headers]
    lines.append("MIME-Version: 1.0")
    if len(parts) == 1:
        return "\r\n".join([*lines, *_part(parts[0])]).encode("utf-8", "surrogateescape")
    boundary = f"=_{random.randrange(16**16):016x}"
    lines.append(f'Content-Type: multipart/{kind}; boundary="{boundary}"')
    lines.append("")
    for part in parts:
        lines += [f"--{boundary}", *_part(part)]
    return "\r\n".join([*lines, f"--{boundary}--", ""]).encode("utf-8", "surrogateescape")


def _part(part: Part) -> list[str]:
    content_type = part.content_type
    if content_type.startswith("text/") and "charset" not in content_type:
        content_type += f"; charset={part.charset}"
    head = [f"Content-Type: {content_type}"]
    if part.encoding:
        head.append(f"Content-Transfer-Encoding: {part.encoding}")
    return [*head, "", _body(part)]


def _body(part: Part) -> str:
    text = part.body.replace("\r\n", "\n").replace("\n", "\r\n")
    raw = text.encode(part.charset, "replace")
    match part.encoding:
        case "base64":
            return base64.encodebytes(raw).decode().replace("\n", "\r\n")
        case "quoted-printable":
            return binascii.b2a_qp(raw, istext=True).decode()
        case _:
            return raw.decode("utf-8", "surrogateescape")
