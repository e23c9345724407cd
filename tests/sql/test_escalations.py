"""Escalations: what tells of one, whether it came in time, and which were left out."""

import pytest
from waiting import Desk

from sql.settings import Team

WAYS = "shop  way  value  valid_from_day"
OWN = f"{WAYS}\nnordlicht  address  leads@nordlicht.example  2000-01-01"
VERDICT = "escalated_at::varchar, escalation"
DUE = "2026-03-03 10:00:00"  # of what was asked on the 2nd at 10:00; four hours later is the limit


@pytest.fixture
def desk(warehouse):
    return Desk(warehouse)


def escalated(desk, **times):
    """As persons recorded it: wait -> when."""
    rows = [f"{key}  escalated  {key}  {{\"at\": \"{at}\"}}  2026-03-20 10:00"
            for key, at in times.items()]  # fmt: skip
    header = "decision_id  kind  subject  payload  made_at"
    desk.warehouse.given("desk.decisions", "\n".join([header, *rows]))


def ask(desk, key, answered=None, at="2026-03-02 10:00:00"):
    desk.customer(key, at, who=key, talk=key)
    if answered:
        desk.shop(f"{key}2", answered, to=key, talk=key)


def rows(desk, columns="wait_id, verdict"):
    query = f"select {columns} from facts.wait_escalations order by wait_id"
    desk.waits()
    return desk.warehouse.rows(query)


def test_four_hours_after_it_was_due_is_the_last_second_to_escalate_a_wait(desk):
    for key in "abcd":
        ask(desk, key)
    escalated(desk, a="2026-03-02 12:00:00", b="2026-03-03 14:00:00", c="2026-03-03 14:00:01",
              d="2026-03-02 09:59:59")  # fmt: skip
    desk.read_until("2026-03-09 00:00")

    columns = "wait_id, verdict, escalated_at::varchar, how, seconds_to_escalate, is_open"
    assert rows(desk, columns) == [
        ("a", "in_time", "2026-03-02 12:00:00", "decision", 7200.0, True),
        ("b", "in_time", "2026-03-03 14:00:00", "decision", 28 * 3600.0, True),
        ("c", "late", "2026-03-03 14:00:01", "decision", 28 * 3600.0 + 1, True),
        ("d", "missing", None, None, None, True),  # told of a time before the question
    ]
    assert desk.warehouse.rows("""select needed_at::varchar, escalate_by_at::varchar
        from facts.wait_escalations where wait_id = 'b'""") == [(DUE, "2026-03-03 14:00:00")]


def test_a_wait_that_ended_in_time_for_it_needs_no_escalation(desk):
    ask(desk, "a", answered="2026-03-03 14:00:00")
    ask(desk, "b", answered="2026-03-03 14:00:01")
    ask(desk, "c", answered="2026-03-02 11:00:00")
    ask(desk, "d", answered="2026-03-02 11:00:00")
    ask(desk, "e", answered="2026-03-03 12:00:00")
    escalated(desk, c="2026-03-02 11:00:00", d="2026-03-02 10:59:59", e="2026-03-03 11:00:00")
    desk.read_until("2026-03-09 00:00")

    assert rows(desk, "wait_id, verdict, is_open") == [
        ("b", "missing", False),
        ("d", "in_time", False),  # the answer in the second of the escalation was first
        ("e", "in_time", False),
    ]
    assert desk.warehouse.rows(f"""select wait_id, {VERDICT} from facts.waits
        where escalation is not null order by wait_id""") == [
        ("b", None, "missing"), ("d", "2026-03-02 10:59:59", "in_time"),
        ("e", "2026-03-03 11:00:00", "in_time")]  # fmt: skip


@pytest.mark.parametrize(("until", "verdict"), [
    (DUE, []), ("2026-03-03 10:00:01", ["waiting"]), ("2026-03-03 14:00:00", ["waiting"]),
    ("2026-03-03 14:00:01", ["missing"]),
])  # fmt: skip
def test_what_was_not_escalated_is_judged_at_what_was_read(desk, until, verdict):
    ask(desk, "a")
    desk.warehouse.given("seeds.escalation_ways", OWN)
    desk.read_until(until)

    assert rows(desk, "verdict") == [(word,) for word in verdict]


def test_nobody_is_accused_where_an_escalation_could_not_be_seen(desk):
    ask(desk, "a")
    ask(desk, "b", answered="2026-03-04 10:00:00")
    desk.warehouse.given("desk.decisions", """
        decision_id  kind              subject  payload  made_at
        d1           no_answer_needed  c        ["c"]    2026-03-20 10:00
    """)
    ask(desk, "c")
    desk.read_until("2026-03-09 00:00")  # only the ways that hold for everybody, and no sign ever

    assert rows(desk) == [("a", "unknown"), ("b", "unknown")]


def test_what_cannot_be_judged_as_a_wait_cannot_be_as_an_escalation(desk):
    ask(desk, "a")
    desk.customer("b", "2026-03-02 10:00", who="ben", talk="t2")
    desk.customer("c", "2026-03-05 10:00", who="ben", talk="t2", refers=["x@nordlicht.example"])
    desk.warehouse.given("facts.unread_mails", """
        mail_key  customer_key  shop       accepted_at
        x@mx      a             nordlicht  2026-03-02 15:00
    """)
    desk.warehouse.given("seeds.escalation_ways", OWN)
    desk.read_until("2026-03-05 12:00")

    assert rows(desk) == [("a", "unknown"), ("b", "unknown")]  # c is not due yet


