"""What an order's record holds that may stand in a mail, each with the slot that it would fill."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sql.learn_frames import Place
from sql.learn_looks import LONGEST, MOST

NO_WORD = re.compile(r"[\W_]+")
NUMBERS = ("ORDER_NUMBER", "TRACKING_NUMBER")
Known = Mapping[int, Sequence[tuple[str, str]]]  # by mail: slot and value


def known_values(record: dict[str, Any]) -> list[tuple[str, str]]:
    """Slot and value; names and addresses in the forms in which mails write them."""
    name, total = record["name"] or "", record["total"]
    place = " ".join(record[part] or "" for part in ("street", "postcode", "city"))
    words = name.split()
    found = [
        ("ORDER_NUMBER", record["order_id"] or ""),
        ("TRACKING_NUMBER", record["tracking_number"] or ""),
        ("CARRIER", record["carrier"] or ""),
        *(("CUSTOMER_NAME", form) for form in {name, *words[:1], *words[-1:]}),
        *(("SHIPPING_ADDRESS", f"{before} {place}") for before in {"", name} if place.strip()),
    ]
    if total is not None:
        amount, currency = f"{total:.2f}", record["currency"] or ""
        found += [("ORDER_TOTAL", form) for form in (amount, amount + currency, currency + amount)]
    return [(slot, value) for slot, value in found if value.strip()]


def known_name(place: Place, known: Known) -> str:
    """The name whose values in the record are what stands there."""
    hits: Counter = Counter()
    asked = 0
    for number, value in place.values.items():
        if number in known:
            asked += 1
            hits.update({name for name, own in known[number] if is_value(value, name, own)})
    name, count = hits.most_common(1)[0] if hits else ("", 0)
    return name if count >= MOST * asked and count else ""


def is_value(value: str, name: str, own: str) -> bool:
    """The record's value; numbers may stand behind a sign, as in No. 1001."""
    value, own = plain(value[:LONGEST]), plain(own)
    return value == own or (name in NUMBERS and value.endswith(own) and len(value) < 2 * len(own))


@lru_cache(maxsize=20_000)
def plain(value: str) -> str:
    return NO_WORD.sub("", value.casefold())
