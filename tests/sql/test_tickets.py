"""Tickets of the helpdesk: what was asked and answered there counts as what came by mail does."""

from hashlib import sha256

import pytest

MAILBOX = ("inbox", "replies")


class Helpdesk:
    """A shop with a mailbox and a helpdesk, in few words. Times stand on 2026-03-02."""

    def __init__(self, postroom):
        self.room = postroom
        self.number = 0

    def event(self, ticket, event, at, role="customer", public=True, text="Where is my tent now?",
              who="mia@mail.example", **row):  # fmt: skip
        self.number += 1
        author = {"customer": who, "agent": "team:support"}.get(role)
        day = at if len(at) > 8 else f"2026-03-02 {at}"
        self.room.add("ticket_events", **{
            "shop": "nordlicht", "ticket_id": ticket, "event_key": f"e{self.number}",
            "event": event, "event_at": day, "author_role": role, "author_address": author,
            "customer_address": who, "is_public": public, "text": text, "flags": [],
        } | row)  # fmt: skip

    def asks(self, ticket, at, **row):
        self.event(ticket, "message", at, **row)

    def answers(self, ticket, at, role="agent", text="It will be with you tomorrow.", **row):
        self.event(ticket, "message", at, role=role, text=text, **row)

    def step(self, ticket, event, at, **row):
        self.event(ticket, event, at, role=None, public=False, text=None, **row)

    def read_until(self, at, *roles):
        self.room.read_until(at, roles or (*MAILBOX, "helpdesk", "orders"))

    def waits(self, columns="outcome, wait_seconds"):
        return self.room.ask(f"select {columns} from facts.waits order by started_at, wait_id")


@pytest.fixture
def desk(postroom):
    return Helpdesk(postroom)


LATER = "2026-03-09 00:00:00"


def test_what_a_customer_wrote_only_in_the_helpdesk_waits_for_an_answer(desk):
    desk.asks("7", "10:00:00")
    desk.read_until(LATER)

    assert desk.waits("outcome, started_at::varchar, queue") == [
        ("overdue", "2026-03-02 10:00:00", "overdue")]  # fmt: skip


def test_an_agents_public_message_in_the_ticket_is_the_answer(desk):
    desk.asks("7", "10:00:00")
    desk.answers("7", "11:00:00")
    desk.read_until(LATER)

    assert desk.waits("outcome, wait_seconds, team, starts_with(answered_by, 'ticket:')") == [
        ("in_time", 3600.0, "support", True)]  # fmt: skip


def test_what_the_customer_cannot_read_or_nobody_wrote_is_no_answer(desk):
    for number, (event, role, public) in enumerate([
        ("note", "agent", False), ("message", "agent", False), ("message", "system", True),
        ("escalated", "agent", False), ("message", "customer", True), ("other", "agent", False),
    ]):  # fmt: skip
        desk.asks(str(number), "10:00:00", who=f"{number}@mail.example")
        desk.event(str(number), event, "11:00:00", role, public, who=f"{number}@mail.example")
    desk.read_until(LATER)

    assert desk.waits() == [("overdue", None)] * 6


def test_a_bots_answer_is_an_outcome_of_its_own(desk):
    desk.asks("7", "10:00:00")
    desk.answers("7", "10:00:05", role="bot")
    desk.read_until("12:00:00")

    assert desk.waits("outcome, queue") == [("bot", "open")]


def test_an_answer_of_which_nobody_knows_the_author_accuses_nobody(desk):
    desk.asks("7", "10:00:00")
    desk.answers("7", "11:00:00", role=None)
    desk.asks("8", "10:00:00", who="ben@mail.example")
    desk.answers("8", "11:00:00", public=None, who="ben@mail.example")
    desk.asks("9", "10:00:00", who="kim@mail.example")
    desk.read_until(LATER)

    assert sorted(desk.waits("outcome")) == [("overdue",), ("unknown",), ("unknown",)]


def test_an_answer_in_the_helpdesk_stops_the_clock_of_the_mail_that_is_in_its_ticket(desk):
    desk.room.received("a", "10:00:00", text="Where is my tent now?")
    desk.asks("7", "10:00:20", message_id="a@mail.example", text="Where is my tent now? Please.")
    desk.answers("7", "11:00:00")
    desk.read_until(LATER)

    assert desk.waits("wait_id, outcome, wait_seconds, messages") == [
        ("a", "in_time", 3600.0, 1)]  # fmt: skip


FORWARDED = [  # by mail at 10:00; in the helpdesk; how many waits that is
    ("Where is my tent now?", "> Where?\nWHERE is my  tent, now?", "10:59:00", 1),
    ("Where is my tent now?", "Where is my tent, now?", "11:00:01", 2),
    ("Where is my tent now?", "Where is my other tent?", "10:00:10", 2),
    ("Any news?", "Any news?", "10:00:10", 2),  # few words are no proof
]  # fmt: skip