class Leads:
    """Mails as they are read, with the people who are asked for help."""

    def __init__(self, postroom):
        self.room = postroom
        for number, name in enumerate(("mia", "ben", "lea"), 1001):
            self.room.order(str(number), "08:00:00", email=f"{name}@mail.example")
            self.room.received(name, "10:00:00", by=f"{name}@mail.example",
                               subject=f"Where is #{number}?")  # fmt: skip

    def forward(self, key, at, to, by="team:support", **row):
        self.room.sent(key, at, to=to, from_address=by, role="replies", **row)

    def signs(self):
        self.room.read_until("2026-03-09 00:00:00", ("inbox", "replies", "orders"))
        return self.room.ask("""select messages.message_id, told.how, told.escalated_at::varchar
            from facts.wait_escalations as told
            inner join facts.messages as messages on messages.message_key = told.wait_id
            where told.escalated_at is not null order by 1""")


@pytest.fixture
def leads(postroom):
    return Leads(postroom)


def test_a_mail_of_ours_to_an_escalation_address_escalates_its_conversation_or_its_order(leads):
    leads.forward("f1", "11:00:00", to="escalation@nordlicht.example", subject="Fwd: a question",
                  in_reply_to="mia@mail.example")  # fmt: skip
    leads.forward("f2", "12:00:00", to="eskalation@mail.nordlicht.example", subject="Fwd: #1002")
    leads.forward("f3", "12:00:00", to="warehouse@nordlicht.example", subject="Fwd: #1003")
    leads.forward("f4", "12:00:00", to="escalation@elsewhere.example", subject="Fwd: #1003")
    leads.room.received("x", "13:00:00", by="lea@mail.example", subject="#1003",
                        to_addresses=["escalation@nordlicht.example"])  # fmt: skip

    assert leads.signs() == [
        ("ben@mail.example", "forwarded", "2026-03-02 12:00:00"),
        ("mia@mail.example", "forwarded", "2026-03-02 11:00:00")]  # fmt: skip


def test_an_escalation_address_that_is_read_as_a_team_is_one_still(leads):
    leads.room.warehouse.settings = leads.room.warehouse.settings.model_copy(update={"teams": {
        "leads": Team(addresses=("escalation@nordlicht.example", "ida@nordlicht.example")),
        "support": Team(addresses=("anna@nordlicht.example",))}})  # fmt: skip
    leads.forward("f1", "11:00:00", to="team:leads", subject="Fwd: #1001")
    leads.forward("f2", "11:00:00", to="team:support", subject="Fwd: #1002")
    leads.forward("f3", "11:00:00", to="team:leads", subject="Fwd: #1003", by="team:leads")

    assert leads.signs() == [("mia@mail.example", "forwarded", "2026-03-02 11:00:00")]


def test_a_folder_or_a_flag_escalates_the_mail_from_when_it_was_first_seen_there(leads):
    leads.room.place("mia", "inbox", location="m2", folder="INBOX.Eskalationen",
                     read_at="2026-03-02 15:00:00")  # fmt: skip
    leads.room.place("ben", "inbox", location="m3", folder="INBOX", mailbox_flags=["\\Seen"],
                     read_at="2026-03-02 10:05:00")  # fmt: skip
    leads.room.add("place_changes", path="given/nordlicht/inbox", epoch="", location="m3",
                   content_hash="1", is_gone=False, mailbox_flags=["\\Seen", "$Escalated"],
                   noticed_at="2026-03-02 16:00:00")  # fmt: skip
    leads.room.place("lea", "inbox", location="m4", folder="INBOX", mailbox_flags=["\\Flagged"])

    assert leads.signs() == [
        ("ben@mail.example", "flag", "2026-03-02 16:00:00"),
        ("mia@mail.example", "folder", "2026-03-02 15:00:00")]  # fmt: skip


def test_what_lies_in_a_folder_counts_from_the_look_that_found_it_also_in_a_past_replayed(leads):
    leads.room.place("mia", "inbox", location="m2", folder="INBOX.Eskalationen", run_id="r7",
                     read_at="2026-11-01 08:00:00")  # fmt: skip
    leads.room.add("polls", kind="maildir", path="given/nordlicht/inbox", role="inbox",
                   shop="nordlicht", run_id="r7", polled_at="2026-03-02 15:30:00")  # fmt: skip

    assert leads.signs() == [("mia@mail.example", "folder", "2026-03-02 15:30:00")]


def test_a_way_holds_from_its_day_on(leads):
    leads.room.warehouse.given("seeds.escalation_ways", f"""{WAYS}
        nordlicht  address  leads@nordlicht.example     2026-03-02
        nordlicht  address  experts@nordlicht.example   2026-03-03
        fjordkind  address  others@nordlicht.example    2026-03-01
    """)
    leads.forward("f1", "11:00:00", to="leads@nordlicht.example", subject="Fwd: #1001")
    leads.forward("f2", "11:00:00", to="experts@nordlicht.example", subject="Fwd: #1002")
    leads.forward("f3", "11:00:00", to="others@nordlicht.example", subject="Fwd: #1003")

    assert leads.signs() == [("mia@mail.example", "forwarded", "2026-03-02 11:00:00")]


def test_a_ticket_marked_as_escalated_in_the_helpdesk_is(postroom):
    for number, (event, at, role) in enumerate([
        ("message", "10:00:00", "customer"), ("escalated", "11:00:00", None),
        ("escalated", "11:30:00", None),
    ]):  # fmt: skip
        postroom.add("ticket_events", shop="nordlicht", ticket_id="7", event_key=str(number),
                     event=event, event_at=f"2026-03-02 {at}", author_role=role, text="Where?",
                     customer_address="mia@mail.example", is_public=role == "customer",
                     flags=[])  # fmt: skip
    postroom.read_until("12:00:00", ("helpdesk",))

    assert postroom.ask("select how, escalated_at::varchar from facts.wait_escalations") == [
        ("helpdesk", "2026-03-02 11:00:00")]  # fmt: skip
