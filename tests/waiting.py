"""A support mailbox in few words, and the waits that follow from it."""

LIVE = """
    shop       path  role     read_from         read_until        polled_at
    nordlicht  in    inbox    2026-03-01 00:00  {until}           {until}
    nordlicht  out   replies  2026-03-01 00:00  {until}           {until}
"""
ORDERS = "nordlicht  feed  orders  2026-03-01 00:00  2026-03-09 00:00  2026-03-09 00:00"

STAGED = ("message_key", "message_id", "shop", "direction", "in_reply_to", "reference_ids",
          "to_keys", "is_contact_form")  # fmt: skip
JUDGED = ("message_key", "message_id", "shop", "kind", "kind_reason", "direction", "is_human",
          "team", "conversation_id", "order_id", "order_match", "customer_key", "received_at",
          "happened_at", "is_history")  # fmt: skip


class Desk:
    """A support mailbox in few words: who wrote what to whom, and when."""

    def __init__(self, warehouse):
        self.warehouse = warehouse
        self.mails: list[dict] = []

    def customer(self, key, at, who="mia", talk="t1", order=None, match="subject", refers=(),
                 kind="inquiry", reason=None, form=None):  # fmt: skip
        self._keep(
            key, at, f"{key}@mail.example", direction="incoming", kind=kind, kind_reason=reason,
            conversation_id=talk, order_id=order, order_match=match, customer_key=who,
            to_keys="[team:support]", reference_ids=f"[{', '.join(refers)}]", is_contact_form=form,
        )  # fmt: skip

    def shop(self, key, at, to="mia", talk="t1", order=None, kind="reply", human="true",
             answers=None):  # fmt: skip
        self._keep(
            key, at, f"{key}@nordlicht.example", direction="outgoing", kind=kind, is_human=human,
            conversation_id=talk, order_id=order, order_match="thread", customer_key=to,
            to_keys=f"[{to}]", in_reply_to=answers, team="support",
        )  # fmt: skip

    def _keep(self, key, at, message_id, **columns):
        self.mails.append({
            "message_key": key, "message_id": message_id, "shop": "nordlicht", "received_at": at,
            "happened_at": at, "reference_ids": "[]", "is_history": "false", **columns,
        })  # fmt: skip

    def read_until(self, at, paths=LIVE):
        self.warehouse.given("staging.coverage", paths.format(until=at))
        return self

    def waits(self, columns="wait_id, outcome"):
        self.warehouse.given("staging.messages", text(self.mails, STAGED))
        self.warehouse.given("facts.messages", text(self.mails, JUDGED))
        self.warehouse.given("raw.messages", text(self.mails, ("received_at",)))
        query = f"select {columns} from facts.waits order by started_at, wait_id"
        return self.warehouse.rows(query)


def text(rows, columns):
    lines = ["  ".join(columns)]
    lines += ["  ".join(str(row.get(name) or "–") for name in columns) for row in rows]
    return "\n".join(lines)
