"""Clean order mails of twelve layouts, as several kinds of shops send them: nothing is wrong here.

`make` yields rows of the raw store for two shops: `known`, whose templates are given, and
`strange`, which has none. The layouts stand beside this file, with the words of each language.
"""

import hashlib
import random
import re
import unicodedata
from datetime import date, datetime, time, timedelta

from clean_mails import second_wording as wording
from clean_mails.second_wording import (
    ANCHOR,
    NEWS,
    NUMBERS,
    PLACE,
    SENDERS,
    WORDS,
    digest,
    end_of,
    layout,
    row,
    workday,
)

from sql.raw import mail_facts, order_facts, service_facts

FIRST, LAST = date(2026, 2, 2), date(2026, 3, 9)  # all is delivered on days without holidays
POLLED = datetime(2026, 3, 26, 18)
KINDS = ("order_confirmation", "shipping_notice")


def templates() -> list[dict]:
    """What `known` gives as its templates: the visible text, slots in brackets."""
    rows = []
    for path in sorted(PLACE.glob("known_*.txt")):
        _, locale, *version = path.stem.split("_")
        for kind in KINDS:
            subject, text = wording.read_layout(path.stem)[kind]
            text = ANCHOR.sub(r"\1", text)
            slots = list(dict.fromkeys(re.findall(r"\[([A-Z_]+)\]", f"{subject}\n{text}")))
            rows.append(row(
                service_facts.Template, shop="known", locale=locale, kind=kind,
                version=(version or ["1"])[0], subject=subject, text=text, is_html=False,
                valid_from_at=NEWS if version == ["2"] else datetime(2026, 1, 1), slots=slots,
                path=f"given/known/templates/{path.stem}.{kind}.txt"))
    return rows


