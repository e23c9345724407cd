"""Which template a mail was made from, and what it says in the slots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sql.mail_anchors import Anchors, anchors_of, chain
from sql.mail_fold import Text
from sql.mail_orphans import adopt
from sql.mail_templates import Template
from sql.mail_values import Gaps, Value

LEAST = 0.55  # share of its words that a template's mail shows
SURE = 0.75
WHOLLY = 0.9  # share of a beginning that stands there
FEWEST = 8  # fixed words by which a template is known that shows little
SHORTEST = 4  # fixed words of a template; fewer stand in many a mail
LOST_FOUND = 0.7  # share of the words of lost pieces that may be found in changed ones
CLOSELY = 3  # templates that are compared piece by piece


@dataclass(frozen=True, slots=True)
class Reading:
    """A mail laid over one template."""

    text: Text
    template: Template
    anchors: Anchors
    coverage: float
    is_active_version: bool
    active_version: str | None

    @property
    def is_fit(self) -> bool:
        """Whether the mail was made from it. A little is in many a mail: it must be exact."""
        if self.template.fixed_words < SHORTEST:
            return False
        if self.coverage < LEAST or self.coverage >= SURE:
            return self.coverage >= SURE
        exact = sum(anchor.found for anchor in self.anchors if anchor and anchor.is_exact)
        return exact >= LEAST * self.template.fixed_words

    @property
    def is_begun(self) -> bool:
        """Whether a beginning of the template stands there, or all of it but one piece."""
        found = [number for number, anchor in enumerate(self.anchors) if anchor]
        pieces = self.template.fixed[: max(found, default=-1) + 1]
        words = found_words(self.anchors)
        if words < FEWEST:
            return False
        others = sum(anchor is None or not anchor.is_exact for anchor in self.anchors)
        return others < 2 or words >= WHOLLY * sum(len(piece.words) for piece in pieces)

    def values(self) -> list[Value]:
        values = Gaps(self.text, self.template, self.anchors).values()
        if None in self.anchors:
            adopt(self.text, self.template, self.anchors, values)
        return values


def reading_of(
    text: Text, templates: Sequence[Template], at: datetime | None
) -> Reading | None:
    """The template that explains most of the mail; `templates` with the most words first."""
    if not text.words or not templates:
        return None
    if whole := _whole(text, templates, at):
        return made(text, whole[1], whole[0], templates, at)
    rated = [(rough(text, template), template) for template in templates]
    rated.sort(key=lambda one: 2 * one[0] - one[1].fixed_words, reverse=True)
    best: tuple[tuple, Anchors, Template] | None = None
    for found, template in rated[:CLOSELY]:
        likely = found + LOST_FOUND * (template.fixed_words - found)
        if best is None or 2 * likely - template.fixed_words >= best[0][0]:
            anchors = anchors_of(text, template)
            rank = weight(anchors, template, at)
            if best is None or rank > best[0]:
                best = rank, anchors, template
    assert best is not None
    return made(text, best[2], best[1], templates, at)


def _whole(
    text: Text, templates: Sequence[Template], at: datetime | None
) -> tuple[Anchors, Template] | None:
    """A template of which nothing is missing, unless more of a longer one is there."""
    found: list[tuple[Anchors, Template]] = []
    most = 0  # words that speak for a longer one
    for template in templates:
        if found and template.fixed_words < found[0][1].fixed_words:
            break
        if anchors := chain(text, template):
            found.append((anchors, template))
        elif not found:
            there = sum(len(piece.words) for piece in template.fixed if piece.flat in text.flat)
            most = max(most, 2 * there - template.fixed_words)
    if not found or most > found[0][1].fixed_words:
        return None
    return max(found, key=lambda one: weight(*one, at))


def most_found(
    text: Text, templates: Sequence[Template], at: datetime | None
) -> Reading | None:
    """The template of whose words most stand in the mail, however many are missing."""
    if not text.words or not templates:
        return None
    template = max(templates, key=lambda one: (rough(text, one), one.is_active(at)))
    return made(text, template, anchors_of(text, template), templates, at)


def laid_over(text: Text, template: Template) -> Reading:
    """Another part of a mail that was made from a template."""
    anchors = chain(text, template) or anchors_of(text, template)
    return Reading(text, template, anchors, coverage(anchors, template), True, None)


def rough(text: Text, template: Template) -> int:
    """Words of those pieces that stand in the mail as they are."""
    return sum(len(piece.words) for piece in template.fixed if text.places(piece.flat))


def found_words(anchors: Anchors) -> int:
    return sum(anchor.found for anchor in anchors if anchor)


def weight(anchors: Anchors, template: Template, at: datetime | None) -> tuple:
    found = found_words(anchors)
    newest = template.valid_from_at or datetime.min
    return 2 * found - template.fixed_words, template.is_active(at), newest, template.version


def made(
    text: Text, template: Template, anchors: Anchors, templates: Sequence[Template],
    at: datetime | None,
) -> Reading:  # fmt: skip
    share = coverage(anchors, template)
    active = next((t for t in templates if t.name == template.name and t.is_active(at)), None)
    is_active = active is None or active is template or share <= coverage(
        chain(text, active) or anchors_of(text, active), active
    )
    return Reading(text, template, anchors, share, is_active, active and active.version)


def coverage(anchors: Anchors, template: Template) -> float:
    if not template.fixed_words:
        return 0.0
    return round(found_words(anchors) / template.fixed_words, 4)
