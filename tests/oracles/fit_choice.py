"""Which template a mail came from, and which version: the one of which most words stand in it."""

import re
from dataclasses import dataclass
from datetime import datetime

from .fitting import Fit, fit_fast, fit_slowly
from .folding import folded, repaired, words
from .line_fit import exact
from .template_files import Template

FITS, SURE = 0.55, 0.8  # of the fixed words
ENOUGH = 0.35  # of the different words, before lines are compared at all
COMMON = {
    "en": "the your you and is our for with of will this have any we to has",
    "de": "der die das ihre ihr sie und ist wir fur mit von haben wird den auf zu",
    "fr": "le la les votre vous et est nous pour avec de des une sur dans vos",
    "es": "el los las su usted y es nuestro para con de una que por sus en",
}


@dataclass
class Reading:
    """What a mail was read as. `how`: template, unknown, default, labels or unread."""

    how: str
    fit: Fit | None = None
    active: Template | None = None  # of the same kind and language at that time
    is_retired: bool = False
    nearest: Fit | None = None  # where none fits

    @property
    def kind(self) -> str | None:
        sure = self.fit and self.how == "template" and self.fit.coverage >= SURE
        return self.fit.template.kind if sure and self.fit else None


def read(lines: list[str], kind: str, at: datetime, templates: list[Template]) -> Reading:
    """`templates`: the shop's own and, for kinds without any, the procedure's."""
    if not any(words(line) for line in lines):
        nearest = [one for one in templates if one.kind == kind and one.is_active(at)]
        return Reading("unread", nearest=Fit(nearest[0]) if nearest else None)
    held = {word for line in lines for token in line.split()
            for word in folded(repaired(token)).split()}  # fmt: skip
    ranked = sorted(templates, key=lambda one: overlap(one, held), reverse=True)
    for one in [one for one in ranked[:4] if one.is_active(at) and overlap(one, held) > 0.9]:
        if fit := fit_fast(one, lines):
            if fit.coverage == 1 and (one.origin == "own" or one.kind == kind):
                return Reading("template" if one.origin == "own" else "default", fit, one)
    near = [one for one in ranked if overlap(one, held) >= ENOUGH][:4]
    fits = [fit_fast(one, lines) or fit_slowly(one, lines) for one in near]
    return best_of(fits, lines, kind, at, templates)


def beginning_of(
    lines: list[str], kind: str, at: datetime, templates: list[Template]
) -> Fit | None:
    """The template of which nothing but some lines stand there: the rest was cut off."""
    shares = [(sum(any(exact(row, line) for row in one.lines) for line in lines) / len(lines),
               one.is_active(at), n) for n, one in enumerate(templates)
              if one.kind == kind]  # fmt: skip
    share, _, n = max(shares, default=(0, False, 0))
    return Fit(templates[n]) if share > 0.5 else None


def best_of(
    fits: list[Fit], lines: list[str], kind: str, at: datetime, templates: list[Template]
) -> Reading:
    is_own = {one.kind for one in templates if one.origin == "own"}
    able = [fit for fit in fits if fit.coverage >= (FITS if fit.template.kind == kind else SURE)
            and (fit.template.origin == "own" or fit.template.kind == kind)]  # fmt: skip
    if not able:
        how = "unknown" if kind in is_own else "labels"
        return Reading(how, nearest=beginning_of(lines, kind, at, templates))
    best = max(able, key=lambda fit: (fit.coverage, fit.template.is_active(at), -len(fit.added)))
    same = [fit for fit in fits if fit.template.name == best.template.name]
    now = next((fit for fit in same if fit.template.is_active(at)), None)
    active = now.template if now else next(
        (one for one in templates if one.name == best.template.name and one.is_active(at)), None)
    is_better = active is not None and (now is None or best.coverage > now.coverage)
    how = "template" if best.template.origin == "own" else "default"
    return Reading(how, best, active, is_better and active is not best.template)


def overlap(template: Template, held: set[str]) -> float:
    return len(template.bag & held) / len(template.bag) if template.bag else 0.0


def language_of(lines: list[str]) -> str | None:
    """By the commonest words; None where two languages are about as likely."""
    said = [word for line in lines if not re.search(r"https?://", line) for word in words(line)]
    counts = sorted(((sum(word in common.split() for word in said), name)
                     for name, common in COMMON.items()), reverse=True)  # fmt: skip
    return counts[0][1] if counts[0][0] >= 3 and counts[0][0] >= 1.5 * counts[1][0] else None
