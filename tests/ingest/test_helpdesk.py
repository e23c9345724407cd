"""Exports of helpdesks: who said what to whom, what the customer saw, and what became of it."""

from datetime import datetime

import pytest
from helpdesk_exports import (
    ANNA,
    MIA,
    Export,
    brief,
    comment,
    conversation,
    freshdesk_ticket,
    gorgias_ticket,
    message,
    zendesk_ticket,
)
from pydantic import ValidationError

from ingest.sources import freshdesk, gorgias, zendesk


def test_a_ticket_of_zendesk_tells_who_wrote_what_and_what_the_customer_saw(tmp_path):
    desk = Export(tmp_path, zendesk).write({"tickets": [zendesk_ticket(comments=[
        comment(1, 10, 0, "Where is my tent?", metadata={"system": {"message_id": "<a@mail>"}}),
        comment(2, 20, 5, "Ask the carrier", public=False),
        comment(3, 20, 9, "It comes tomorrow"),
        comment(4, 20, 10, "We got your mail", via={"channel": "rule"}),
        comment(5, -1, 11, "Rated"),
    ])], "users": [ANNA, MIA], "count": 1})  # fmt: skip

    created, *said = desk.read().facts

    assert (created.event, created.event_at) == ("created", datetime(2026, 11, 20, 10))
    assert brief(said) == [
        ("7", "message", "customer", True), ("7", "note", "agent", False),
        ("7", "message", "agent", True), ("7", "message", "bot", True),
        ("7", "message", "bot", True),
    ]  # fmt: skip
    assert (said[0].author_address, said[0].customer_address) == ("mia@mail.example",) * 2
    assert (said[0].message_id, said[0].channel, said[0].subject) == (
        "a@mail", "email", "Where is it?")  # fmt: skip
    assert said[2].text == "It comes tomorrow"


def test_a_ticket_of_freshdesk_tells_the_same(tmp_path):
    desk = Export(tmp_path, freshdesk).write([freshdesk_ticket(conversations=[
        conversation(1, 5, "Ask the carrier", private=True, source=2),
        conversation(2, 6, "Can you look?", source=8),
        conversation(3, 9, "It comes tomorrow"),
        conversation(4, 10, "We got your mail", auto_response=True),
        conversation(5, 20, "Thank you", incoming=True, message_id="<b@mail.example>"),
    ])])  # fmt: skip

    _, first, *rest = desk.read().facts

    assert (first.event, first.author_role, first.text) == (
        "message", "customer", "Where is my tent?")  # fmt: skip
    assert brief(rest) == [
        ("7", "note", "agent", False), ("7", "note", "agent", False),
        ("7", "message", "agent", True), ("7", "message", "bot", True),
        ("7", "message", "customer", True),
    ]  # fmt: skip
    assert rest[-1].message_id == "b@mail.example"


def test_a_mail_that_an_agent_began_in_freshdesk_is_no_question(tmp_path):
    desk = Export(tmp_path, freshdesk).write([freshdesk_ticket(source=10)])

    assert [event.author_role for event in desk.read().facts] == ["agent", "agent"]


def test_freshdesks_own_full_export_is_read_too(tmp_path):
    ticket = freshdesk_ticket(display_id=7, id=900_001)
    ticket["notes"] = [{"note": conversation(3, 9, "It comes tomorrow")}]
    del ticket["conversations"]
    desk = Export(tmp_path, freshdesk).write([{"helpdesk_ticket": ticket}])

    assert brief(desk.read().facts)[-1] == ("7", "message", "agent", True)


def test_a_ticket_of_gorgias_tells_the_same(tmp_path):
    desk = Export(tmp_path, gorgias).write({"data": [gorgias_ticket(messages=[
        message(1, 0, "Where is my tent?", message_id="<a@mail.example>"),
        message(2, 5, "Ask the carrier", True, False, channel="internal-note"),
        message(3, 9, "It comes tomorrow", True),
        message(4, 10, "We got your mail", True, via="rule"),
        message(5, 11, "Not delivered", True, failed_datetime="2026-11-20T10:12:00+00:00"),
    ])]})  # fmt: skip

    _, *said = desk.read().facts

    assert brief(said) == [
        ("7", "message", "customer", True), ("7", "note", "agent", False),
        ("7", "message", "agent", True), ("7", "message", "bot", True),
        ("7", "note", "agent", False),
    ]  # fmt: skip
    assert (said[0].message_id, said[-1].flags) == ("a@mail.example", ["send_failed"])


