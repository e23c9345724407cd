"""Copies to ourselves, and to foreign archives, are no recipients, deliveries or duplicates."""

import pytest

from sql.settings import Shop

OWN, FOREIGN = "archive@nordlicht.example", "nordlicht@invite.reviews.example"


def states(postroom):
    found = postroom.ask("select state from staging.mail_deliveries order by state")
    return [state for (state,) in found]


@pytest.fixture
def copying(postroom):
    """A shop whose provider sends a copy of each mail to a review platform."""
    shops = dict(postroom.warehouse.settings.shops)
    shops["nordlicht"] = Shop(name="Nordlicht", zone="Europe/Berlin",
                              domains=("nordlicht.example",),
                              copies=("reviews.example",))  # fmt: skip
    settings = postroom.warehouse.settings.model_copy(update={"shops": shops})
    postroom.warehouse.settings = settings
    return postroom


def confirmed(postroom, **row):
    postroom.order("1001", "09:59:00")
    postroom.sent("m", "10:00:00", **row)


@pytest.mark.parametrize("event", ["sent", "bounced", "deferred", "expired", "complained"])
def test_what_becomes_of_a_copy_in_the_log_is_no_delivery(copying, event):
    confirmed(copying)
    copying.logged("sent", "m", "10:00:01")
    for second, copy in ((2, OWN), (3, FOREIGN)):
        copying.logged(event, "m", f"10:00:0{second}", to=copy)

    assert states(copying) == ["delivered"]
    assert copying.ask("select delivery_state from facts.order_mails") == [("delivered",)]


def test_a_providers_event_about_a_copy_is_no_delivery(copying):
    confirmed(copying)
    for number, (event, to) in enumerate([("sent", "mia@mail.example"), ("bounced", FOREIGN)]):
        copying.logged(event, "m", f"10:00:0{number}", to=to, host="provider", queue_id=None,
                       instance=None, generation=None)  # fmt: skip

    assert states(copying) == ["delivered"]


def test_a_mail_that_names_the_copy_in_its_header_went_to_the_customer_alone(copying):
    confirmed(copying, to_addresses=["mia@mail.example", FOREIGN])

    assert copying.ask("""select count(*) from staging.message_recipients where not is_own""") == [
        (1,)
    ]
    assert states(copying) == ["unknown"]


@pytest.mark.parametrize("copy", [OWN, FOREIGN])
@pytest.mark.parametrize("is_logged", [True, False])
def test_a_report_about_a_copy_accuses_nobody(copying, copy, is_logged):
    confirmed(copying)
    if is_logged:
        copying.logged("sent", "m", "10:00:01")
        copying.logged("sent", "m", "10:00:02", to=copy)
    copying.report("r", "10:05:00", "m", recipient=copy)

    assert states(copying) == ["delivered" if is_logged else "unknown"]
    assert copying.ask("select * from checks.bounced") == []


def test_a_second_copy_of_ours_that_came_back_accuses_nobody(postroom):
    """The first lies in the archive, so that a stranger's address would mean the customer."""
    confirmed(postroom)
    postroom.report("r", "10:05:00", "m", recipient="second@nordlicht.example")

    assert states(postroom) == ["unknown"]


def test_a_report_from_where_a_foreign_copy_was_forwarded_accuses_nobody(copying):
    confirmed(copying)
    copying.report("r", "10:05:00", "m", recipient="inbox7@platform.example")

    assert states(copying) == ["unknown"]


def test_a_report_from_where_our_copy_was_forwarded_accuses_nobody(postroom):
    postroom.logged("sent", "m", "10:00:01")
    postroom.logged("sent", "m", "10:00:02", to=OWN)
    postroom.report("r", "10:05:00", "m", recipient="archive@backup.example")

    assert states(postroom) == ["delivered"]


def test_where_our_copy_has_arrived_it_was_the_customers_mail_that_came_back(postroom):
    confirmed(postroom)
    postroom.logged("sent", "m", "10:00:01")
    postroom.logged("sent", "m", "10:00:02", to=OWN)
    postroom.report("r", "10:05:00", "m", recipient="mia@forwarded.example")

    assert states(postroom) == ["bounced"]


def test_an_archive_on_a_foreign_host_is_known_by_where_its_copies_were_delivered(postroom):
    confirmed(postroom, delivered_to=["nordlicht.archive@mailbox.example"])
    postroom.logged("sent", "m", "10:00:01")
    postroom.logged("bounced", "m", "10:00:02", to="nordlicht.archive@mailbox.example")

    assert states(postroom) == ["delivered"]


@pytest.mark.parametrize(("to", "order_of"), [
    ("mia@mail.example", "lee@mail.example"), ("lee@mail.example", "mia@mail.example"),
])  # fmt: skip
def test_a_customer_to_whom_a_mail_was_delivered_is_no_archive(postroom, to, order_of):
    """Whether the mail was addressed to them, or an order of theirs is known."""
    postroom.order("1001", "09:59:00", email=order_of)
    postroom.sent("m", "10:00:00", to=to, delivered_to=["mia@mail.example"])
    postroom.logged("bounced", "m", "10:00:02")

    assert "bounced" in states(postroom)


def test_a_copy_in_two_places_is_one_mail_and_one_confirmation(copying):
    confirmed(copying)
    copying.place("m", "archive", location="bcc", account="archive")
    copying.logged("sent", "m", "10:00:01")
    copying.logged("sent", "m", "10:00:02", to=OWN)

    assert copying.ask("select count(*) from facts.order_mails") == [(1,)]
    assert copying.ask("select count(*) from private.deliveries") == [(1,)]


def test_addresses_of_copies_stay_out_of_the_public_build(copying):
    from sql.publish import seeds_shown

    copying.ask("select 1")

    assert "seeds.copies" not in seeds_shown(copying.warehouse.db)
    assert "copies" not in seeds_shown(copying.warehouse.db)
