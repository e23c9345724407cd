"""What is lost or garbled on the way: rules 22 to 24."""

from collections.abc import Callable
from functools import partial

from .garbled import entities, lost, misread, quoted
from .mail_faults import (
    CONFIRMATION,
    CRITICAL,
    MAJOR,
    MINOR,
    NOTICE,
    Fault,
    Faults,
    Find,
    Told,
    add,
)  # fmt: skip
from .mail_faults_marks import FIELDS
from .mail_templates import KINDS
from .said import Said
from .slot_values import money
from .template_lines import lines_of, sentences

Change = Callable[[Said, Told], None]
Garble = Callable[[str], str]
SLOTS = (
    (CONFIRMATION, "CUSTOMER_NAME"), (CONFIRMATION, "ORDER_SUMMARY"), (NOTICE, "CUSTOMER_NAME"),
    (CONFIRMATION, "SHIPPING_ADDRESS"),
)  # fmt: skip
# Places with letters that are no mojibake, or signs that only look like it.
PLAIN = (
    "São Paulo, Ângela, CÃO", "L=20cm, B=30cm", "À la carte, Âge", "R&D, Q&A", "50° – 70°",
    "a < b, c > d",
)  # fmt: skip


def form_faults() -> Faults:
    return [*_parts(), *_cut(), *_garbled()]


def _parts() -> Faults:
    def empty(part: str, said: Said, told: Told) -> None:
        said.parts, said.is_half_empty = (part,), True

    def alone(said: Said, told: Told) -> None:
        said.parts = ("html",)

    def differs(slot: str, value: Callable[[Told], str], said: Said, told: Told) -> None:
        said.html_slots[slot] = value(told)

    def capitals(said: Said, told: Told) -> None:
        said.html_slots["CUSTOMER_NAME"] = said.slots["CUSTOMER_NAME"].upper()

    def dashes(said: Said, told: Told) -> None:
        said.html_slots["ORDER_SUMMARY"] = said.slots["ORDER_SUMMARY"].replace("–", "—")

    def of(field: str) -> tuple[Find]:
        return (Find("PARTS_DISAGREE", field, MAJOR),)

    slots: list[tuple[str, str, str, Callable[[Told], str]]] = [
        (CONFIRMATION, "ORDER_NUMBER", "order_number", lambda told: told.unused_number),
        (CONFIRMATION, "CUSTOMER_NAME", "customer_name", lambda told: "Kim Ahlgren"),
        (CONFIRMATION, "ORDER_TOTAL", "total", _other_total),
        (NOTICE, "TRACKING_NUMBER", "tracking_number", lambda told: told.wrong_number),
        (NOTICE, "CUSTOMER_NAME", "customer_name", lambda told: "Kim Ahlgren"),
        (NOTICE, "CARRIER", "carrier", lambda told: "Hermes"),
    ]
    return [
        *(Fault("PARTS_DISAGREE", kind, partial(empty, part), of("part"))
          for kind in KINDS for part in ("plain", "html")),
        *(Fault("PARTS_DISAGREE", kind, partial(differs, slot, value), of(field),
                fits=lambda told: told.said.parts == ("plain", "html"))
          for kind, slot, field, value in slots),
        *(Fault("PARTS_DISAGREE", kind, change) for kind in KINDS
          for change in (alone, capitals, dashes)),
    ]  # fmt: skip


def _other_total(told: Told) -> str:
    return money(told.order.total + 1, told.order.brand, told.said.language)


def _cut() -> Faults:
    """The body ends after its first lines, or just before its end; or only says more at its end."""

    def to(share: float, said: Said, told: Told) -> None:
        said.cut_at = share

    def reword_end(said: Said, told: Told) -> None:
        *_, last = lines_of(said)
        said.edits.append((last, last.replace(last.split()[0], "All", 1)))

    def without_start(said: Said, told: Told) -> None:
        said.edits.append((sentences(said)[0], None))

    def of(field: str) -> tuple[Find]:
        return (Find("TRUNCATED", field, CRITICAL),)

    drift = (Find("TEMPLATE_DRIFT", "text", MINOR),)
    return [
        *(Fault("TRUNCATED", CONFIRMATION, partial(to, share), of("body"), unsaid=True)
          for share in (0.0, 0.12, 0.3)),
        Fault("TRUNCATED", NOTICE, partial(to, 0.0), of("body"), rung="mail", unsaid=True),
        *(Fault("TRUNCATED", CONFIRMATION, partial(to, share), of("closing"))
          for share in (0.75, 0.85)),
        Fault("TRUNCATED", NOTICE, partial(to, 0.85), of("closing")),
        *(Fault("TRUNCATED", kind, change, drift) for kind in KINDS
          for change in (reword_end, without_start)),
    ]  # fmt: skip


def _garbled() -> Faults:
    rule, faults = "MOJIBAKE", []
    in_text = (Find(rule, "text", MINOR),)
    for garble in (misread, lost, quoted, entities):
        for kind, slot in SLOTS:
            find = Find(rule, FIELDS[slot], MAJOR)
            change, fits = partial(_in_slot, slot, garble), partial(_has_letters, slot)
            faults.append(Fault(rule, kind, change, (find,), fits))
        faults.append(Fault(rule, NOTICE, partial(_in_line, garble), in_text))
    for mark in ("<br>", "</td>", "&nbsp;", "â€™", "Â°", "&amp;"):
        faults.append(Fault(
            rule, KINDS[len(faults) % 2], add(f"24 h{mark} 7/7"), in_text
        ))  # fmt: skip
    subject = Find(rule, "subject", MINOR)
    faults += [Fault(rule, kind, _in_subject, (subject,)) for kind in KINDS]
    return faults + [Fault(rule, kind, add(words)) for kind in KINDS for words in PLAIN]


def _has_letters(slot: str, told: Told) -> bool:
    """Of which one can go wrong."""
    return any(sign.isalpha() and not sign.isascii() for sign in told.said.slots[slot])


def _in_slot(slot: str, garble: Garble, said: Said, told: Told) -> None:
    said.slots[slot] = garble(said.slots[slot])


def _in_line(garble: Garble, said: Said, told: Told) -> None:
    said.added.append(garble("Grüße à tous, mañana"))


def _in_subject(said: Said, told: Told) -> None:
    said.subject += f" {misread('für Sie à bientôt')}"