def test_messages_of_gorgias_may_come_without_their_tickets(tmp_path):
    desk = Export(tmp_path, gorgias).lines(message(3, 9, "It comes tomorrow", True))

    assert brief(desk.read().facts) == [("7", "message", "agent", True)]


def test_what_zendesk_did_step_by_step_is_read_from_its_events(tmp_path):
    def step(number, minute, **child):
        return {"id": number, "ticket_id": 7, "updater_id": 20, "via": "Web form",
                "created_at": f"2026-11-20T10:{minute:02}:00Z",
                "child_events": [{"id": number * 10, **child}]}  # fmt: skip

    desk = Export(tmp_path, zendesk, escalations={"tags": ["vip"]}).write({
        "users": [ANNA, MIA], "ticket_events": [
            step(1, 0, event_type="Create", subject="Where is it?"),
            step(2, 0, event_type="Comment", author_id=10, comment_public=True, body="Where?"),
            step(3, 1, event_type="Change", added_tags=["VIP"]),
            step(4, 9, event_type="Comment", comment_public=True, body="Tomorrow"),
            step(5, 10, event_type="Change", status="solved", previous_value="open"),
            step(6, 20, event_type="Change", status="open", previous_value="solved"),
            step(7, 30, event_type="Change", status="deleted", previous_value="open"),
        ],
    })  # fmt: skip

    events = desk.read().facts

    assert [(e.event, e.author_role) for e in events] == [
        ("created", None), ("message", "customer"), ("escalated", None), ("message", "agent"),
        ("closed", None), ("reopened", None), ("other", None),
    ]  # fmt: skip
    assert events[-1].flags == ["deleted"]


def test_audits_are_read_as_the_events_are(tmp_path):
    audit = {"id": 1, "ticket_id": 7, "author_id": 20, "created_at": "2026-11-20T10:00:00Z"}
    desk = Export(tmp_path, zendesk).write({"users": [ANNA], "audits": [audit | {"events": [
        {"id": 3, "type": "Comment", "public": True, "body": "Tomorrow", "author_id": 20},
        {"id": 4, "type": "Change", "field_name": "status", "value": "solved",
         "previous_value": "open"},
    ]}]})  # fmt: skip

    said, closed = desk.read().facts

    assert (said.event_key, said.author_role, closed.event) == ("message:3", "agent", "closed")


@pytest.mark.parametrize(("kind", "ticket"), [
    (zendesk, zendesk_ticket(status="solved", metric_set={"solved_at": "2026-11-20T11:00:00Z"})),
    (freshdesk, freshdesk_ticket(status=5, stats={"closed_at": "2026-11-20T11:00:00Z"})),
    (gorgias, gorgias_ticket(status="closed", closed_datetime="2026-11-20T11:00:00+00:00")),
])  # fmt: skip
def test_a_closed_ticket_says_when_it_was_closed(tmp_path, kind, ticket):
    closed = Export(tmp_path, kind).write([ticket]).read().facts[-1]

    assert (closed.event, closed.event_at) == ("closed", datetime(2026, 11, 20, 11))
    assert closed.flags == []


def test_a_ticket_that_was_closed_at_an_unknown_time_says_so(tmp_path):
    closed = Export(tmp_path, zendesk).write([zendesk_ticket(status="closed")]).read().facts[-1]

    assert (closed.event_at, closed.flags) == (datetime(2026, 11, 20, 12), ["time_of_record"])


@pytest.mark.parametrize(("kind", "ticket"), [
    (zendesk, zendesk_ticket(comments=[
        comment(9, 20, 30, "This request was closed and merged into request #12 “Tent”.", False)])),
    (zendesk, zendesk_ticket(comments=[comment(9, 20, 30, "Moved", False, via={
        "channel": "web", "source": {"rel": "merge", "to": {"ticket_id": 12}}})])),
    (freshdesk, freshdesk_ticket(conversations=[
        conversation(9, 30, "This ticket is closed and merged into ticket 12", private=True)])),
])  # fmt: skip
def test_a_merged_ticket_names_the_one_that_took_it_in(tmp_path, kind, ticket):
    merged = [e for e in Export(tmp_path, kind).write([ticket]).read().facts
              if e.event == "merged"]  # fmt: skip

    assert [(e.ticket_id, e.merged_into, e.event_at) for e in merged] == [
        ("7", "12", datetime(2026, 11, 20, 10, 30))]  # fmt: skip


