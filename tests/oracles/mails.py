"""Mails of a Maildir folder, read with nothing but the standard library."""

import email
import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

IDS = re.compile(r"<[^<>\s]+>")
AUTO_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Vacation")
AUTO_SUBJECT = re.compile(
    r"^(auto(matic|matische)?[- ]?(reply|response|antwort)|out of (the )?office|abwesen|"
    r"absence|réponse automatique|respuesta automática)",
    re.I,
)


@dataclass
class Mail:
    """One distinct mail of a shop, wherever its copies lie."""

    message_id: str
    shop: str
    sender: str
    reply_to: str | None
    recipients: list[str]
    references: list[str]
    subject: str
    text: str
    links: list[str]
    received_at: datetime  # top Received header, else the file's time
    first_hop_at: datetime | None  # bottom Received header
    sent_at: datetime  # bottom Received header, else Date, else as received
    is_auto: bool
    is_bulk: bool
    is_report: bool
    raw: Message = field(repr=False)
    roles: set[str] = field(default_factory=set)


def mails_in(folder: Path, shop: str, role: str) -> Iterator[Mail]:
    for sub in ("cur", "new"):
        for path in sorted((folder / sub).glob("*")):
            if path.is_file():
                mail = read_mail(path.read_bytes(), shop, path.stat().st_mtime)
                mail.roles.add(role)
                yield mail


def read_mail(content: bytes, shop: str, file_time: float) -> Mail:
    raw = email.message_from_bytes(content)
    hops = [at for at in map(hop_time, raw.get_all("Received", [])) if at]
    found = IDS.findall(str(raw.get("Message-ID", "")))
    text, links = visible(raw)
    received_at = hops[0] if hops else utc(datetime.fromtimestamp(file_time, UTC))
    return Mail(
        message_id=found[0] if found else "no-id-" + hashlib.sha256(content).hexdigest(),
        shop=shop,
        sender=(addresses(raw, "From") or [""])[0],
        reply_to=(addresses(raw, "Reply-To") or [None])[0],
        recipients=addresses(raw, "To") + addresses(raw, "Cc"),
        references=IDS.findall(f"{raw.get('References', '')} {raw.get('In-Reply-To', '')}"),
        subject=decoded(str(raw.get("Subject", ""))),
        text=text,
        links=links,
        received_at=received_at,
        first_hop_at=hops[-1] if hops else None,
        sent_at=hops[-1] if hops else hop_time(";" + str(raw.get("Date", ""))) or received_at,
        is_auto=is_automatic(raw),
        is_bulk=is_bulk(raw),
        is_report=raw.get_content_type() == "multipart/report",
        raw=raw,
    )


def utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(UTC).replace(tzinfo=None)


def hop_time(header: str) -> datetime | None:
    try:
        return utc(parsedate_to_datetime(str(header).rpartition(";")[2].strip()))
    except ValueError:
        return None


def addresses(raw: Message, header: str) -> list[str]:
    values = [str(value) for value in raw.get_all(header, [])]
    return [address.strip().lower() for _, address in getaddresses(values) if "@" in address]


def is_automatic(raw: Message) -> bool:
    if str(raw.get("Auto-Submitted", "no")).strip().lower().split(";")[0] != "no":
        return True
    if str(raw.get("Precedence", "")).strip().lower() == "auto_reply":
        return True
    if any(raw.get(name) for name in AUTO_HEADERS):
        return True
    return bool(AUTO_SUBJECT.search(decoded(str(raw.get("Subject", ""))).strip()))


def is_bulk(raw: Message) -> bool:
    precedence = str(raw.get("Precedence", "")).strip().lower()
    return precedence in ("bulk", "list", "junk") or bool(
        raw.get("List-Id") or raw.get("List-Unsubscribe")
    )


def visible(raw: Message) -> tuple[str, list[str]]:
    """The text a person sees (all text parts, one after another), and where its links lead."""
    texts, links = [], []
    for part in raw.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            break  # what a bounce carries back is not its own text
        if kind == "text/plain":
            texts.append(content_of(part))
        elif kind == "text/html":
            body = content_of(part)
            links += [html.unescape(url) for url in re.findall(r"""href=["']([^"']+)""", body)]
            body = re.sub(r"(?is)<(style|script|head)\b.*?</\1>", " ", body)
            texts.append(html.unescape(re.sub(r"<[^>]+>", " ", body)))
    text = "\n".join(texts)
    return text, links + re.findall(r"https?://[^\s<>\"')]+", text)


def content_of(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        return content.decode(part.get_content_charset("utf-8"))
    except (LookupError, UnicodeError):
        return content.decode("latin-1")


def decoded(header: str) -> str:
    try:
        return re.sub(r"\s*\n\s*", " ", str(make_header(decode_header(header))))
    except (LookupError, ValueError):
        return header
