"""Makes the demo shop: the script first, its truth next, then everything as files."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random

from .cast import BRANDS, NORDLICHT
from .decisions import write_decisions
from .events import Script
from .letters import Writer
from .lives import log_lines
from .log_files import noise, write_log
from .mail_templates import write_templates
from .maildir import Maildir
from .order_mails import order_mail
from .records import COLUMNS, write_records
from .reports import report
from .script import write_script
from .seeds import write_seeds
from .settings import FIRST_WORDS, SETTINGS_NAME, write_settings
from .truth import write_truth


def make(
    folder: Path, orders: int, weeks: int, seed: int, until: datetime, *, has_faults: bool = True
) -> None:
    """Write a demo shop whose files stand as they stood at `until` (naive UTC)."""
    _clear(folder)
    random = Random(seed)
    script = write_script(orders, weeks, until, random, has_faults=has_faults)
    write_truth(script, folder / "truth")
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for brand in BRANDS:
        (folder / "input" / brand.shop).mkdir(parents=True, exist_ok=True)
        write_records(script, brand, folder / "input" / brand.shop)
    write_templates(script, folder / "input")
    write_settings(script, COLUMNS, folder)
    write_seeds(script, folder / "seeds")
    write_decisions(script, folder / "input")
    lines, queues = log_lines(script, random)
    lines += noise(script, orders * 2 + 500, random)
    write_log(script, lines, folder / "input")
    _write_archives(script, folder / "input", queues, random)
    _write_letters(script, folder / "input", queues, random)


def _clear(folder: Path) -> None:
    """Take away an older demo shop; anything else in the folder is not ours to remove."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    settings = folder / SETTINGS_NAME
    if not settings.exists() or not settings.read_text("utf-8").startswith(FIRST_WORDS):
        raise FileExistsError(f"{folder} holds other things than a demo shop; name an empty --dir")
    for name in ("input", "truth", "data", "seeds"):
        shutil.rmtree(folder / name, ignore_errors=True)


def _write_archives(script: Script, folder: Path, queues: dict[str, str], random: Random) -> None:
    for brand in BRANDS:
        archive = Maildir(folder / brand.shop / "archive")
        for order in script.of(brand.shop):
            for sent in order.mails:
                raw = order_mail(order, sent, queues.get(sent.message_id, ""), random)
                if sent.is_archived:
                    archive.add(raw, sent.accepted_at)


def _write_letters(script: Script, folder: Path, queues: dict[str, str], random: Random) -> None:
    folders = {(shop, name): Maildir(folder / path) for shop, name, path in _folders()}
    writer = Writer(random, queues)
    for letter in script.letters:
        if letter.kind == "bounce":
            queue = queues.get(letter.message_id, "0A0B0C0D0E")
            raw = report(letter, writer.subject_about(letter), queue, random)
        else:
            raw = writer.raw(letter)
        if letter.at < script.until:
            is_read = not letter.is_incoming or random.random() < 0.8
            folder_of = folders[letter.brand.shop, letter.folder]
            folder_of.add(raw, letter.at, is_read=is_read)
            if letter.copies > 1:  # the same mail, by another of our addresses
                other = f"Delivered-To: info@{letter.brand.domain}"
                raw = raw.replace(f"Delivered-To: {letter.to[1]}".encode(), other.encode(), 1)
                folder_of.add(raw, letter.at, is_read=is_read)


def _folders() -> Iterator[tuple[str, str, str]]:
    for brand in BRANDS:
        yield brand.shop, "INBOX", f"{brand.shop}/support"
        yield brand.shop, "Junk", f"{brand.shop}/support/.Junk"
        if brand is not NORDLICHT:
            yield brand.shop, "Escalated", f"{brand.shop}/support/.Escalated"
        yield brand.shop, "Sent", f"{brand.shop}/support/.Sent"
        if brand is not NORDLICHT:
            yield brand.shop, "Service", f"{brand.shop}/service/.Sent"
            yield brand.shop, "", f"{brand.shop}/service"
