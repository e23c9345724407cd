"""Strange text, wrong subjects, another language: rules 19 to 21."""

from functools import partial

from .mail_faults import MAJOR, MINOR, NOTICE, Fault, Faults, Find, Told, add
from .mail_templates import KINDS, template
from .said import Said
from .template_lines import words_of


def wording_faults() -> Faults:
    return [*_foreign(), *_subjects(), *_languages()]


def _foreign() -> Faults:
    """Sixteen words that nobody allowed, or fifteen."""

    def of_words(count: int, lines: int, said: Said, told: Told) -> None:
        words = words_of(said)["advert"].split()[:count]
        place = count // lines
        said.added = [" ".join(words[:place]), " ".join(words[place:])][: 1 + (place < count)]

    found = (Find("FOREIGN_TEXT", "text", MINOR),)
    return [
        Fault("FOREIGN_TEXT", kind, partial(of_words, count, lines), found if count > 15 else ())
        for kind in KINDS
        for lines in (1, 2)
        for count in (16, 15, 30)
        if (count, lines) != (30, 2)
    ] + [Fault("FOREIGN_TEXT", NOTICE, partial(of_words, 15, 1))]


def _subjects() -> Faults:
    number, stage = (Find("SUBJECT_MISMATCH", field, MAJOR) for field in ("order_number", "stage"))

    def without(said: Said, told: Told) -> None:
        said.subject = " ".join(said.subject.replace(told.order.order_id, "").split())

    def another(said: Said, told: Told) -> None:
        said.subject = said.subject.replace(told.order.order_id, told.unused_number)

    def of_other_kind(said: Said, told: Told) -> None:
        kind = KINDS[1 - KINDS.index(said.kind)]
        made = template(said.shop, kind, said.language, said.version)
        said.subject = made.subject.replace("[ORDER_NUMBER]", told.order.order_id)

    def prefixed(before: str, after: str, said: Said, told: Told) -> None:
        said.subject = f"{before}{said.subject}{after}"

    near = (("[EXTERNAL] ", ""), ("", " (2/2)"), ("", " – 24.90"))
    ways = ((without, number), (another, number), (of_other_kind, stage))
    return [
        *(Fault("SUBJECT_MISMATCH", kind, change, (find,))
          for kind in KINDS for change, find in ways),
        *(Fault("SUBJECT_MISMATCH", kind, partial(prefixed, *one)) for kind in KINDS
          for one in near),
    ]  # fmt: skip


def _languages() -> Faults:
    """In another language of the brand; or only one sentence of it."""
    found = (Find("LANGUAGE_MISMATCH", "language", MINOR),)
    return [
        fault
        for kind in KINDS
        for fault in (
            Fault("LANGUAGE_MISMATCH", kind, finds=found, speaks="other"),
            Fault("LANGUAGE_MISMATCH", kind, add("Thank you. Your team is here to help you.")),
        )
    ]
