"""Rules of what was left open, is nothing, is a dummy or broken: 24 to 27."""

import re
from urllib.parse import unquote

from .folding import folded, words
from .letters import FIELDS, Letter
from .marks import dummies_in, garbled, is_dummy_value, is_null, placeholders_in
from .nothings import is_empty_item, is_null_link
from .parts import URL
from .rule_world import CRITICAL, MAJOR, MINOR, Findings, Found, World, about_mail

WORST = {"order_number", "items", "tracking_number", "tracking_link", "link"}
GREETING = re.compile(
    r"^(?:dear|hello|hi|hey|good (?:morning|day)|guten (?:tag|morgen)|hallo|liebe[rs]?|"
    r"sehr geehrte[rs]?(?: herr| frau)?|bonjour|ch[eè]re?|salut|hola|estimad[oa]|buenos d[ií]as)"
    r"\s+([^,!:]{1,60})[,!:]?$",
    re.I,
)
NUMBERED = re.compile(
    r"(?:order|bestellung|commande|pedido|bestellnummer)(?:\s(?:no\.|number|nr\.|n°|n\.º))?\s*#?:?\s*"
    r"(?:#\s*)?(none|null|nil|undefined|nan|n/a|\[object object\])(?=[\s.,!:]|$)",
    re.I,
)
def strings(letter: Letter) -> list[str]:
    """What the record holds, and may thus stand in a mail however odd it looks."""
    shop, lines = letter.shop, letter.shop.line_versions.get(letter.order_id, {}).values()
    held = [*shop.versions[letter.order_id], *(row for versions in lines for row in versions)]
    return [one for row in held for one in row.fields.values() if one]


def mark_findings(letter: Letter, world: World) -> Findings:
    about = about_mail(letter)
    for field in sorted(open_places(letter)):
        yield Found("PLACEHOLDER_LEFT", about, field, CRITICAL)
    for field in sorted(null_places(letter)):
        yield Found("NULL_VALUE", about, field, CRITICAL if field in WORST else MAJOR)
    for field in sorted(dummy_places(letter, world)):
        yield Found("DUMMY_VALUE", about, field, MAJOR)
    for field in sorted(broken_places(letter)):
        severity = MINOR if field in ("subject", "text") else MAJOR
        yield Found("MOJIBAKE", about, field, severity)


def links(letter: Letter) -> list[str]:
    return [one.target for one in letter.anchors] + URL.findall(letter.text)


def open_places(letter: Letter) -> set[str]:
    known = " ".join(strings(letter))
    found = set()
    for field, text in (("subject", letter.mail.subject), ("text", URL.sub(" ", letter.text))):
        if any(one not in known for line in text.split("\n") for one in placeholders_in(line)):
            found.add(field)
    if any(placeholders_in(unquote(one)) for one in links(letter)):
        found.add("link")
    return found


def null_places(letter: Letter) -> set[str]:
    found = set()
    for name, value in letter.values.items():
        if value and is_null(value) and not is_recorded(letter, name, value):
            found.add(FIELDS.get(name, name.lower()))
    if any(map(is_empty_item, (letter.values.get("ORDER_SUMMARY") or "").split("\n"))):
        found.add("items")
    for line in [letter.mail.subject, *letter.parts.lines]:
        greeted = GREETING.match(line)
        if greeted and is_null(greeted[1]) and not is_recorded(letter, "CUSTOMER_NAME", greeted[1]):
            found.add("customer_name")
        if NUMBERED.search(line):
            found.add("order_number")
    if "tracking_link" not in found and any(map(is_null_link, links(letter))):
        found.add("link")
    return found


def is_recorded(letter: Letter, name: str, value: str) -> bool:
    """The customer is called so, the product is."""
    record = letter.record
    if record is None:
        return False
    if name == "CUSTOMER_NAME":
        return set(words(value)) <= set(words(record["name"] or ""))
    return folded(value) in {folded(one) for one in strings(letter)} - {""}


def dummy_places(letter: Letter, world: World) -> set[str]:
    known, found = " ".join(strings(letter)).lower(), set()
    own = tuple(world.shop.domains)

    def is_dummy(text: str) -> bool:
        return any(one.lower() not in known and not one.lower().endswith(own)
                   for one in dummies_in(text))  # fmt: skip

    for name, value in letter.values.items():
        if value and (is_dummy(value) or is_dummy_value(value)
                      and not is_recorded(letter, name, value)):  # fmt: skip
            found.add(FIELDS.get(name, name.lower()))
    if any(map(is_dummy, outside(letter))):
        found.add("text")
    return found


def broken_places(letter: Letter) -> set[str]:
    found = set()
    for name, value in letter.values.items():
        if any(garbled(URL.sub(" ", value or ""))):
            found.add(FIELDS.get(name, name.lower()))
    if any(any(garbled(URL.sub(" ", line))) for line in outside(letter)):
        found.add("text")
    if any(garbled(letter.mail.subject)):
        found.add("subject")
    return found


def outside(letter: Letter) -> list[str]:
    """The lines of the mail without what stands in slots."""
    pieces = sorted({one for value in letter.values.values() for one in (value or "").split("\n")},
                    key=len, reverse=True)  # fmt: skip
    found = []
    for line in letter.parts.lines:
        for piece in pieces:
            if piece and piece in line:
                line = line.replace(piece, " ")
        found.append(line)
    return found


def silent_slots(letter: Letter, world: World) -> set[str]:
    """Fields of which another rule has said already that nothing was filled in."""
    found = null_places(letter) | dummy_places(letter, world) | broken_places(letter)
    for name, value in letter.values.items():
        known = " ".join(strings(letter))
        if any(one not in known for one in placeholders_in(unquote(value or ""))):
            found.add(FIELDS.get(name, name.lower()))
    if "link" in found | open_places(letter):
        found.add("tracking_link")
    return found
