"""Whom a WooCommerce order goes to and how they are reached."""

import re
from collections.abc import Mapping
from typing import Any

from ingest.woo_values import identity, text
from sql.domains import comparable

_BETWEEN = re.compile(r"[;,\s]+")


def contact_of(record: Mapping[str, Any], flags: list[str]) -> dict[str, Any]:
    """The shipping address where there is one: WooCommerce leaves it empty if it is the other."""
    billing, shipping = _part(record, "billing"), _part(record, "shipping")
    to = shipping if text(shipping.get("address_1")) else billing
    addresses = [comparable(one) for one in _BETWEEN.split(text(billing.get("email")) or "")
                 if one]  # fmt: skip
    if len(addresses) > 1:
        flags.append("several_addresses")
    country = text(to.get("country"))
    return {
        "email": addresses[0] if addresses else None,
        "other_emails": addresses[1:],
        "name": _name(to) or _name(billing),
        "street": _joined(to, "address_1", "address_2"),
        "city": text(to.get("city")),
        "postcode": identity(to.get("postcode"), flags),
        "country": country.upper() if country else None,
        "phone": text(billing.get("phone")) or text(shipping.get("phone")),
    }


def _part(record: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = record.get(name)
    return found if isinstance(found, dict) else {}


def _name(address: Mapping[str, Any]) -> str | None:
    return _joined(address, "first_name", "last_name") or text(address.get("company"))


def _joined(address: Mapping[str, Any], *keys: str) -> str | None:
    return " ".join(found for key in keys if (found := text(address.get(key)))) or None
