"""Whether each order held all that its delivery needs when its confirmation went out."""

import csv
import re
from datetime import datetime

from .bounces import failed
from .recognise import accepted_at, order_mails
from .seeds import SEEDS
from .shop import Row, Shop

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def verifications(shop: Shop) -> dict[tuple[str, str], dict]:
    """(shop, order_id) -> verdict and missing_fields."""
    mails, lost = order_mails(shop, "order_confirmation"), failed(shop)
    return {
        (shop.name, order_id): judge(shop, order, sent(shop, mails.get(order_id, []), lost))
        for order_id, order in shop.orders.items()
    }


def sent(shop: Shop, mails: list, lost: set) -> datetime | None:
    """When the confirmation that counts was accepted: the first that arrived, else the first."""
    arrived = [accepted_at(mail, shop) for mail in mails
               if not any((mail.message_id, to) in lost for to in mail.recipients)]  # fmt: skip
    return min(arrived or [accepted_at(mail, shop) for mail in mails], default=None)


def judge(shop: Shop, order: Row, sent_at: datetime | None) -> dict:
    if any(order.is_true(name) for name in ("is_test", "is_imported", "is_in_store")):
        return {"verdict": "excluded"}
    held = as_of(shop.versions[order["order_id"] or ""], sent_at)
    if held is None:
        return {"verdict": "unknown", "missing_fields": ""}
    missing = missing_in(held, lines_as_of(shop, order["order_id"] or "", sent_at))
    verdict = "incomplete" if missing else "verified"
    return {"verdict": verdict, "missing_fields": ", ".join(missing)}


def as_of(versions: list[Row], at: datetime | None) -> Row | None:
    """The newest version that held at that moment; all of them lie in the past of None."""
    held = [one for one in versions if at is None or one.since and one.since <= at]
    return max(held, key=lambda one: one.since or datetime.min, default=None)


def lines_as_of(shop: Shop, order_id: str, at: datetime | None) -> list[Row]:
    lines = shop.line_versions.get(order_id, {}).values()
    held = [as_of(versions, at) for versions in lines]
    return [one for one in held if one and number(one["quantity"]) != 0]  # zero: taken out


def number(text: str | None) -> float | None:
    return float(text.replace(",", ".")) if text else None


def missing_in(order: Row, lines: list[Row]) -> list[str]:
    missing = []
    if not lines or not all(one["title"] or one["sku"] for one in lines):
        missing.append("product")
    if not lines or not all((number(one["quantity"]) or 0) > 0 for one in lines):
        missing.append("quantity")
    match order["fulfilment"]:
        case "digital":
            pass
        case "pickup":
            missing += [] if order["pickup_point"] or order["street"] else ["street"]
        case _:
            missing += [name for name in ("street", "city") if not order[name]]
            if not order["postcode"] and (order["country"] or "") not in without_postcode():
                missing.append("postcode")
            missing += [] if order["country"] else ["country"]
    if not ADDRESS.fullmatch((order["email"] or "").strip()):
        missing.append("contact")
    return missing


def without_postcode() -> set[str]:
    with (SEEDS / "countries_without_postcode.csv").open() as lines:
        return {row["country"] for row in csv.DictReader(lines)}
