"""One mail's contents: the template it was made from, its slots, differences and marks."""

from collections.abc import Mapping, Sequence
from typing import Any

from sql.mail_choice import Shop, chosen
from sql.mail_differences import Differences, differences
from sql.mail_fold import Text
from sql.mail_labels import labelled
from sql.mail_language import language_of
from sql.mail_links import slot_target
from sql.mail_marks import marks_in
from sql.mail_reading import Reading, laid_over
from sql.mail_templates import Template
from sql.mail_values import Value

Values = dict[str, Value]


def contents_of(mail: Mapping[str, Any], shop: Shop) -> dict[str, Any]:
    """A row of private.mail_contents, without its key columns."""
    text = Text(mail["text"] or "")
    nearest, how = chosen(text, mail, shop)
    reading = nearest if how in ("template", "default") else None
    html = mail["html_text"]
    html_text = Text(html) if html else None
    if reading is not None:
        listed = reading.values()
        values = by_name(reading.template, listed)
        found = differences(reading, listed)
        html_values = _values_of(html_text, reading.template)
    else:
        values, found = labelled(text, shop.labels), Differences()
        html_values = labelled(html_text, shop.labels) if html_text else {}
    marks = marks_in(
        mail["subject"] or "", text.written,
        [(name, value.text, value.spans) for name, value in values.items()],
        mail["link_targets"] or [], html_text.written if html_text else None,
    )  # fmt: skip
    return {
        **_template(reading, mail["sent_at"]),
        "how": how,
        "coverage_share": nearest and nearest.coverage,
        "fixed_words": nearest and nearest.template.fixed_words,
        **_differences(found, reading),
        "body_words": len(text.words),
        "language": language_of(text.words),
        **_slots(mail, values, html_values),
        "mark_kinds": [mark.kind for mark in marks],
        "mark_places": [mark.place for mark in marks],
        "mark_texts": [mark.text for mark in marks],
        "mark_causes": [mark.cause for mark in marks],
    }


def by_name(template: Template, values: Sequence[Value]) -> Values:
    """A slot that stands in a template several times has the first value that is not empty."""
    made: Values = {}
    for slot, value in zip(template.slots, values, strict=True):
        known = made.get(slot.name)
        if known is None:
            made[slot.name] = Value(value.text, list(value.spans))
        else:
            known.text = known.text or (value.text if value.text is not None else known.text)
            known.spans += value.spans
    return made


def _values_of(text: Text | None, template: Template) -> Values:
    return by_name(template, laid_over(text, template).values()) if text else {}


def _text(values: Values, name: str) -> str | None:
    return values[name].text if name in values else None


def _template(reading: Reading | None, sent_at: Any) -> dict[str, Any]:
    template = reading.template if reading else None
    return {
        "template": template and template.name,
        "version": template and template.version,
        "origin": template and template.origin,
        "locale": template and template.locale,
        "is_active_version": reading and sent_at and reading.is_active_version,
        "active_version": reading and reading.active_version,
    }


def _slots(mail: Mapping[str, Any], values: Values, html_values: Values) -> dict[str, Any]:
    names = [*values, *(name for name in html_values if name not in values)]
    link = (_text(values, "TRACKING_LINK"), _text(html_values, "TRACKING_LINK"))
    return {
        "slot_names": names,
        "slot_values": [_text(values, name) for name in names],
        "slot_html_values": [_text(html_values, name) for name in names],
        "link_slot_target": slot_target(
            *link, mail["link_texts"] or [], mail["link_targets"] or []
        ),
    }


def _differences(found: Differences, reading: Reading | None) -> dict[str, Any]:
    return {
        "missing": found.missing,
        "changed_from": found.changed_from,
        "changed_to": found.changed_to,
        "inserted": found.inserted,
        "inserted_words": found.inserted_words if reading else None,
        "lost_labels": found.lost_labels,
        "is_closing_found": found.is_closing_found if reading else None,
    }
