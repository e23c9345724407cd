"""Mails into fields, visible text and links: read_mail beside mail-parser with html2text.

Both get the same mails (parse_mails.py states the mix, the seed makes them) from one file, and both
give sender, recipients, subject, date, Message-ID, what a person sees, and where the links lead.
The peer's own fallback is what mail-parser does with a broken mail; ours is read_mail's.
"""

import logging
import re
import time
from datetime import datetime
from pathlib import Path

import parse_mails

PEER = "mail_parser"
_LINK = re.compile(r"https?://[^\s<>\"')\]]+")


def prepare(folder: Path) -> None:
    parse_mails.write(folder / "mails")


def ours(folder: Path) -> dict[str, float]:
    from ingest.mail import Unreadable, read_mail
    from ingest.mail_times import Times

    times = Times(file_at=datetime(2026, 11, 23))
    mails = size = texts = links = 0
    started = time.process_time()
    for raw in parse_mails.read(folder / "mails"):
        mails += 1
        size += len(raw)
        read = read_mail(raw, times)
        if not isinstance(read, Unreadable):
            texts += bool(read[0].text)
            links += len(read[0].links)
    return figures(mails, size, texts, links, time.process_time() - started)


def mail_parser(folder: Path) -> dict[str, float]:
    import html2text
    import mailparser

    logging.disable()  # it complains of every broken mail
    mails = size = texts = links = 0
    started = time.process_time()
    for raw in parse_mails.read(folder / "mails"):
        mails += 1
        size += len(raw)
        mail = mailparser.parse_from_bytes(raw)
        fields = (mail.from_, mail.to, mail.subject, mail.date, mail.message_id)
        plain, pages = "\n".join(mail.text_plain), "\n".join(mail.text_html)
        seen = ""
        if pages:
            reader = html2text.HTML2Text(bodywidth=0)
            reader.ignore_images = True
            seen = reader.handle(pages)
        text = plain if len(plain) * 4 >= len(seen) else seen
        texts += bool(text and fields)
        links += len(set(_LINK.findall(plain)) | set(_LINK.findall(seen)))
    return figures(mails, size, texts, links, time.process_time() - started)


def figures(mails: int, size: int, texts: int, links: int, seconds: float) -> dict[str, float]:
    html = sum(parse_mails.MIX[kind] for kind in parse_mails.HTML)
    return {
        "mails": mails,
        "html_share": html / 100,
        "mean_kb": size / mails / 1000,
        "mails_with_text": texts,
        "links": links,
        "mails_per_cpu_second": mails / seconds,
    }


CONTESTANTS = {"ours": ours, "mail_parser": mail_parser}