def test_a_mail_forwarded_into_the_helpdesk_counts_once_by_its_new_text(desk):
    for number, (mail, text, at, _) in enumerate(FORWARDED):
        who = f"{number}@mail.example"
        desk.room.received(f"m{number}", "10:00:00", by=who, text=mail)
        desk.asks(str(number), at, text=text, who=who)
    desk.asks("9", "10:00:10", who="ben@mail.example")  # the same words of somebody else
    desk.read_until("12:00:00")

    counts = desk.room.ask("""select addresses.address, count(*) from facts.waits as waits
        inner join private.addresses as addresses on addresses.key = waits.customer_key
        group by all order by all""")
    expected = [(f"{number}@mail.example", case[3]) for number, case in enumerate(FORWARDED)]
    assert counts == [*expected, ("ben@mail.example", 1)]


def test_an_answer_that_went_out_by_mail_and_stands_in_the_helpdesk_is_one(desk):
    desk.asks("7", "10:00:00")
    desk.answers("7", "11:00:00", message_id="b@mail.example")
    desk.room.sent("b", "11:00:30", "Re: A question", role="replies")
    desk.read_until(LATER)

    assert desk.waits("outcome, answered_by, wait_seconds") == [("in_time", "b", 3630.0)]
    assert desk.room.ask("select count(*) from facts.visible_answers where is_human") == [(1,)]


def test_an_answer_in_the_helpdesk_whose_mail_came_back_reached_nobody(desk):
    desk.asks("7", "10:00:00")
    desk.answers("7", "11:00:00", message_id="b@mail.example")
    desk.room.logged("accepted", "b", "11:00:30")
    desk.room.logged("bounced", "b", "11:00:31", dsn="5.1.1")
    desk.read_until(LATER, *MAILBOX, "helpdesk", "orders", "log")

    assert desk.waits("outcome") == [("overdue",)]


def test_a_mail_that_the_helpdesk_says_a_bot_wrote_is_no_answer_of_a_person(desk):
    desk.room.received("a", "10:00:00", text="Where is my tent now?")
    desk.room.sent("b", "10:00:05", "Re: A question", role="replies", in_reply_to="a@mail.example")
    desk.answers("7", "10:00:05", role="bot", message_id="b@mail.example")
    desk.asks("7", "10:00:00", message_id="a@mail.example")
    desk.read_until("12:00:00")

    assert desk.waits("outcome") == [("bot",)]


def test_an_answer_by_mail_to_another_address_still_stands_in_the_ticket(desk):
    desk.asks("7", "10:00:00")
    desk.answers("7", "11:00:00", message_id="b@mail.example")
    desk.room.sent("b", "11:00:30", "Re: A question", role="replies", to="mia@work.example")
    desk.read_until(LATER)

    assert desk.waits() == [("in_time", 3600.0)]


def test_a_customer_of_whom_no_address_is_known_is_answered_in_the_ticket(desk):
    for ticket in ("7", "8"):
        desk.asks(ticket, "10:00:00", who=None)
    desk.answers("7", "11:00:00", who=None)
    desk.read_until(LATER)

    assert sorted(desk.waits("outcome")) == [("in_time",), ("overdue",)]


def test_a_mail_that_names_the_ticket_of_its_customer_belongs_to_it(desk):
    desk.asks("7", "10:00:00")
    desk.room.sent("b", "11:00:00", "Re: [#7] Your tent", role="replies")
    desk.read_until(LATER)

    assert desk.waits("outcome, answered_by") == [("in_time", "b")]


def test_a_mail_that_names_the_ticket_of_somebody_else_does_not(desk):
    desk.asks("7", "10:00:00", who="ben@mail.example")
    desk.room.sent("b", "11:00:00", "Re: [#7] Your tent", role="replies")
    desk.read_until(LATER)

    assert desk.waits("outcome") == [("overdue",)]


def test_an_answer_in_another_ticket_counts_when_it_is_about_the_same_order(desk):
    for number, order, other in (("7", "1001", "1001"), ("9", "1002", "1003")):
        desk.room.order(order, "08:00:00")
        desk.asks(number, "10:00:00", order_id=f"#{order}", who=f"{number}@mail.example")
        desk.answers(f"{number}1", "11:00:00", order_id=other, who=f"{number}@mail.example")
    desk.room.order("1003", "08:00:00")
    desk.read_until(LATER)

    assert sorted(desk.waits("order_id, outcome")) == [("1001", "in_time"), ("1002", "overdue")]


