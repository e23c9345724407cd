"""Which mails pass through the first brand's server: its order mails, replies and inbox."""

from collections.abc import Iterator
from random import Random

from .cast import NORDLICHT
from .events import Delivery, Letter, Script
from .ids import queue_id
from .letter_heads import written_from
from .postfix import Life, Line, Queue, lines_of

APP = "app1.nordlicht.example[192.0.2.10]"
DESK = "desk.nordlicht.example[192.0.2.14]"


def log_lines(script: Script, random: Random) -> tuple[list[Line], dict[str, str]]:
    """All lines of mails, in order, and each mail's queue id by its Message-ID."""
    reports = {
        letter.about.message_id: letter
        for letter in script.letters
        if letter.about and letter.brand is NORDLICHT
    }
    for_reports = {message_id: queue_id(random) for message_id in reports}
    lives = [*_order_mails(script, for_reports), *_support(script, for_reports)]
    lives += _reports(reports, for_reports)
    lives.sort(key=lambda life: life.at)
    queue, queues, lines = Queue(random), {}, []
    for life in lives:
        lines += lines_of(life, queue, random)
        queues[life.message_id] = life.queue
    return lines, queues


def _order_mails(script: Script, queues: dict[str, str]) -> Iterator[Life]:
    for order in script.of(NORDLICHT.shop):
        for mail in order.mails:
            yield Life(
                mail.accepted_at,
                mail.message_id,
                NORDLICHT.bounce_to,
                mail.recipient,
                "mx1",
                "postfix-out",
                APP,
                mail.delivery,
                copy_to="archive@nordlicht.example",
                report_queue=queues.get(mail.message_id, ""),
            )


def _support(script: Script, queues: dict[str, str]) -> Iterator[Life]:
    for letter in script.letters:
        if letter.brand is not NORDLICHT or letter.kind == "bounce":
            continue
        sender, to = written_from(letter), letter.to[1]
        if letter.is_incoming:
            host = sender.partition("@")[2]
            client = f"out.{host}[203.0.113.{sum(map(ord, host)) % 250}]"
            if letter.kind == "form":
                client = APP
            life = Life(
                letter.at, letter.message_id, sender, to, "mx2", "postfix", client, Delivery()
            )
            life.is_local = True
        else:
            life = Life(
                letter.at, letter.message_id, sender, to, "mx1", "postfix", DESK, letter.delivery
            )
            life.is_local = to.endswith(f"@{NORDLICHT.domain}")
            life.report_queue = queues.get(letter.message_id, "")
        yield life


def _reports(reports: dict[str, Letter], queues: dict[str, str]) -> Iterator[Life]:
    for original_id, letter in reports.items():
        life = Life(
            letter.at, letter.message_id, "", letter.to[1], "mx1", "postfix-out", "", Delivery()
        )  # fmt: skip
        life.is_local = life.is_report = True
        life.queue = queues[original_id]
        yield life