def test_a_customer_who_writes_of_merging_merges_nothing(tmp_path):
    wish = "Can this be merged into ticket 12?"
    tickets = [freshdesk_ticket(conversations=[conversation(9, 30, wish, incoming=True)])]
    asked = zendesk_ticket(comments=[comment(9, 10, 30, "merged into request #12?")])

    (tmp_path / "other").mkdir()
    events = Export(tmp_path, freshdesk).write(tickets).read().facts
    events += Export(tmp_path / "other", zendesk).write([asked]).read().facts

    assert "merged" not in {event.event for event in events}


@pytest.mark.parametrize(("kind", "ticket", "marks"), [
    (zendesk, zendesk_ticket(tags=["vip", "tent"]), {"tags": ["VIP"]}),
    (zendesk, zendesk_ticket(group={"name": "Second line"}), {"groups": ["second line"]}),
    (zendesk, zendesk_ticket(priority="urgent"), {"priorities": ["urgent"]}),
    (freshdesk, freshdesk_ticket(priority=4), {"priorities": ["urgent"]}),
    (gorgias, gorgias_ticket(tags=[{"id": 1, "name": "Legal"}]), {"tags": ["legal"]}),
])  # fmt: skip
def test_a_ticket_is_escalated_by_the_marks_that_the_settings_name(tmp_path, kind, ticket, marks):
    events = Export(tmp_path, kind, escalations=marks).write([ticket]).read().facts
    assert events[-1].event == "escalated"

    (tmp_path / "b").mkdir()
    events = Export(tmp_path / "b", kind, escalations={"tags": ["other"]}).write([ticket])
    assert "escalated" not in {event.event for event in events.read().facts}


@pytest.mark.parametrize(("kind", "ticket"), [
    (zendesk, {"users": [ANNA, MIA], "tickets": [zendesk_ticket(comments=[
        comment(3, 20, 9, "Tomorrow")])]}),
    (freshdesk, {"agents": [{"id": 20, "contact": {"email": "anna@nordlicht.example"}}],
                 "tickets": [freshdesk_ticket(conversations=[conversation(3, 9, "Tomorrow")])]}),
    (gorgias, gorgias_ticket(messages=[message(3, 9, "Tomorrow", True)])),
])  # fmt: skip
def test_people_of_ours_are_read_as_their_team(tmp_path, kind, ticket):
    desk = Export(tmp_path, kind, staff={"anna@nordlicht.example": "support"}).write(ticket)

    answer = desk.read().facts[-1]

    assert (answer.author_role, answer.author_address) == ("agent", "team:support")
    assert answer.customer_address == "mia@mail.example"


@pytest.mark.parametrize(("kind", "ticket", "bot"), [
    (zendesk, {"users": [ANNA], "tickets": [zendesk_ticket(comments=[comment(3, 20, 9, "Hi")])]},
     "anna@nordlicht.example"),
    (zendesk, zendesk_ticket(comments=[comment(3, 20, 9, "Hi")]), "20"),
    (freshdesk, freshdesk_ticket(conversations=[conversation(3, 9, "Hi")]), "20"),
    (gorgias, gorgias_ticket(messages=[message(3, 9, "Hi", True)]), "anna@nordlicht.example"),
])  # fmt: skip
def test_a_user_that_the_settings_call_a_bot_is_one(tmp_path, kind, ticket, bot):
    desk = Export(tmp_path, kind, bots=(bot,)).write(ticket)

    assert desk.read().facts[-1].author_role == "bot"


def test_an_order_number_stands_in_the_custom_field_that_the_settings_name(tmp_path):
    asked = {"custom_fields": [{"id": 360, "value": " #1001 "}, {"id": 361, "value": "x"}]}
    (event, *_) = Export(tmp_path, zendesk, order_field="360").write([zendesk_ticket(**asked)]
                                                                     ).read().facts  # fmt: skip
    assert event.order_id == "#1001"

    (tmp_path / "b").mkdir()
    ticket = freshdesk_ticket(custom_fields={"cf_order": "1002"})
    (event, *_) = Export(tmp_path / "b", freshdesk, order_field="cf_order").write([ticket]
                                                                    ).read().facts  # fmt: skip
    assert event.order_id == "1002"


def test_what_stands_only_as_html_is_read_as_it_shows(tmp_path):
    said = comment(3, 10, 9, "", html_body="<p>Hello</p><p>you</p><style>x</style>")
    desk = Export(tmp_path, zendesk).write([zendesk_ticket(comments=[said])])

    assert desk.read().facts[-1].text == "Hello\nyou"


def test_an_export_names_the_shop_that_it_is_of(tmp_path):
    with pytest.raises(ValidationError, match="whose helpdesk"):
        Export(tmp_path, zendesk, shop=None)
