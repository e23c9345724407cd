"""Clean order mails, as web shops send them: one shop with known templates, one with strange ones.

`make(count, seed)` gives rows of the raw tables. The layouts, people and products stand in first/.
In a layout, ⟦shown¦target⟧ is a link of the HTML part and "?SLOT line" a line that only stands
where the slot has a value. No mail has a fault; names, goods and spellings are odd but right.
"""

import random
import re
from datetime import datetime, time, timedelta

from tests.clean_mails.first_slots import Order, composed, settle
from tests.clean_mails.first_words import (
    CONFIRMATION,
    CURRENCIES,
    END,
    LOCALES,
    PAGES,
    PICKUPS,
    SENDERS,
    SHIPPING,
    SLOT,
    START,
    SWITCH,
    URL,
    VALID,
    WORDS,
    Row,
    digest,
    end_of,
    folded,
    goods,
    layouts,
    tracking,
    working_day,
)  # fmt: skip


class Shop:
    """One shop's orders and mails."""

    def __init__(self, name: str, rng: random.Random, tables: dict[str, list[Row]]) -> None:
        self.name, self.rng, self.tables = name, rng, tables
        self.layouts, self.goods = layouts(name), goods()
        self.numbers: set[str] = set()
        self.next_order = rng.randrange(210000, 480000)
        self.mails = 0

    def add(self, table: str, row: Row) -> Row:
        row = {**row, "content_hash": digest(row)}
        self.tables[table].append(row)
        return row

    def order(self, left: int) -> None:
        """An order with at most that many mails."""
        rng = self.rng
        locale = rng.choice(LOCALES[self.name])
        words = WORDS[locale]
        sets = sorted({key[0] for key in self.layouts if key[1] == locale})
        weights = [1 if s == "pickup" else 5 for s in sets]
        layout = rng.choices(sets, weights)[0]
        begin = END - timedelta(hours=11) if left == 1 else START
        placed = begin + timedelta(seconds=rng.randrange(int((END - begin).total_seconds()) - 3600))
        self.next_order += rng.randrange(1, 9)
        country = rng.choice(words["countries"])
        country = {"en": "GB", "de": "DE"}[locale] if layout == "pickup" else country
        place = WORDS["places"][country]
        initial = rng.choice(["", "", f"{rng.choice('ABCDEFGHKLMPRSTVW')}. "])
        name = f"{rng.choice(words['firsts'])} {initial}{rng.choice(words['lasts'])}"
        street = rng.choice(place["streets"])
        while len(street) + len(name) > 60:
            street = rng.choice(place["streets"])
        number = rng.randrange(1, 190)
        postcode, city = rng.choice(place["cities"]).split("|")
        local = re.sub("[^a-z]+", ".", folded(name).lower()).strip(".")
        promise = rng.choice([(1, 2), (2, 3), (2, 4), (3, 5)])
        row = {
            "shop": self.name, "order_id": str(self.next_order), "valid_from_at": placed,
            "placed_at": placed, "paid_at": placed + timedelta(seconds=rng.randrange(4)),
            "cancelled_at": None, "refunded_at": None, "verified_at": None,
            "confirmation_flag": True, "channel": "web", "locale": locale, "warehouse": None,
            "shipping_method": "Pickup" if layout == "pickup" else "Standard",
            "payment_method": rng.choice(words["payments"]),
            "fulfilment": "pickup" if layout == "pickup" else "ship",
            "email": f"{local}{self.next_order % 971}@{rng.choice(['post', 'mail'])}.example",
            "name": name, "street": street.format(n=number, n2=number + 2), "city": city,
            "postcode": postcode, "country": country, "phone": None, "is_test": False,
            "is_imported": False, "is_in_store": False,
            "currency": CURRENCIES.get(country, "EUR"), "total": 0.0, "flags": [],
            "edited_at": None, "fulfilled_at": None,
            "ship_by_at": end_of(working_day(placed.date(), promise[1])), "deliver_by_at": None,
            "pickup_point": ", ".join(PICKUPS[locale]) if layout == "pickup" else None,
            "is_gift": False, "refunded_total": None, "other_emails": [], "line_ids": None,
            "extra": None,
        }  # fmt: skip
        if layout == "pickup":
            _, row["street"], row["postcode"], row["city"] = PICKUPS[locale]
        wares = rng.sample(self.goods[locale], rng.choice([1, 1, 2, 2, 3, 5]))
        lines = []
        for at, (sku, title, price) in enumerate(wares, 1):
            quantity = rng.choice([1, 1, 1, 2, 3, 12]) if price < 200 else 1
            lines.append({
                "shop": self.name, "order_id": row["order_id"], "line_id": f"L{at}", "sku": sku,
                "title": title, "quantity": float(quantity), "valid_from_at": placed,
                "price": price, "fulfilment": None, "availability": "in_stock",
                "ship_by_at": None, "flags": [], "extra": None,
            })  # fmt: skip
        order = Order(row, lines, layout, country, promise)
        settle(order, self.layouts, rng)
        self.add("order_versions", row)
        for line in lines:
            self.add("order_items", line)
        self.mail(order, CONFIRMATION, placed + timedelta(seconds=rng.randrange(5, 75)), lines, {})
        self.ship(order, left - 1)

    def ship(self, order: Order, left: int) -> None:
        """Its parcels, as far as the time has come, with an edit before them now and then."""
        rng, row, lines = self.rng, order.row, order.rows
        low, high = order.promise
        placed = row["placed_at"].date()
        pieces = [(line, line["quantity"]) for line in lines]
        parcels = [pieces]
        if left > 1 and order.layout != "pickup" and rng.random() < 0.3:
            if len(pieces) > 1:
                cut = rng.randrange(1, len(pieces))
                parcels = [pieces[:cut], pieces[cut:]]
            elif pieces[0][1] > 1:
                parcels = [[(lines[0], 1.0)], [(lines[0], pieces[0][1] - 1)]]
        later = sorted(rng.randrange(max(1, low - 1), high + 1) for _ in parcels)
        times = []
        for days in later:
            day = datetime.combine(working_day(placed, days), time(6))
            times.append(day + timedelta(seconds=rng.randrange(9 * 3600)))
        times.sort()
        times = [at for at in times if left > 0 and at < END - timedelta(hours=1)]
        is_open = not times or len(times) < len(parcels)
        if times and len(parcels) == 1 and order.layout != "pickup" and rng.random() < 0.1:
            parcels = [self.edit(order, min(row["placed_at"] + timedelta(hours=3),
                                            times[0] - timedelta(minutes=20)))]  # fmt: skip
        for number, (at, parcel) in enumerate(zip(times, parcels, strict=False), 1):
            said = f"{number}|{len(parcels)}" if len(parcels) > 1 else ""
            self.parcel(order, at, parcel, number, said)
        if times and not is_open:
            done = {**order.row, "valid_from_at": times[-1], "fulfilled_at": times[-1]}
            self.add("order_versions", done)

    def edit(self, order: Order, at: datetime) -> list[tuple[Row, float]]:
        """The customer moves, takes one more, or adds a thing; the confirmation stays as it was."""
        rng = self.rng
        order.row = {**order.row, "valid_from_at": at, "edited_at": at}
        what = rng.choice(["address", "quantity", "line"])
        if what == "address":
            place = WORDS["places"][order.country]
            number = rng.randrange(1, 190)
            order.row["street"] = rng.choice(place["streets"]).format(n=number, n2=number + 2)
            order.row["postcode"], order.row["city"] = rng.choice(place["cities"]).split("|")
        elif what == "quantity":
            line = order.rows[0]
            line = {**line, "valid_from_at": at, "quantity": line["quantity"] + 1}
            order.rows = [self.add("order_items", line), *order.rows[1:]]
        else:
            has = {line["sku"] for line in order.rows}
            wares = [ware for ware in self.goods[order.row["locale"]] if ware[0] not in has]
            sku, title, price = rng.choice(wares)
            line = {**order.rows[0], "line_id": f"L{len(order.rows) + 1}", "sku": sku}
            line |= {"title": title, "price": price, "quantity": 1.0, "valid_from_at": at}
            order.rows = [*order.rows, self.add("order_items", line)]
        settle(order, self.layouts, rng)
        self.add("order_versions", order.row)
        return [(line, line["quantity"]) for line in order.rows]

    def parcel(self, order: Order, at: datetime, pieces: list[tuple[Row, float]], number: int,
               said: str) -> None:  # fmt: skip
        """A parcel and its mail; of goods to fetch: that they are ready."""
        rng = self.rng
        is_pickup = order.layout == "pickup"
        carrier = rng.choice(WORDS["places"][order.country]["carriers"])
        code = tracking(carrier, rng)
        while code in self.numbers:
            code = tracking(carrier, rng)
        self.numbers.add(code)
        page = (
            PAGES[carrier] if rng.random() < 0.8 else f"https://www.{self.name}.example/track/{{}}"
        )
        days = rng.randrange(2, 5)
        first, last = (working_day(at.date(), days - 1), working_day(at.date(), days))
        scan = at + timedelta(minutes=rng.randrange(20, 400))
        came_day = working_day(at.date(), rng.randrange(1, days + 1))
        came = datetime.combine(came_day, time(8)) + timedelta(minutes=rng.randrange(540))
        self.add("shipments", {
            "shop": self.name, "shipment_id": f"{order.row['order_id']}-{number}",
            "order_id": order.row["order_id"], "carrier": None if is_pickup else carrier,
            "tracking_number": None if is_pickup else code,
            "tracking_url": None if is_pickup else page.format(code), "shipped_at": at,
            "promised_at": None if is_pickup else end_of(last),
            "first_scan_at": None if is_pickup or scan > END else scan, "first_attempt_at": None,
            "delivered_at": None if is_pickup or came > END else came,
            "items": ", ".join(f"{line['line_id']}:{quantity:.0f}" for line, quantity in pieces),
            "exempt_reason": None, "flags": [], "valid_from_at": at, "cancelled_at": None,
            "extra": None,
        })  # fmt: skip
        lines = [{**line, "quantity": quantity} for line, quantity in pieces]
        values = {"CARRIER": carrier, "TRACKING_NUMBER": code, "TRACKING_LINK": page.format(code),
                  "PARCEL": said, "first": first, "last": last}  # fmt: skip
        self.mail(order, SHIPPING, at + timedelta(seconds=rng.randrange(30, 1700)), lines, values)

    def mail(self, order: Order, kind: str, at: datetime, lines: list[Row], more: Row) -> None:
        """A mail as of its time."""
        row, locale = order.row, order.row["locale"]
        chosen = order.layout
        if self.name == "known":
            chosen = "2" if locale == "en" and at >= SWITCH else "1"
        layout = self.layouts[chosen, locale, kind]
        subject, (plain, html, anchors) = composed(order, layout, lines, self.rng, self.name, more)
        mode = layout.head.get("mode", "plain")
        if mode == "both":
            anchors = [(url, url) for url in URL.findall(plain)]
        sender = f"support@{self.name}.example"
        self.mails += 1
        key = digest(self.name, self.mails, subject, plain)
        message_id = f"{key[:20]}@{self.name}.example"
        links = [target for _, target in anchors if target.startswith("http")]
        self.tables["messages"].append({
            "message_key": key, "message_id": message_id, "in_reply_to": None, "reference_ids": [],
            "from_address": sender, "from_name": SENDERS[self.name],
            "reply_to_address": sender if self.name == "known" else None,
            "to_addresses": [row["email"]], "sent_at": at.replace(microsecond=0),
            "received_at": at + timedelta(seconds=self.rng.randrange(1, 4)),
            "first_hop_at": at + timedelta(seconds=1), "subject": subject,
            "text": html if mode == "html" else plain,
            "links": list(dict.fromkeys(links or URL.findall(plain))),
            "auto_submitted": None, "precedence": None, "list_id": None, "is_null_sender": False,
            "report_type": None, "auto_headers": [], "flags": [], "size": 900 + len(plain) * 2,
            "delivered_to": [], "calendar_method": None,
            "html_text": html if mode == "differ" and html != plain else None,
            "link_targets": None if mode == "plain" else [target for _, target in anchors],
            "link_texts": [] if mode == "plain" else [shown for shown, _ in anchors],
            "dmarc": None,
        })  # fmt: skip
        self.tables["message_locations"].append({
            "message_key": key, "shop": self.name, "path": f"given/{self.name}/archive",
            "role": "archive", "account": None, "folder": None, "epoch": "",
            "location": f"cur/{self.mails:06}.{key[:8]}:2,S", "mailbox_flags": [],
        })  # fmt: skip

    def close(self) -> None:
        """Its templates, if known, and the looks at its sources."""
        if self.name == "known":
            for (version, locale, kind), layout in self.layouts.items():
                named = SLOT.findall(layout.head["subject"] + "\n" + layout.text)
                self.add("templates", {
                    "shop": "known", "locale": locale, "kind": kind, "version": version,
                    "valid_from_at": SWITCH if version == "2" else VALID,
                    "subject": layout.head["subject"], "text": layout.text, "is_html": False,
                    "slots": list(dict.fromkeys(named)),
                    "path": f"templates/known/{kind}.{locale}.{version}.txt",
                })  # fmt: skip
        times = {"orders": ("order_versions", "placed_at")}
        times |= {"items": ("order_items", "valid_from_at")}
        times |= {"shipments": ("shipments", "shipped_at"), "archive": ("messages", "sent_at")}
        for role, (table, column) in times.items():
            domain = f"@{self.name}.example"
            seen = [r[column] for r in self.tables[table]
                    if r.get("shop", self.name) == self.name
                    and r.get("from_address", domain).endswith(domain)]  # fmt: skip
            self.tables["polls"].append({
                "kind": "maildir" if role == "archive" else "csv", "role": role,
                "path": f"given/{self.name}/{role}", "shop": self.name, "polled_at": END,
                "since_at": START - timedelta(days=1), "newest_item_at": max(seen, default=None),
                "oldest_item_at": min(seen, default=None), "holes": [],
                "quiet_after_seconds": 86400,
            })  # fmt: skip


def make(count: int, seed: int) -> dict[str, list[Row]]:
    """Rows by table; half of the mails each are of `known` and of `strange`."""
    names = ("order_versions", "order_items", "shipments", "templates", "messages")
    tables: dict[str, list[Row]] = {n: [] for n in (*names, "message_locations", "polls")}
    for name, wanted in (("known", count - count // 2), ("strange", count // 2)):
        shop = Shop(name, random.Random(f"{name} {seed}"), tables)
        while shop.mails < wanted:
            shop.order(wanted - shop.mails)
        shop.close()
    return tables
