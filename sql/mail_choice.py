"""Which of a shop's templates a mail was made from, and how surely."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sql.mail_differences import differences
from sql.mail_fold import Text
from sql.mail_language import language_of
from sql.mail_reading import Reading, most_found, reading_of
from sql.mail_templates import Template

MOST_OTHER = 0.1  # share of a mail's words that are of no template, where it shows little of it


@dataclass(frozen=True)
class Shop:
    """What a shop's mails are read by; templates with the most words first."""

    own: Sequence[Template]
    defaults: Sequence[Template]
    labels: Mapping[str, str]


def chosen(text: Text, mail: Mapping[str, Any], shop: Shop) -> tuple[Reading | None, str]:
    """The nearest template and how it fits."""
    if not text.words:
        return None, "unread"
    own = reading_of(text, shop.own, mail["sent_at"])
    if own and own.is_fit:
        return own, "template"
    if begun := explained(text, shop.own, mail["sent_at"]):
        return begun, "template"
    if meant := [template for template in shop.own if is_meant(template, mail["kind"], text)]:
        return reading_of(text, meant, mail["sent_at"]), "unknown"
    default = reading_of(text, shop.defaults, mail["sent_at"])
    if default and default.is_fit:
        return default, "default"
    return None, "labels"


def is_meant(template: Template, kind: str | None, text: Text) -> bool:
    """Whether the mail had to follow it; what was learnt is known for its language alone."""
    if template.kind != kind:
        return False
    return template.origin == "own" or template.locale[:2] == language_of(text.words)


def explained(text: Text, templates: Sequence[Template], at: Any) -> Reading | None:
    """The template of a mail that shows little of it but nothing else: one that was cut off."""
    reading = most_found(text, templates, at)
    if reading is None or not reading.is_begun:
        return None
    other = differences(reading, reading.values()).inserted_words
    return reading if other <= MOST_OTHER * len(text.words) else None