class Shop:
    """One shop: takes orders, ships them and writes to its customers."""

    def __init__(self, name: str, chance: random.Random, rows: dict[str, list[dict]]):
        self.name, self.chance, self.rows = name, chance, rows
        self.next = {locale: chance.randint(1001, 4000) for shop, locale in NUMBERS if shop == name}
        self.tracked: set[str] = set()

    def keep(self, table: str, fact: type, record: dict, **more: object) -> None:
        self.rows[table].append(row(fact, **{**record, **more}))

    def order(self, placed_at: datetime, parcels: int) -> None:
        """An order with all its mails; of no parcels: one that has not left yet."""
        chance, locale = self.chance, self.chance.choice(list(self.next))
        words, lines = WORDS[locale], self.pick(WORDS[locale], parcels)
        prepaid, express = chance.random() < .12, parcels == 1 and chance.random() < .25
        prepaid = prepaid and not express
        method, told = list(words["methods"].items())[express]
        money = self.sums(lines, express, layout(self.name, locale, placed_at))
        day, person = placed_at.date(), self.person(words, locale)
        self.next[locale] += chance.randint(1, 3)
        record = {
            "shop": self.name, "order_id": NUMBERS[self.name, locale].format(self.next[locale]),
            "placed_at": placed_at, "paid_at": None if prepaid else placed_at, "is_test": False,
            "confirmation_flag": True, "channel": "web", "fulfilment": "ship",
            "locale": locale if self.name == "known" else f"{locale}-{locale.upper()}".replace(
                "EN", "GB"),
            "shipping_method": method, "currency": words["currency"], "total": money["TOTAL"],
            "payment_method": words["prepay"] if prepaid else chance.choice(words["payments"]),
            "ship_by_at": end_of(workday(day, 1 if express else 2)),
            "deliver_by_at": end_of(workday(day, 2 if express else 5)),
            "line_ids": [line["line_id"] for line in lines], **person,
        }
        story = {
            "locale": locale, "words": words, "record": record, "lines": lines, "money": money,
            "told": told, "billing": self.billing(person, words), "first": person["name"]
            .removesuffix(f" {person['last']}"),
        }
        del record["last"]
        self.keep("order_versions", order_facts.OrderVersion, record, valid_from_at=placed_at)
        for line in lines:
            known = {name: value for name, value in line.items() if name != "variant"}
            self.keep("order_items", order_facts.OrderItem, known, shop=self.name,
                      order_id=record["order_id"], valid_from_at=placed_at)
        everything = {line["line_id"]: line["quantity"] for line in lines}
        self.mail(KINDS[0], placed_at + timedelta(seconds=chance.randint(4, 65)), story, everything)
        slow = not express and (prepaid or chance.random() < .3)
        left_at = None
        for at, counts in enumerate(self.split(everything, parcels)):
            leaves = workday(day, 2 if at or slow else 1)
            left_at = self.ship(story, counts, leaves, express, at)
        if left_at:
            paid_at = record["paid_at"] or placed_at + timedelta(hours=chance.randint(3, 9))
            self.keep("order_versions", order_facts.OrderVersion, record, paid_at=paid_at,
                      fulfilled_at=left_at, valid_from_at=left_at)

    def sums(self, lines: list[dict], express: bool, form: dict) -> dict[str, float]:
        subtotal = round(sum(line["price"] * line["quantity"] for line in lines), 2)
        has_voucher = "[DISCOUNT]" in form[KINDS[0]][1] and self.chance.random() < .4
        discount = round(subtotal * .1, 2) if has_voucher else 0.0
        shipping = 9.9 if express else 0.0 if subtotal > 150 else 4.95
        total = round(subtotal - discount + shipping, 2)
        return {"SUBTOTAL": subtotal, "DISCOUNT": discount, "SHIPPING_COST": shipping,
                "TOTAL": total, "VAT": round(total - total / form["vat"], 2)}

    def person(self, words: dict, locale: str) -> dict:
        chance = self.chance
        first, last = chance.choice(words["first"]), chance.choice(words["last"])
        plain = unicodedata.normalize("NFKD", f"{first}.{last}".lower().replace("ß", "ss"))
        box = re.sub(r"[^a-z]+", ".", "".join(e for e in plain if not unicodedata.combining(e)))
        postcode, city, country = chance.choice(words["places"])
        return {
            "name": f"{first} {last}", "postcode": postcode, "city": city, "country": country,
            "street": chance.choice(words["streets"]).format(n=chance.randint(1, 190)),
            "phone": words["phone"].format(chance.randint(10, 99)), "last": last,
            "email": f"{box.strip('.')}{chance.randint(1, 99999)}@{locale}.post.example",
        }

    def billing(self, person: dict, words: dict) -> dict:
        """The same address in most orders; else another one of the same person, or a firm's."""
        if self.chance.random() < .65:
            return person
        postcode, city, country = self.chance.choice(words["places"])
        street = self.chance.choice(words["streets"]).format(n=self.chance.randint(200, 400))
        other = {**person, "street": street, "postcode": postcode, "city": city,
                 "country": country}
        return {**other, "company": ["Studio 21 & Co."]} if self.chance.random() < .4 else other

    def pick(self, words: dict, parcels: int) -> list[dict]:
        chance, lines, seen = self.chance, [], set()
        wanted = max(parcels, chance.choice((1, 1, 2, 2, 3, 4)))
        while len(lines) < wanted:
            title, has_variant, price = chance.choice(words["products"])
            variant = [chance.choice(words["sizes"].split()),
                       chance.choice(words["colours"].split(";"))] if has_variant else []
            if (title, *variant) in seen:
                continue
            seen.add((title, *variant))
            known = int(hashlib.md5("".join((title, *variant)).encode()).hexdigest(), 16)
            sku = ("TS-100-{}", "SW{}", "BK_{}", "40063813{}")[known % 4].format(
                known % 90000 + 10000)
            lines.append({
                "line_id": f"L{len(lines) + 1}", "title": title, "sku": sku, "price": price,
                "quantity": chance.choice((1, 1, 1, 1, 2, 3, 12)), "variant": variant})
        return lines

    def split(self, everything: dict[str, int], parcels: int) -> list[dict[str, int]]:
        if parcels < 2:
            return [everything] * parcels
        names = list(everything)
        cut = self.chance.randint(1, len(names) - 1)
        return [{name: everything[name] for name in part} for part in (names[:cut], names[cut:])]

    def ship(self, story: dict, counts: dict, day: date, express: bool, at: int) -> datetime:
        chance, record = self.chance, story["record"]
        carrier = chance.choice(story["words"]["carriers"])
        number = wording.tracking_number(chance, carrier)
        while number in self.tracked:
            number = wording.tracking_number(chance, carrier)
        self.tracked.add(number)
        left_at = datetime.combine(day, time(8)) + timedelta(seconds=chance.randint(0, 6 * 3600))
        due = workday(day, 1 if express else chance.choice((2, 3)))
        due = min(due, workday(record["placed_at"].date(), 2 if express else 5))
        came = due if express or chance.random() < .7 else workday(due, -1)
        link = wording.LINKS[carrier].format(
            locale=story["locale"], number=number, postcode=record["postcode"].replace(" ", ""))
        key = wording.plain_key(record["order_id"])
        shipment = {
            "shop": self.name, "shipment_id": f"{key}-P{at + 1}", "order_id": record["order_id"],
            "carrier": carrier, "tracking_number": number, "tracking_url": link,
            "shipped_at": left_at, "promised_at": end_of(due), "valid_from_at": left_at,
            "items": ", ".join(f"{line}:{count}" for line, count in counts.items()),
        }
        self.keep("shipments", order_facts.Shipment, shipment)
        scanned = left_at + timedelta(minutes=chance.randint(40, 500))
        there = datetime.combine(came, time(8)) + timedelta(minutes=chance.randint(0, 500))
        self.keep("shipments", order_facts.Shipment, shipment, first_scan_at=scanned,
                  first_attempt_at=there, delivered_at=there, valid_from_at=there)
        self.mail(KINDS[1], left_at + timedelta(seconds=chance.randint(60, 1600)), story, counts,
                  {"CARRIER": carrier, "TRACKING_NUMBER": number, "TRACKING_LINK": link}, due)
        return left_at

    def slots(self, story: dict, form: dict, sent_at: datetime, due: date | None) -> dict:
        words, record, comma = story["words"], story["record"], "address" in form
        day_form = "numeric" if form["dates"] == "numeric" else "day"
        placed = record["placed_at"].date()
        slots = {
            "ORDER_NUMBER": record["order_id"], "ORDER_KEY": wording.plain_key(record["order_id"]),
            "CUSTOMER_NAME": story["first"] if form.get("greet") == "first" else record["name"],
            "ORDER_DATE": wording.say_day(words, placed, day_form),
            "SHIP_BY": wording.say_day(words, record["ship_by_at"].date(), day_form),
            "SHIPPING_ADDRESS": wording.address(record, words, comma),
            "BILLING_ADDRESS": wording.address(story["billing"], words, comma),
            "PAYMENT_METHOD": record["payment_method"], "PHONE": record["phone"],
            "SHIPPING_METHOD": record["shipping_method"], "SHIPPING_TIME": story["told"],
            "TELEPHONE": words["telephone"], "EMAIL": SENDERS[self.name][1],
            "CONTACT_INFO": f"service@known.example, {words['telephone']}",
            **{name: wording.say_money(words, sum_) for name, sum_ in story["money"].items()},
        }
        if story["money"]["DISCOUNT"]:
            slots["DISCOUNT"] = f"-{slots['DISCOUNT']}"
        if due:
            start = workday(due, -1)
            said = wording.say_day(words, due, day_form)
            if form["dates"] == "window" and start <= sent_at.date():
                said = words["single"].format(b=said)
            elif form["dates"] == "window":
                said = words["window"].format(a=wording.say_day(words, start, "short"), b=said)
            slots["DELIVERY_DATE"] = said
        return slots

    def mail(self, kind: str, sent_at: datetime, story: dict, counts: dict,
             parcel: dict | None = None, due: date | None = None) -> None:
        record, form = story["record"], layout(self.name, story["locale"], sent_at)
        slots = {**self.slots(story, form, sent_at, due), **(parcel or {})}
        slots["ITEMS"] = wording.say_items(form["item"], story["lines"], counts, story["words"])
        subject, text = form[kind]
        if self.name == "strange" and not story["money"]["DISCOUNT"]:
            text = re.sub(r"(\n[^\n\[]+)?\n\[DISCOUNT\]|\n[^\n]+\[DISCOUNT\]", "", text)
        anchors = [(wording.fill(label, slots), wording.fill(target, slots))
                   for label, target in ANCHOR.findall(text)]
        html = wording.fill(ANCHOR.sub(r"\1", text), slots)
        plain = wording.fill(ANCHOR.sub(r"\2", text), slots) if form["parts"] == "twofold" else html
        subject = wording.fill(subject, slots)
        shown = re.findall(r"https://[^\s<>]+", plain)
        if form["parts"] == "plain":
            anchors = []
        targets = [target for _, target in anchors]
        name, sender, reply_to = SENDERS[self.name]
        taken = sent_at + timedelta(seconds=self.chance.randint(0, 3))
        key = digest(record["order_id"], kind, plain, str(sent_at))
        self.rows["messages"].append(row(
            mail_facts.Message, message_key=key, message_id=f"{key[:20]}@mail.{self.name}.example",
            from_address=sender, from_name=name, reply_to_address=reply_to,
            to_addresses=[record["email"]], sent_at=sent_at, first_hop_at=taken,
            received_at=taken + timedelta(seconds=2), subject=subject, text=plain,
            html_text=html if html != plain else None,
            links=list(dict.fromkeys(e for e in targets + shown if e.startswith("https"))),
            link_targets=None if form["parts"] == "plain" else targets,
            link_texts=[label for label, _ in anchors], is_null_sender=False,
            size=2 * len(plain) + 1500))
        self.rows["message_locations"].append(row(
            mail_facts.MessageLocation, message_key=key, shop=self.name, role="archive",
            path=f"given/{self.name}/archive", epoch="", location=f"cur/{key}:2,S"))


