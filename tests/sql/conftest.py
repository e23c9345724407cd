"""A shop's facts in few words: orders, parcels, mails, log lines and how far they were read."""

import pytest

from sql.raw.opening import open_store

STAMPS = {"source": "given", "run_id": "given", "batch_id": 1, "read_at": "2026-01-01"}
START = "2026-03-01 00:00:00"
KINDS = {"log": "postfix", "orders": "csv", "items": "csv", "shipments": "csv"}


class Postroom:
    """Collects raw facts, writes them at the first question. Times stand on 2026-03-02."""

    def __init__(self, warehouse):
        self.warehouse = warehouse
        self.facts: list[tuple[str, dict]] = []
        self.is_stored = False

    def add(self, table, **row):
        self.facts.append((f"raw.{table}", row))

    def order(self, order_id, placed_at, shop="nordlicht", email="mia@mail.example", **row):
        self.add("order_versions", shop=shop, order_id=order_id, placed_at=moment(placed_at),
                 email=email, content_hash=f"{row}", **row)  # fmt: skip

    def parcel(self, shipment_id, order_id, shipped_at, number=None, shop="nordlicht", **row):
        self.add("shipments", shop=shop, shipment_id=shipment_id, order_id=order_id,
                 shipped_at=moment(shipped_at), tracking_number=number, content_hash="",
                 **row)  # fmt: skip

    def mail(self, key, at, role, shop="nordlicht", **row):
        """A mail and the folder it lies in."""
        at = moment(at)
        self.add("messages", message_key=key, **{
            "message_id": f"{key}@mail.example", "reference_ids": [], "links": [], "flags": [],
            "auto_headers": [], "is_null_sender": False, "text": "", "sent_at": at,
            "received_at": at, "to_addresses": [],
        } | row)  # fmt: skip
        self.place(key, role, shop)

    def place(self, key, role, shop="nordlicht", location=None, **row):
        self.add("message_locations", message_key=key, shop=shop, path=f"given/{shop}/{role}",
                 role=role, epoch="", location=location or key, **row)  # fmt: skip

    def sent(self, key, at, subject="Order confirmation #1001", to="mia@mail.example",
             role="archive", shop="nordlicht", **row):  # fmt: skip
        sender = {"from_address": f"shop@{shop}.example", "to_addresses": [to]}
        self.mail(key, at, role, shop, subject=subject, **sender | row)

    def received(self, key, at, subject="A question", by="mia@mail.example", role="inbox",
                 shop="nordlicht", **row):  # fmt: skip
        to = {"from_address": by, "to_addresses": [f"support@{shop}.example"]}
        self.mail(key, at, role, shop, subject=subject, **to | row)

    def logged(self, event, key, at, to="mia@mail.example", queue_id="Q1", host="mx", **row):
        """What the log says of the mail `key`: taken, then what became of it."""
        life = {"path": "given/log", "host": host, "instance": "postfix", "queue_id": queue_id,
                "generation": "1", "message_id": f"{key}@mail.example",
                "sender": "shop@nordlicht.example"}  # fmt: skip
        self.add("mail_events", event=event, event_at=moment(at),
                 event_key=str(hash((key, event, at, to, queue_id, host))),
                 recipient=None if event == "accepted" else to, **life | row)  # fmt: skip

    def report(self, key, at, about, recipient="mia@mail.example", action="failed",
               status="5.1.1"):  # fmt: skip
        self.received(key, at, "Undelivered mail", by="mailer-daemon@nordlicht.example",
                      report_type="delivery-status", is_null_sender=True)  # fmt: skip
        self.add("bounces", message_key=key, recipient=recipient, action=action, status=status,
                 original_message_id=f"{about}@mail.example")  # fmt: skip

    def read_until(self, at, roles=("archive", "inbox", "orders"), shop="nordlicht",
                   since=START, newest=None, **row):  # fmt: skip
        """Paths that were looked at, and that are alive unless their newest item is older."""
        for role in roles:
            path = "given/log" if role == "log" else f"given/{shop}/{role}"
            self.add("polls", kind=KINDS.get(role, "maildir"), path=path, role=role,
                     **{"shop": shop, "polled_at": moment(at), "since_at": moment(since),
                        "newest_item_at": moment(newest or at), "oldest_item_at": moment(since),
                        "holes": [], "quiet_after_seconds": 7200} | row)  # fmt: skip

    def ask(self, query):
        if not self.is_stored:
            self.is_stored = True
            with open_store(self.warehouse.settings.raw_path) as store:
                for table, row in self.facts:
                    row = stamped(table) | row
                    marks = ", ".join("?" for _ in row)
                    store.db.execute(
                        f"insert into {table} ({', '.join(row)}) values ({marks})", [*row.values()]
                    )
        return self.warehouse.rows(query)


def stamped(table):
    if table == "raw.polls":
        return {"source": "given", "run_id": "given"}
    return STAMPS


def moment(text):
    """A time of 2026-03-02, or one that names its day."""
    return f"2026-03-02 {text}" if text and len(text) <= 8 else text


@pytest.fixture
def postroom(warehouse):
    return Postroom(warehouse)