def test_a_ticket_is_about_the_order_that_its_customer_names(desk):
    desk.room.order("1001", "08:00:00")
    desk.asks("7", "10:00:00", text="What about order 1001, please?")
    desk.asks("7", "10:05:00", text="I mean the blue one")
    desk.read_until("12:00:00")

    assert desk.waits("order_id, messages") == [("1001", 2)]
    assert desk.room.ask("""select order_id, order_match from facts.ticket_messages
        order by happened_at""") == [("1001", "body"), ("1001", "thread")]  # fmt: skip


def test_what_happened_to_a_merged_ticket_happened_to_the_one_that_took_it_in(desk):
    desk.asks("5", "10:00:00")
    desk.step("5", "merged", "10:30:00", merged_into="6")
    desk.step("5", "closed", "10:30:00")
    desk.step("6", "merged", "10:40:00", merged_into="7")
    desk.asks("7", "10:10:00", text="Another word on that")
    desk.answers("7", "11:00:00")
    desk.read_until(LATER)

    assert desk.waits("outcome, messages") == [("in_time", 2)]
    assert desk.room.ask("select distinct ticket_id from staging.tickets") == [("7",)]


def test_tickets_merged_in_a_circle_are_one_ticket(desk):
    for one, other in (("1", "2"), ("2", "3"), ("3", "2"), ("4", "4")):
        desk.step(one, "merged", "10:00:00", merged_into=other)
    desk.read_until(LATER)

    assert desk.room.ask("""select recorded_ticket_id, ticket_id from staging.tickets
        order by 1""") == [("1", "2"), ("2", "2"), ("3", "2"), ("4", "4")]  # fmt: skip


def test_the_closing_of_a_ticket_that_another_took_in_closes_nothing(desk):
    desk.asks("5", "10:00:00")
    desk.step("5", "merged", "10:30:00", merged_into="7")
    desk.step("5", "closed", "10:30:00")
    desk.read_until(LATER)

    assert desk.waits("outcome") == [("overdue",)]


def test_closing_is_not_answering(desk):
    desk.asks("7", "10:00:00")
    desk.step("7", "closed", "11:00:00")
    desk.asks("8", "10:00:00", who="ben@mail.example")
    desk.step("8", "closed", "09:00:00", who="ben@mail.example")
    desk.asks("9", "10:00:00", who="kim@mail.example")
    desk.step("9", "closed", "11:00:00", who="kim@mail.example")
    desk.step("9", "reopened", "12:00:00", who="kim@mail.example")
    desk.read_until(LATER)

    assert sorted(desk.waits("outcome, queue")) == [("closed_unanswered", "overdue"),
                                                    *[("overdue", "overdue")] * 2]
    assert desk.room.ask("select count(*) from cases.findings where rule = 'WAIT_OVERDUE'") == [
        (3,)]  # fmt: skip


@pytest.mark.parametrize(("roles", "outcome"), [
    ((*MAILBOX, "helpdesk"), "overdue"), (("inbox", "helpdesk"), "overdue"), (MAILBOX, "overdue"),
    (("inbox",), "unknown"),
])  # fmt: skip
def test_the_helpdesk_is_evidence_of_replies(desk, roles, outcome):
    desk.room.received("a", "10:00:00")
    desk.read_until(LATER, *roles, "orders")

    assert desk.waits("outcome") == [(outcome,)]


def test_nobody_is_accused_while_the_helpdesk_was_not_read_as_far(desk):
    desk.room.received("a", "10:00:00")
    desk.read_until(LATER, *MAILBOX, "orders")
    desk.read_until("11:00:00", "helpdesk")

    assert desk.waits("outcome") == [("unknown",)]


def test_nobody_is_accused_while_a_connected_helpdesk_was_never_read(desk):
    desk.room.received("a", "10:00:00")
    desk.read_until(LATER, *MAILBOX, "orders")
    desk.room.warehouse.given("seeds.sources", """
        source  kind     shop       holds
        given   maildir  –          –
        desk    zendesk  nordlicht  helpdesk
    """)

    assert desk.waits("outcome") == [("unknown",)]


def test_an_export_of_tickets_by_any_source_is_the_helpdesk(desk):
    desk.read_until(LATER, "tickets")

    assert desk.room.ask("select distinct role from staging.coverage") == [("helpdesk",)]


def test_what_asks_nothing_in_the_helpdesk_opens_no_wait_and_says_why(desk):
    desk.asks("1", "10:00:00", text="Thank you, all good!")
    desk.asks("2", "10:00:00", subject="Automatic reply: Your tent")
    desk.asks("3", "10:00:00", who="team:support")
    for ticket, mark in (("4", "spam"), ("5", "deleted")):  # the team threw it away
        desk.asks(ticket, "10:00:00")
        desk.step(ticket, "other", "11:00:00", flags=[mark])
    desk.asks("6", "10:00:00", flags=["survey"])
    desk.read_until(LATER)

    assert desk.waits() == []
    assert desk.room.ask("select kind from facts.ticket_messages order by ticket_id") == [
        ("no_answer_needed",), ("auto_reply",), ("internal",), ("spam",), ("deleted",),
        ("rating",)]  # fmt: skip


