"""Received headers: how a mail came to the mailbox or archive it lies in."""

from datetime import datetime
from random import Random

from .cast import Brand
from .clock import seconds
from .ids import queue_id
from .mime import Header, date_text

STORE = "store.nordlicht.example"


def archived(brand: Brand, at: datetime, queue: str, random: Random) -> list[Header]:
    """A blind copy in the archive: the bottom Received is the first server's acceptance."""
    stored_at = date_text(at + seconds(random.randrange(0, 4)), brand.zone)
    taken_at = date_text(at, brand.zone)
    archive = f"archive@{brand.domain}"
    if brand.shop == "nordlicht":
        first = (
            f"from app1.{brand.domain} (app1.{brand.domain} [192.0.2.10])\r\n"
            f"\tby mail.{brand.domain} (Postfix) with ESMTPSA id {queue};\r\n\t{taken_at}"
        )
        last = (
            f"from mail.{brand.domain} ([192.0.2.25])\r\n"
            f"\tby {STORE} with LMTP id {queue_id(random)}\r\n\tfor <{archive}>; {stored_at}"
        )
    else:
        first = (
            f"from app.{brand.domain} ([198.51.100.7])\r\n"
            f"\tby in.sendgate.example with ESMTPSA id {queue_id(random)};\r\n\t{taken_at}"
        )
        last = (
            f"from out7.sendgate.example (out7.sendgate.example [203.0.113.77])\r\n"
            f"\tby mx.{brand.domain} with ESMTPS id {queue_id(random)}\r\n"
            f"\tfor <{archive}>; {stored_at}"
        )
    return [
        ("Return-Path", f"<{brand.bounce_to}>"),
        ("Delivered-To", archive),
        ("Received", last),
        ("Received", first),
    ]


def received(
    brand: Brand, at: datetime, sender: str, queue: str, to: str, random: Random, null: bool = False
) -> list[Header]:
    """A mail to the support mailbox: the top Received is our own server's."""
    host = sender.partition("@")[2]
    hop_at = at - seconds(random.choice((1, 1, 2, 3, 30, 900)))
    server = f"mail.{brand.domain}"
    return [
        ("Return-Path", "<>" if null else f"<{sender}>"),
        ("Delivered-To", to),
        (
            "Received",
            f"from out.{host} (out.{host} [203.0.113.{random.randrange(2, 250)}])\r\n"
            f"\tby {server} (Postfix) with ESMTPS id {queue}\r\n"
            f"\tfor <{to}>; {date_text(at, brand.zone)}",
        ),
        (
            "Received",
            f"from [10.0.0.{random.randrange(2, 250)}] by out.{host} with ESMTPSA\r\n"
            f"\tid {queue_id(random)}; {date_text(hop_at, brand.zone)}",
        ),
    ]
