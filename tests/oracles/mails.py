"""Mails of a Maildir folder, read with nothing but the standard library."""

import email
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

from .mail_text import decoded, visible

IDS = re.compile(r"<[^<>\s]+>")
AUTO_HEADERS = (
    "X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "X-Auto-Reply-From",
    "X-Vacation", "X-Mail-Autoreply", "X-Amazon-Auto-Reply",
)  # fmt: skip
AUTO_SUBJECT = re.compile(
    r"^(auto(matic|matische)?[- ]?(reply|response|antwort)|out of (the )?office|abwesenheit|"
    r"absence (du bureau|:)|message d['’]absence|réponse automatique|respuesta automática|"
    r"fuera de la oficina)",
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
    answers: list[str] = field(default_factory=list)  # In-Reply-To alone; also in references
    roles: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    flags: set[str] = field(default_factory=set)
    kind_of_text: str | None = None  # of the template that its text is surely made from
    said: list[str] | None = None  # the lines that it says, once somebody has read them


def mails_in(folder: Path, shop: str, role: str) -> Iterator[Mail]:
    for sub in ("cur", "new"):
        for path in sorted((folder / sub).glob("*")):
            letters = path.name.partition(":2,")[2]
            if path.is_file() and not set(letters) & {"D", "T"}:  # drafts, and what is deleted
                mail = read_mail(path.read_bytes(), shop, path.stat().st_mtime)
                mail.roles.add(role)
                mail.flags |= {"\\flagged"} if "F" in letters else set()
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
        recipients=addresses(raw, "To") + addresses(raw, "Cc") + addresses(raw, "Bcc"),
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
        answers=IDS.findall(str(raw.get("In-Reply-To", ""))),
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