def polls(name: str, rows: dict[str, list[dict]]) -> list[dict]:
    """That the shop's records and mails were read once, after all of it had happened."""
    roles = (("archive", "messages", "received_at"), ("orders", "order_versions", "valid_from_at"),
             ("items", "order_items", "valid_from_at"), ("shipments", "shipments", "valid_from_at"))
    own = {each["message_key"] for each in rows["message_locations"] if each["shop"] == name}
    found = []
    for role, table, column in roles:
        times = [each[column] for each in rows[table]
                 if each.get("shop") == name or each.get("message_key") in own]
        found.append({
            "kind": "maildir" if role == "archive" else "csv", "path": f"given/{name}/{role}",
            "role": role, "shop": name, "polled_at": POLLED, "since_at": datetime(2026, 1, 1),
            "newest_item_at": max(times, default=None), "oldest_item_at": min(times, default=None),
            "holes": [], "quiet_after_seconds": 14 * 86400})
    return found


def make(count: int, seed: int) -> dict[str, list[dict]]:
    """That many mails, half of each shop, with all that is on record of their orders."""
    tables = ("order_versions", "order_items", "shipments", "messages", "message_locations")
    rows: dict[str, list[dict]] = {table: [] for table in tables}
    rows["templates"], rows["polls"] = templates(), []
    days = (LAST - FIRST).days + 1
    for name, wanted in (("known", count - count // 2), ("strange", count // 2)):
        chance = random.Random(f"{seed} {name}")
        shop = Shop(name, chance, rows)
        fresh = min(wanted, round(wanted * .02) + wanted % 2)  # confirmed, not yet sent
        parcels, left = [], wanted - fresh
        while left:
            size = 1 if left == 2 else 2 if left == 3 or left > 4 and chance.random() < .12 else 1
            parcels, left = [*parcels, size], left - size - 1
        times = sorted(
            datetime.combine(FIRST + timedelta(chance.randrange(days)), time(5))
            + timedelta(seconds=chance.randrange(16 * 3600)) for _ in parcels)
        times += sorted(POLLED - timedelta(seconds=chance.randint(900, 8 * 3600))
                        for _ in range(fresh))
        for placed_at, each in zip(times, [*parcels, *[0] * fresh], strict=True):
            shop.order(placed_at, each)
        rows["polls"] += polls(name, rows)
    return rows
