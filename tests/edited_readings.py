"""How much of edited mails is read rightly: template, version and slots, by kind of edit."""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
from edited_mails import Mail, Template, mails, templates

from ingest.mail_html import html_text
from ingest.mail_look import Look
from ingest.mail_part import Part
from sql.mail_contents import contents_of
from sql.steps.mail_contents import shops_of

SEEDS = Path(__file__).parents[1] / "sql" / "seeds"
CHANGED_AT = datetime(2026, 11, 1)  # the second version of the English confirmation
BEFORE, AFTER = datetime(2026, 10, 1), datetime(2026, 11, 5)
NO_LETTERS = re.compile(r"[\W_]+")


@dataclass
class Right:
    """How many mails and slots, and how many of them were read rightly."""

    mails: int = 0
    templates: int = 0
    versions: int = 0
    slots: int = 0
    values: int = 0


def score(count: int, seed: int) -> dict[str, Right]:
    """By kind of edit, and `all` of them together."""
    shop = shops_of(pa.Table.from_pylist([_row(one) for one in templates()]),
                    _seed("slot_names"), _seed("slot_labels"))["shop"]  # fmt: skip
    found: dict[str, Right] = defaultdict(Right)
    for mail in mails(count, seed):
        read = contents_of(_as_read(mail), shop)
        said = dict(zip(read["slot_names"], read["slot_values"], strict=True))
        is_template = read["template"] == f"{mail.template.kind}.{mail.template.locale}"
        for right in (found[mail.edit], found["all"]):
            right.mails += 1
            right.templates += is_template
            right.versions += is_template and read["version"] == mail.template.version
            right.slots += len(mail.values)
            right.values += sum(_same(said.get(slot), value) for slot, value in mail.values.items())
    return found


def _row(template: Template) -> dict:
    is_first, has_second = template.version == "1", template.locale == "en"
    has_second = has_second and template.kind == "order_confirmation"
    return {
        "shop": "shop", "kind": template.kind, "locale": template.locale,
        "version": template.version, "text": template.text, "origin": "own",
        "valid_from_at": None if is_first else CHANGED_AT,
        "valid_until_at": CHANGED_AT if is_first and has_second else None,
    }  # fmt: skip


def _seed(name: str) -> pa.Table:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return pa.Table.from_pylist(list(csv.DictReader(file)))


def _as_read(mail: Mail) -> dict:
    look, text = Look(), mail.text
    if mail.html:
        part = Part("text/html", "text/html; charset=utf-8", False, data=mail.html.encode())
        text = html_text(part, look)
    return {
        "message_key": "", "shop": "shop", "kind": mail.template.kind, "subject": mail.subject,
        "sent_at": BEFORE if mail.template.version == "1" else AFTER, "text": text,
        "html_text": None, "input_key": "",
        "link_targets": [target for target, _ in look.anchors],
        "link_texts": [words for _, words in look.anchors],
    }  # fmt: skip


def _same(said: str | None, value: str) -> bool:
    return NO_LETTERS.sub("", (said or "").lower()) == NO_LETTERS.sub("", value.lower())
