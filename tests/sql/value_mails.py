"""A shop whose mails are given slot by slot: what each says, and what was found wrong with it."""

from tests.sql.conftest import Postroom

COLUMNS = (
    "message_key shop template version origin locale how coverage_share is_closing_found "
    "body_words fixed_words language slot_names slot_values link_slot_target mark_kinds "
    "mark_places"
).split()
RULES = (
    "FOREIGN_DATA REQUIRED_MISSING ORDER_NO_MISMATCH ITEMS_MISMATCH ADDRESS_MISMATCH "
    "NAME_MISMATCH SHIP_TIME_MISMATCH ETA_MISMATCH ETA_IMPLAUSIBLE ETA_AMBIGUOUS AMOUNT_MISMATCH "
    "TRACKING_MISMATCH TRACKING_FORMAT LINK_WITHOUT_NUMBER LINK_HOST LINK_TEXT_DIFFERS "
    "CARRIER_MISMATCH"
).split()
ORDER = {
    "name": "Maria Keller", "street": "Lindenstraße 12", "postcode": "10115", "city": "Berlin",
    "country": "DE", "total": 44.7, "currency": "EUR", "ship_by_at": "2026-03-04 11:00",
    "valid_from_at": "2026-03-02 09:00",
}  # fmt: skip
CONFIRMATION = {
    "ORDER_NUMBER": "{order}", "CUSTOMER_NAME": "Maria Keller", "ORDER_SUMMARY": "2 × Wool Scarf",
    "SHIPPING_ADDRESS": "Lindenstraße 12\n10115 Berlin", "ORDER_TOTAL": "44,70 €",
    "ESTIMATED_SHIPPING_TIME": "4 March 2026", "CONTACT_INFO": "help@nordlicht.example",
}  # fmt: skip
NUMBER = "00340434161094042557"  # of DHL, with its check digit
NOTICE = {
    "ORDER_NUMBER": "{order}", "CUSTOMER_NAME": "Maria Keller", "ORDER_SUMMARY": "2 × Wool Scarf",
    "TRACKING_NUMBER": NUMBER, "CARRIER": "DHL", "ESTIMATED_DELIVERY_DATE": "5 March 2026",
    "TRACKING_LINK": "https://www.dhl.de/track?n=" + NUMBER,
    "CONTACT_INFO": "help@nordlicht.example",
}  # fmt: skip


class ValueShop:
    """Each order has one mail, whose Message-ID says what the case is."""

    def __init__(self, warehouse):
        self.postroom = Postroom(warehouse)
        self.read: list[list] = []
        self.count = 1000

    def order(self, items=((2.0, "Wool Scarf"),), **record):
        self.count += 1
        self.postroom.order(str(self.count), "08:59:00", **ORDER | record)
        for place, (quantity, title) in enumerate(items):
            self.postroom.add(
                "order_items", shop="nordlicht", order_id=str(self.count), line_id=f"L{place}",
                title=title, quantity=quantity, content_hash=f"{place}",
                valid_from_at="2026-03-02 09:00",
            )  # fmt: skip
        return str(self.count)

    def confirms(self, case, order, slots=None, **read):
        self.sends(case, order, "order_confirmation", f"Order confirmation {order}",
                   CONFIRMATION | (slots or {}), **read)  # fmt: skip

    def ships(self, case, order, slots=None, number=NUMBER, mail=None, parcel=None, **read):
        record = {"carrier": "dhl", "promised_at": "2026-03-05 17:00", "items": "L0:2"}
        self.postroom.parcel(f"P-{order}", order, "09:20:00", number, **record | (parcel or {}))
        slots = NOTICE | (slots or {})
        read = {"link_slot_target": slots["TRACKING_LINK"]} | read
        self.sends(case, order, "shipping_notice", f"Your order {order} has shipped", slots, mail,
                   **read)  # fmt: skip

    def sends(self, case, order, kind, subject, slots, mail=None, **read):
        said = {name: value and value.format(order=order) for name, value in slots.items()}
        text = "\n".join(value for value in said.values() if value)
        self.postroom.sent(case, "10:00:00", subject, text=text, **mail or {})
        row = {
            "message_key": case, "shop": "nordlicht", "template": f"{kind}.en", "version": "1",
            "origin": "own", "locale": "en", "how": "template", "coverage_share": 1.0,
            "is_closing_found": True, "body_words": 80, "fixed_words": 60, "language": "en",
            "slot_names": list(said), "slot_values": list(said.values()),
            "mark_kinds": [], "mark_places": [],
        } | read  # fmt: skip
        self.read.append([row.get(name) for name in COLUMNS])

    def findings(self):
        """By case: what was found, as rule, field and severity."""
        self.postroom.warehouse.replaced["private.mail_contents"] = (COLUMNS, self.read)
        self.postroom.read_until("2026-03-20 12:00", ("archive", "orders", "shipments"))
        wanted = ", ".join(f"'{rule}'" for rule in RULES)
        rows = self.postroom.ask(f"""
            select message_key, rule || ' ' || field || ' ' || severity
            from checks.all_findings where rule in ({wanted}) order by all""")
        found: dict[str, list[str]] = {row[0]: [] for row in self.read}
        for case, finding in rows:
            found[case].append(finding)
        return found
