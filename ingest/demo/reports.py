"""Delivery reports (RFC 3464) as the shop's own server and the provider write them."""

from random import Random

from .events import Letter
from .mime import Header, Part, date_text, mail
from .undelivered import BUSY

DELAYED = "Delayed Mail (still being retried)"
TEXT = """\
This is the mail system at host {host}.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<{recipient}>: host mx.{domain} said: {reply}
"""
STATUS = """\
Reporting-MTA: dns; {host}
X-Postfix-Sender: rfc822; {bounce_to}
Arrival-Date: {arrived}

Final-Recipient: rfc822; {recipient}
Original-Recipient: rfc822;{recipient}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.{domain}
Diagnostic-Code: smtp; {reply}
"""
ORIGINAL = """\
Return-Path: <{bounce_to}>
Date: {arrived}
From: {name} <{order_from}>
To: {recipient}
Subject: {subject}
Message-ID: <{message_id}>
"""


def report(letter: Letter, subject: str, queue: str, random: Random) -> bytes:
    """The report about a mail of ours that did not arrive, sent to the address for bounces."""
    sent, brand = letter.about, letter.brand
    assert sent
    is_delayed = letter.topic == "delayed"
    host = letter.sender[1].partition("@")[2]
    words = {
        "host": host,
        "recipient": sent.recipient,
        "domain": sent.recipient.partition("@")[2],
        "action": "delayed" if is_delayed else "failed",
        "reply": BUSY if is_delayed else sent.delivery.reply,
        "status": "4.2.2" if is_delayed else sent.delivery.status,
        "arrived": date_text(sent.accepted_at, brand.zone),
        "bounce_to": letter.to[1],
        "order_from": brand.order_from,
        "name": brand.name,
        "subject": subject.encode("ascii", "ignore").decode(),
        "message_id": sent.message_id,
    }
    now = date_text(letter.at, brand.zone)
    headers: list[Header] = [
        ("Return-Path", "<>"),
        ("Delivered-To", letter.to[1]),
        ("Received", f"by {host} (Postfix)\r\n\tid {queue}; {now}"),
        ("Date", date_text(letter.at, brand.zone)),
        ("From", f"{letter.sender[0]} <{letter.sender[1]}>"),
        ("Subject", DELAYED if is_delayed else "Undelivered Mail Returned to Sender"),
        ("To", letter.to[1]),
        ("Auto-Submitted", "auto-replied"),
        ("Message-ID", f"<{letter.message_id}>"),
    ]
    parts = [
        Part("text/plain", TEXT.format(**words), "7bit", "us-ascii"),
        Part("message/delivery-status", STATUS.format(**words), ""),
        Part(
            random.choice(("message/rfc822", "text/rfc822-headers")), ORIGINAL.format(**words), ""
        ),
    ]
    return mail(headers, parts, random, "report; report-type=delivery-status")