def test_a_person_may_say_what_a_message_in_the_helpdesk_is(desk):
    said = [("1", "inquiry"), ("2", "spam")]
    keys = [sha256(f"nordlicht|{ticket}|e{ticket}".encode()).hexdigest()[:20] for ticket, _ in said]
    lines = "\n".join(f'd{key}  mail_kind  ticket:{key}  {{"kind": "{kind}"}}  2026-03-03'
                      for key, (_, kind) in zip(keys, said, strict=True))  # fmt: skip
    desk.room.warehouse.given("desk.decisions",
                              f"decision_id  kind  subject  payload  made_at\n{lines}")  # fmt: skip
    desk.asks("1", "10:00:00", text="Thank you, all good!")
    desk.asks("2", "10:00:00")
    desk.asks("3", "10:00:00")
    desk.read_until(LATER)

    assert desk.room.ask("select kind from facts.ticket_messages order by ticket_id") == [
        ("inquiry",), ("spam",), ("inquiry",)]  # fmt: skip
    assert len(desk.waits()) == 2


def test_an_author_who_became_known_later_is_known(desk):
    desk.asks("7", "10:00:00")
    desk.answers("7", "11:00:00", role=None, event_key="message:2?")
    desk.answers("7", "11:00:00", event_key="message:2")
    desk.read_until(LATER)

    assert desk.waits("outcome") == [("in_time",)]


def test_a_message_that_moved_to_another_ticket_lies_there_only(desk):
    for ticket, batch in (("5", 1), ("7", 2)):
        desk.asks(ticket, "10:00:00", event_key="message:1", batch_id=batch)
    desk.answers("7", "11:00:00", event_key="message:2", batch_id=2)
    desk.read_until(LATER)
    desk.room.warehouse.given("seeds.sources", """
        source  kind     shop       holds
        given   gorgias  nordlicht  helpdesk
    """)

    assert desk.waits("outcome, messages") == [("in_time", 1)]


def test_answers_reach_everybody_who_wrote_in_the_ticket(desk):
    desk.asks("7", "10:00:00")
    desk.event("7", "message", "10:05:00", author_address="ben@mail.example")
    desk.answers("7", "11:00:00")
    desk.read_until(LATER)

    assert sorted(desk.waits()) == [("in_time", 3300.0), ("in_time", 3600.0)]


def test_a_clock_that_runs_behind_does_not_put_the_helpdesks_answer_before_the_mail(desk):
    desk.room.received("a", "10:00:00", text="Where is my tent now?")
    desk.asks("7", "09:58:00", message_id="a@mail.example")
    desk.answers("7", "09:59:00")
    desk.read_until(LATER)

    assert desk.waits() == [("in_time", 0.0)]


def test_a_customer_who_quotes_an_answer_from_the_helpdesk_was_not_answered_unseen(desk):
    desk.asks("7", "10:00:00")
    desk.answers("7", "10:00:05", role="bot", message_id="x@nordlicht.example")
    desk.room.received("b", "10:30:00", reference_ids=["x@nordlicht.example"])
    desk.read_until("12:00:00")

    assert desk.waits("outcome, messages") == [("bot", 2)]


def test_escalations_can_be_read_from_staging(desk):
    desk.asks("7", "10:00:00")
    desk.step("7", "escalated", "10:30:00")
    desk.read_until("12:00:00")

    assert desk.room.ask("""select ticket_id, event_at::varchar from staging.tickets
        where event = 'escalated'""") == [("7", "2026-03-02 10:30:00")]  # fmt: skip


def test_no_text_and_no_address_of_a_ticket_stands_in_a_public_table(desk):
    desk.asks("7", "10:00:00", subject="My secret tent")
    desk.answers("7", "11:00:00")
    desk.read_until(LATER)
    assert desk.waits("outcome") == [("in_time",)]

    warehouse = desk.room.warehouse
    assert warehouse.broken_claims() == []
    said = warehouse.rows("select text, subject from private.ticket_texts order by text")
    assert ("Where is my tent now?", "My secret tent") in said
    for (name,) in warehouse.db.execute("""select schema_name || '.' || table_name
            from duckdb_tables() where schema_name in
            ('staging', 'steps', 'facts', 'checks', 'cases', 'metrics')""").fetchall():
        for row in warehouse.db.execute(f"select * from {name}").fetchall():
            assert "tent" not in str(row) and "@" not in str(row), name
