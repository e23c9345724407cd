"""Rules of the template: 16 to 23."""

import re

from .folding import code, folded, words
from .html_fit import rich_values, targets_of
from .letters import FIELDS, Letter
from .parts import URL
from .recognise import kind_by_subject
from .rule_world import CRITICAL, MAJOR, MINOR, Findings, Found, World, about_mail
from .template_files import SLOT, Line, Template, escaped

TOO_MUCH = 15  # words
FAMILY = {"delivery_update": "shipping_notice"}


def template_findings(letter: Letter, world: World) -> Findings:
    about, reading = about_mail(letter), letter.reading
    cut = truncated(letter)
    if cut:
        yield Found("TRUNCATED", about, cut, CRITICAL)
    if not cut and reading.how == "unknown":
        yield Found("TEMPLATE_UNKNOWN", about, "text", MAJOR)
    if reading.how == "template" and not cut:
        if reading.is_retired:
            yield Found("TEMPLATE_RETIRED", about, "version", MINOR)
        if severity := drift(letter, world):
            yield Found("TEMPLATE_DRIFT", about, "text", severity)
        if foreign_words(letter, world) > TOO_MUCH:
            yield Found("FOREIGN_TEXT", about, "text", MINOR)
        yield from subject_findings(letter)
    if not cut and speaks_wrongly(letter, world):
        yield Found("LANGUAGE_MISMATCH", about, "language", MINOR)
    if not cut:
        yield from part_findings(letter)


def truncated(letter: Letter) -> str | None:
    reading = letter.reading
    count = sum(len(words(line)) for line in letter.parts.lines)
    if reading.how == "unread":
        return None if letter.parts.empty_part else "body"
    fit = reading.fit or reading.nearest
    if fit is None or fit.template.origin != "own":
        return None
    if count < 0.4 * fit.template.fixed_words:
        return "body"
    closing = fit.template.closing
    is_whole = reading.how != "template" or closing is None or closing in fit.kept
    return None if is_whole or fit.last >= (closing or 0) else "closing"


def drift(letter: Letter, world: World) -> str | None:
    fit = letter.reading.fit
    assert fit
    marked = broken_lines(letter)
    lines = [line for line, text in fit.changed if text not in marked and counts(line, fit.values)]
    lines += [line for line in fit.missing if not line.slots and not is_idle_label(line, letter)]
    if not lines:
        return None
    rows = [row for row in world.held("mandatory_sentences", letter.day)
            if row.get("kind", "*") in ("*", "", letter.kind)
            and row.get("locale", "*") in ("*", "", fit.template.locale)]  # fmt: skip
    is_major = any(line.slots or is_label(line, fit.template) for line in lines) or any(
        re.search(row["pattern"], line.text, re.I) for row in rows for line in lines
    )
    return MAJOR if is_major else MINOR


def broken_lines(letter: Letter) -> set[str]:
    """Lines in which a placeholder or a dummy stands where words should: found by that rule."""
    from .marks import dummies_in, placeholders_in

    return {line for line in letter.parts.lines if placeholders_in(line) or dummies_in(line)}


def counts(line: Line, values: dict[str, str | None]) -> bool:
    """The line of a slot that nothing fills is judged by REQUIRED_MISSING alone."""
    return not line.slots or any(values.get(slot.name) for slot in line.slots)


def is_label(line: Line, template: Template) -> bool:
    """It ends in a colon and the slot stands below."""
    after = template.lines[template.lines.index(line) + 1 :][:1]
    return not line.slots and line.text.rstrip().endswith(":") and any(
        one.slots and not one.fixed for one in after)  # fmt: skip


def is_idle_label(line: Line, letter: Letter) -> bool:
    fit = letter.reading.fit
    assert fit
    below = fit.template.lines[fit.template.lines.index(line) + 1 :][:1]
    return is_label(line, fit.template) and not any(
        fit.values.get(slot.name) for one in below for slot in one.slots)  # fmt: skip


def foreign_words(letter: Letter, world: World) -> int:
    fit = letter.reading.fit
    assert fit
    allowed = [row["pattern"] for row in world.held("allowed_texts", letter.day)
               if row.get("kind", "*") in ("*", "", letter.kind)
               and row.get("locale", "*") in ("*", "", fit.template.locale)]  # fmt: skip
    return sum(len(words(line)) for line in fit.added
               if not any(re.search(one, line, re.I) for one in allowed))  # fmt: skip


def subject_findings(letter: Letter) -> Findings:
    fit, subject = letter.reading.fit, letter.mail.subject
    assert fit
    if "[ORDER_NUMBER]" in fit.template.subject:
        named = [code(one) for one in re.findall(r"[\w-]*\d[\w-]*", subject)]
        if code(letter.order_id) not in named:
            yield Found("SUBJECT_MISMATCH", about_mail(letter), "order_number", MAJOR)
    if is_of(subject, fit.template.subject) or fit.coverage < 0.8:
        return
    said, meant = kind_by_subject(subject), fit.template.kind
    if said != "other" and FAMILY.get(said, said) != FAMILY.get(meant, meant):
        yield Found("SUBJECT_MISMATCH", about_mail(letter), "stage", MAJOR)


def is_of(subject: str, pattern: str) -> bool:
    pieces = SLOT.split(pattern)[:: SLOT.groups + 1]
    return bool(re.fullmatch(r".*?".join(map(escaped, pieces)), subject, re.I))


def speaks_wrongly(letter: Letter, world: World) -> bool:
    wanted = letter.record.language if letter.record else ""
    has_one = any(one.kind == letter.kind and one.locale[:2] == wanted
                  for one in world.library.own)  # fmt: skip
    return bool(wanted and has_one and letter.language and letter.language != wanted)


def part_findings(letter: Letter) -> Findings:
    about = about_mail(letter)
    if letter.parts.empty_part:
        yield Found("PARTS_DISAGREE", about, "part", MAJOR)
        return
    if not letter.parts.has_two or not letter.reading.fit:
        return
    rich = rich_values(letter)
    for name, value in letter.values.items():
        other = rich.get(name)
        if name == "TRACKING_LINK":
            told, leads = {one.rstrip(".,") for one in URL.findall(value or "")}, targets_of(letter)
            is_other = bool(told and leads) and told != set(leads)
        else:
            is_other = bool(value and other) and folded(value) != folded(other or "")
        if is_other:
            yield Found("PARTS_DISAGREE", about, FIELDS.get(name, name.lower()), MAJOR)


