"""Rules of values against the record: 12, 28 to 32 and 37."""

import re

from .addresses import address_words, differs
from .folding import code, folded, words
from .items import items_differ
from .letters import Letter
from .records import amount
from .rule_world import CONFIRM, CRITICAL, MAJOR, SHIP, Findings, Found, World, about_mail

TITLES = {"herr", "herrn", "frau", "mr", "mrs", "ms", "miss", "dr", "m", "mme", "mlle", "monsieur",
          "madame", "sr", "sra", "srta", "don", "dona", "senor", "senora", "prof"}  # fmt: skip
MONEY = {"€": "EUR", "£": "GBP", "$": "USD"}
CURRENCIES = r"EUR|GBP|USD|CHF|SEK|DKK|NOK|PLN|CZK|JPY|CAD|AUD|[€£$]"


def value_findings(letter: Letter, world: World, silent: set[str]) -> Findings:
    about = about_mail(letter)
    yield from foreign_findings(letter, world, silent)
    number = letter.values.get("ORDER_NUMBER")
    if number and "order_number" not in silent and code(number) != code(letter.order_id):
        yield Found("ORDER_NO_MISMATCH", about, "order_number", CRITICAL)
    if letter.record is None:
        return
    summary = letter.values.get("ORDER_SUMMARY")
    if summary and "items" not in silent and (severity := items_differ(letter, summary)):
        yield Found("ITEMS_MISMATCH", about, "items", severity)
    if "address" not in silent and (severity := address_differs(letter, world)):
        yield Found("ADDRESS_MISMATCH", about, "address", severity)
    if "customer_name" not in silent and (severity := name_differs(letter, world)):
        yield Found("NAME_MISMATCH", about, "customer_name", severity)
    if "total" not in silent and amount_differs(letter):
        yield Found("AMOUNT_MISMATCH", about, "total", MAJOR)


def foreign_findings(letter: Letter, world: World, silent: set[str]) -> Findings:
    """What is exactly another customer's, and not this order's."""
    about, others, values = about_mail(letter), world.others, letter.values
    found = []
    if number := code(values.get("ORDER_NUMBER")):
        is_own = number == code(letter.order_id)
        found.append(("order_number", is_own, others.orders.get(number, set())))
    for number in map(code, (values.get("TRACKING_NUMBER") or "").split("\n")):
        whose = others.numbers.get(number, set())
        found.append(("tracking_number", number in letter.numbers, whose))
    if name := folded(values.get("CUSTOMER_NAME") or ""):
        own = {folded(row["name"] or "") for row in world.shop.versions[letter.order_id]}
        found.append(("customer_name", name in own, others.names.get(name, set())))
    if value := values.get("SHIPPING_ADDRESS"):
        found.append(("address", has_own_address(letter, world, value), owners(world, value)))
    for field, is_own, whose in found:
        if field not in silent and not is_own and whose and not whose & letter.customers:
            yield Found("FOREIGN_DATA", about, field, CRITICAL)


def owners(world: World, value: str) -> set[str]:
    """Customers at whose postcode and street it is."""
    pieces = folded(value).upper().split()
    pairs = {one + other for one, other in zip(pieces, pieces[1:], strict=False)}
    spelled, found = f" {folded(value)} ", set()
    for street, who in world.others.by_postcode({*pieces, *pairs}):
        if f" {street} " in spelled:
            found |= who
    return found


def has_own_address(letter: Letter, world: World, value: str) -> bool:
    spelled = f" {folded(value)} "
    return any(
        row["street"] and f" {folded(row['street'])} " in spelled
        and code(row["postcode"]) in code(folded(value))
        for row in world.shop.versions[letter.order_id]
    )  # fmt: skip


def address_differs(letter: Letter, world: World) -> str | None:
    value, record = letter.values.get("SHIPPING_ADDRESS"), letter.record
    assert record
    if not value or letter.kind not in (CONFIRM, SHIP) or record["fulfilment"] == "digital":
        return None
    rows = world.lists["address_words"]
    if record["fulfilment"] == "pickup":
        wanted = address_words(record["pickup_point"] or "", rows)
        said = address_words(value, rows)
        return "minor" if any(word not in said for word in wanted) else None
    street = record["street"]
    if not street:
        return None
    return differs(value, street, record["postcode"] or "", record["city"] or "", rows)


def name_differs(letter: Letter, world: World) -> str | None:
    said = [one for one in words(letter.values.get("CUSTOMER_NAME") or "") if one not in TITLES]
    record = letter.record
    assert record
    held = words(record["name"] or "")
    if not said or not held:
        return None
    if all(one in held or len(one) == 1 and any(word[0] == one for word in held) for one in said):
        return None
    whose = world.others.names.get(folded(letter.values.get("CUSTOMER_NAME") or ""), set())
    return CRITICAL if whose and not whose & letter.customers else MAJOR


def amount_differs(letter: Letter) -> bool:
    value, record = letter.values.get("ORDER_TOTAL"), letter.record
    assert record
    said, held = amount(value), amount(record["total"])
    if not value or said is None or held is None:
        return False
    named = {MONEY.get(one, one) for one in re.findall(CURRENCIES, value)}
    is_other = bool(named and record["currency"]) and record["currency"] not in named
    return abs(said - held) > 0.005 or is_other
