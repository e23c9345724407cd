"""Mails that went through a provider: what became of them, and which order they were about."""

import pytest

VERDICT = "select order_id, verdict from facts.order_confirmations order by shop, order_id"
NOTICE = "select verdict, rung, is_covered, lost_reason from facts.shipping_notices"


def moment(at):
    return f"2026-03-02 {at}"


def told(postroom, event, key, at, order_id="1001", mail_kind="order_confirmation",
         to="mia@mail.example", **row):  # fmt: skip
    """An event of a provider: one for each recipient, also of the acceptance."""
    life = {"path": "esp", "instance": "sendgrid", "queue_id": f"id-{key}", "generation": "",
            "shop": "nordlicht", "message_id": f"{key}@mail.example"}  # fmt: skip
    said = {"recipient": to, "order_id": order_id, "mail_kind": mail_kind}
    postroom.add("mail_events", event=event, event_at=moment(at),
                 event_key=f"{event} {key} {at} {to}", **life | said | row)  # fmt: skip


def heard_until(postroom, at, newest=None):
    """The provider's path was polled at `at`; its newest event is of `newest`."""
    postroom.add("polls", kind="sendgrid", path="esp", role="log", shop="nordlicht", holes=[],
                 polled_at=moment(at), since_at=moment("00:00:00"),
                 oldest_item_at=moment("00:00:00"), newest_item_at=moment(newest or at),
                 quiet_after_seconds=86400)  # fmt: skip


def order(postroom, order_id="1001", at="10:00:00", **row):
    postroom.order(order_id, at, **row)


# What became of it


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((("accepted", "10:00:01"),), ("accepted", None, None)),
        ((("accepted", "10:00:01"), ("sent", "10:00:01")), ("delivered", "10:00:01", "10:00:01")),
        ((("sent", "10:00:01"), ("accepted", "10:00:02")), ("delivered", "10:00:01", "10:00:01")),
        ((("accepted", "10:00:01"), ("deferred", "10:00:01")),
         ("deferred", "10:00:01", "10:00:01")),
        ((("sent", "10:09:00"), ("deferred", "10:03:00"), ("accepted", "10:00:01"),
          ("deferred", "10:05:00")), ("delivered", "10:03:00", "10:09:00")),
        ((("sent", "10:00:03"), ("bounced", "14:00:00")), ("bounced", "10:00:03", "14:00:00")),
        ((("sent", "10:00:03"), ("complained", "18:00:00")),
         ("complained", "10:00:03", "18:00:00")),
        ((("accepted", "10:00:01"), ("rejected", "10:00:02")),
         ("rejected", "10:00:02", "10:00:02")),
        ((("accepted", "10:00:01"), ("expired", "22:00:02")),
         ("expired", "22:00:02", "22:00:02")),
        ((("sent", "10:00:03"), ("unknown", "11:00:00")), ("delivered", "10:00:03", "10:00:03")),
        ((("accepted", "10:00:01"), ("unknown", "11:00:00")), ("accepted", None, None)),
        ((("unknown", "11:00:00"),), ("unknown", None, None)),
    ],
)  # fmt: skip
def test_the_last_attempt_counts_in_whatever_order_events_come(postroom, events, expected):
    for event, at in events:
        told(postroom, event, "m", at)

    found = postroom.ask("""select state, strftime(first_attempt_at, '%H:%M:%S'),
        strftime(last_attempt_at, '%H:%M:%S') from staging.mail_deliveries""")
    assert found == [expected]


def test_each_recipient_has_a_fate_of_its_own(postroom):
    for to, event in (("mia@mail.example", "sent"), ("ole@mail.example", "bounced")):
        told(postroom, "accepted", "m", "10:00:00", to=to)
        told(postroom, event, "m", "10:00:02", to=to, dsn="5.1.1", reply_code="550")

    assert postroom.ask("""select state, dsn, reply_code, path from staging.mail_deliveries
        order by state""") == [("bounced", "5.1.1", "550", "esp"),
                               ("delivered", "5.1.1", "550", "esp")]  # fmt: skip


@pytest.mark.parametrize(
    ("instance", "class_", "dsn", "expected"),
    [
        ("ses", "Permanent/General", "5.1.1", True), ("ses", "Transient/MailboxFull", None, False),
        ("ses", "Undetermined/Undetermined", "5.0.0", None),
        ("sendgrid", "bounce", None, True), ("sendgrid", "blocked/Reputation", "5.7.1", False),
        ("sendgrid", "bounce/Mailbox Unavailable", None, False),
        ("mailgun", "permanent/bounce/hard", None, True),
        ("mailgun", "permanent/bounce/soft", None, False),
        ("mailgun", "permanent/old", None, False),
        ("postmark", "HardBounce", None, True), ("postmark", "SoftBounce", "5.2.2", False),
        ("postmark", "Blocked", None, False), ("postmark", "ManuallyDeactivated", None, None),
        ("postfix", None, "5.1.1", True), ("postfix", None, "4.4.7", False),
        ("postfix", None, None, None),
    ],
)  # fmt: skip
def test_hard_or_soft_is_the_providers_own_class_and_else_the_status(
    postroom, instance, class_, dsn, expected
):
    told(postroom, "bounced", "m", "10:00:02", instance=instance, classification=class_, dsn=dsn)

    assert postroom.ask("select classification, is_hard from staging.mail_deliveries") == [
        (class_, expected)]  # fmt: skip


def test_a_provider_that_took_over_from_our_own_server_has_the_last_word(postroom):
    postroom.logged("accepted", "m", "10:00:00")
    postroom.logged("sent", "m", "10:00:01", relay="smtp.provider.example")
    told(postroom, "accepted", "m", "10:00:01", sender="shop@nordlicht.example")
    told(postroom, "bounced", "m", "10:00:09", sender="shop@nordlicht.example")

    assert postroom.ask("""select state, path, strftime(accepted_at, '%H:%M:%S')
        from staging.mail_deliveries""") == [("bounced", "esp", "10:00:00")]  # fmt: skip


def test_what_providers_call_things_is_shown_only_where_it_names_nobody(postroom):
    told(postroom, "rejected", "m", "10:00:00", order_id="mia@mail.example",
         template="for mia@mail.example", classification="none to <mia@mail.example>")  # fmt: skip

    assert postroom.ask("""select order_id, template, classification from staging.mail_events
        """) == [(None, None, None)]  # fmt: skip


# A shop without an archive


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((("accepted", "10:04:00"), ("sent", "10:20:00")), "on_time"),
        ((("accepted", "10:05:01"),), "late"),
        ((("accepted", "10:01:00"), ("bounced", "12:00:00")), "bounced"),
        ((("accepted", "10:01:00"), ("rejected", "10:01:00")), "bounced"),
        ((("accepted", "10:01:00"), ("complained", "12:00:00")), "on_time"),
    ],
)
def test_a_mail_known_by_its_events_alone_is_the_orders_confirmation(postroom, events, expected):
    order(postroom)
    for event, at in events:
        told(postroom, event, "m", at)
    heard_until(postroom, "13:00:00")

    assert postroom.ask(VERDICT) == [("1001", expected)]


def test_a_bounced_confirmation_known_by_events_is_a_finding_about_the_order(postroom):
    order(postroom)
    told(postroom, "bounced", "m", "10:01:00", dsn="5.1.1")
    order(postroom, "1002", email="ole@mail.example")
    told(postroom, "accepted", "n", "10:59:00", "1002", to="ole@mail.example")
    heard_until(postroom, "13:00:00")
    postroom.read_until("13:00:00", roles=("orders",))

    assert postroom.ask("""select rule, order_id, message_key from cases.findings
        order by rule""") == [("BOUNCED", "1001", None), ("CONF_LATE", "1002", None)]  # fmt: skip
    assert postroom.warehouse.broken_claims() == []


@pytest.mark.parametrize(("held", "said"), [("1001", "#1001"), ("#1001", "1001"), ("A1", "a1")])
def test_an_order_number_may_be_written_with_or_without_its_sign(postroom, held, said):
    order(postroom, held)
    told(postroom, "accepted", "m", "10:01:00", said)

    assert postroom.ask("select order_id, kind, accepted_by from facts.order_mails") == [
        (held, "order_confirmation", "events")]  # fmt: skip


def test_a_number_that_two_shops_have_is_nobodys_unless_the_event_knows_its_shop(postroom):
    order(postroom)
    order(postroom, shop="fjordkind", email="ole@mail.example")
    told(postroom, "accepted", "m", "10:01:00", shop=None)
    told(postroom, "accepted", "n", "10:02:00", shop="fjordkind", to="ole@mail.example")

    assert postroom.ask("select shop, mail_key from facts.order_mails") == [
        ("fjordkind", "n@mail.example")]  # fmt: skip


def test_one_message_id_sent_with_an_order_for_each_recipient_confirms_each(postroom):
    order(postroom)
    order(postroom, "1002", email="ole@mail.example")
    for order_id, to, event in (("1001", "mia@mail.example", "sent"),
                                ("1002", "ole@mail.example", "bounced")):  # fmt: skip
        told(postroom, "accepted", "m", "10:01:00", order_id, to=to)
        told(postroom, event, "m", "10:02:00", order_id, to=to)
    heard_until(postroom, "13:00:00")

    assert postroom.ask(VERDICT) == [("1001", "on_time"), ("1002", "bounced")]


def test_a_copy_to_ourselves_is_no_confirmation(postroom):
    order(postroom)
    told(postroom, "sent", "m", "10:01:00", to="archive@nordlicht.example")

    assert postroom.ask("select * from facts.order_mails") == []
    assert postroom.ask("select * from staging.mail_tags") == []


# What a provider's path can show


def path_that_names_orders(postroom, until, newest=None, **row):
    """1001 was confirmed at 10:01; 1002 of 10:10 was not."""
    order(postroom)
    order(postroom, "1002", "10:10:00", email="ole@mail.example")
    told(postroom, "accepted", "m", "10:01:00", **row)
    heard_until(postroom, until, newest)


@pytest.mark.parametrize(
    ("newest", "expected"), [("10:40:00", "missing"), ("10:39:59", "waiting")]
)
def test_where_events_name_orders_a_confirmation_without_any_is_missing(
    postroom, newest, expected
):
    path_that_names_orders(postroom, newest, newest)

    assert postroom.ask(VERDICT) == [("1001", "on_time"), ("1002", expected)]


def test_events_that_are_still_under_way_accuse_nobody(postroom):
    path_that_names_orders(postroom, "13:00:00", newest="10:39:59")
    postroom.read_until("13:00:00", roles=("orders",))

    assert postroom.ask(VERDICT) == [("1001", "on_time"), ("1002", "unknown")]


def test_an_order_from_before_the_first_event_that_named_one_is_unknown(postroom):
    path_that_names_orders(postroom, "13:00:00")
    order(postroom, "1003", "10:00:59", email="ida@mail.example")

    assert dict(postroom.ask(VERDICT))["1003"] == "unknown"


@pytest.mark.parametrize(
    "row",
    [{"order_id": None}, {"mail_kind": None}, {"order_id": None, "mail_kind": None},
     {"order_id": "9999"}, {"mail_kind": "shipping_notice"}],
)  # fmt: skip
def test_a_path_that_names_no_order_or_kind_shows_no_missing_confirmation(postroom, row):
    path_that_names_orders(postroom, "13:00:00", **row)

    assert dict(postroom.ask(VERDICT))["1002"] == "unknown"


def test_a_mail_without_arguments_may_have_been_the_confirmation(postroom):
    path_that_names_orders(postroom, "13:00:00")
    told(postroom, "sent", "n", "10:11:00", None, None, to="ole@mail.example")

    assert postroom.ask(VERDICT) == [("1001", "on_time"), ("1002", "unknown")]


@pytest.mark.parametrize(
    ("said", "kind", "expected"),
    [
        ("1002", "invoice", "missing"), (None, "invoice", "missing"),
        ("1001", "order_confirmation", "missing"), ("9999", "order_confirmation", "unknown"),
    ],
)  # fmt: skip
def test_a_mail_that_was_told_to_be_another_one_excuses_nothing(postroom, said, kind, expected):
    path_that_names_orders(postroom, "13:00:00")
    told(postroom, "sent", "n", "10:11:00", said, kind, to="ole@mail.example")

    assert dict(postroom.ask(VERDICT))["1002"] == expected


def test_a_provider_that_fell_silent_holds_back_what_the_archive_alone_would_call_missing(
    postroom,
):
    path_that_names_orders(postroom, "13:00:00", newest="10:12:00")
    postroom.read_until("13:00:00", roles=("archive", "orders"))

    assert dict(postroom.ask(VERDICT))["1002"] == "unknown"


def test_a_provider_whose_mails_all_lie_in_the_archive_holds_nothing_back(postroom):
    path_that_names_orders(postroom, "13:00:00", newest="10:12:00")
    postroom.sent("m", "10:01:00")
    postroom.read_until("13:00:00", roles=("archive", "orders"))

    assert dict(postroom.ask(VERDICT))["1002"] == "missing"


def test_a_copy_that_the_archive_has_not_got_yet_makes_no_path_of_the_provider(postroom):
    order(postroom, "1002", "10:10:00", email="ole@mail.example")
    order(postroom, "1003", "12:50:00")
    told(postroom, "accepted", "m", "12:51:00", "1003")
    heard_until(postroom, "13:00:00")
    postroom.read_until("12:45:00", roles=("archive",))
    postroom.read_until("13:00:00", roles=("orders",))

    assert postroom.ask(VERDICT) == [("1002", "missing"), ("1003", "on_time")]


def test_what_a_provider_shows_makes_the_measure_measurable(postroom):
    path_that_names_orders(postroom, "13:00:00")
    postroom.read_until("13:00:00", roles=("orders", "shipments"))

    assert postroom.ask("""select measure, state from metrics.measured
        where shop = 'nordlicht' and measure in ('confirmed_in_time', 'shipping_mail_in_time')
        order by 1""") == [("confirmed_in_time", "measured"),
                           ("shipping_mail_in_time", "not_measurable")]  # fmt: skip


# Shipping mails


def test_a_shipping_mail_known_by_events_announces_the_parcel_and_hides_its_tracking(postroom):
    order(postroom)
    postroom.parcel("P1", "1001", "12:00:00", number="TRACK12345678")
    told(postroom, "accepted", "m", "12:30:00", mail_kind="shipping_notice")
    heard_until(postroom, "20:00:00")

    assert postroom.ask(NOTICE) == [("on_time", "mail", None, None)]
    assert postroom.ask("select rule from checks.all_findings where rule = 'REQUIRED_MISSING'"
                        ) == []  # fmt: skip
    assert postroom.ask("""select tracking_verdict from metrics.cohort_members
        where members = 'shipping_notices'""") == [("unknown",)]


def test_two_shipping_mails_known_by_events_announce_two_parcels(postroom):
    order(postroom)
    for parcel, at in (("P1", "12:00:00"), ("P2", "15:00:00")):
        postroom.parcel(parcel, "1001", at, number=f"TRACK{parcel}34567")
    told(postroom, "accepted", "m", "12:30:00", mail_kind="shipping_notice")
    told(postroom, "accepted", "n", "15:30:00", mail_kind="shipping_notice")
    heard_until(postroom, "20:00:00")

    assert postroom.ask("""select shipment_id, strftime(noticed_at, '%H:%M')
        from facts.shipping_notices order by 1""") == [("P1", "12:30"), ("P2", "15:30")]


# With an archive


def test_events_tell_the_fate_of_an_archived_mail_and_count_it_once(postroom):
    order(postroom)
    postroom.sent("m", "10:02:00")
    told(postroom, "accepted", "m", "10:01:00")
    told(postroom, "bounced", "m", "10:01:30")

    assert postroom.ask("""select message_key, accepted_by, delivery_state, is_archived,
        strftime(accepted_at, '%H:%M') from facts.order_mails""") == [
        ("m", "log", "bounced", True, "10:01")]  # fmt: skip


def test_the_copy_says_kind_and_order_and_only_where_it_does_not_what_was_told(postroom):
    order(postroom)
    order(postroom, "1002")
    postroom.sent("a", "10:01:00", "Order confirmation #1001")
    told(postroom, "accepted", "a", "10:01:00", "1002", "shipping_notice")
    postroom.sent("b", "10:02:00", "Wonderful news")
    told(postroom, "accepted", "b", "10:02:00", "1002", "order_confirmation")

    assert postroom.ask("""select message_key, order_id, kind, order_match from facts.order_mails
        order by message_key""") == [("a", "1001", "order_confirmation", "subject"),
                                     ("b", "1002", "order_confirmation", "tag")]  # fmt: skip


def test_a_shipping_mail_whose_kind_was_only_told_is_still_read_for_its_tracking(postroom):
    order(postroom)
    postroom.parcel("P1", "1001", "12:00:00", number="TRACK12345678")
    postroom.sent("m", "12:30:00", "Wonderful news", text="Tracking number: TRACK12345678")
    told(postroom, "accepted", "m", "12:30:00", mail_kind="shipping_notice")

    assert postroom.ask("select verdict, rung, lost_reason from facts.shipping_notices") == [
        ("on_time", "carrier", "no_link")]  # fmt: skip


def test_everything_about_providers_keeps_every_claim(postroom):
    path_that_names_orders(postroom, "13:00:00")
    postroom.parcel("P1", "1001", "11:00:00", number="TRACK12345678")
    told(postroom, "bounced", "s", "11:30:00", mail_kind="shipping_notice")
    told(postroom, "unknown", "u", "11:31:00", None, None, message_id=None)
    postroom.read_until("13:00:00", roles=("orders", "shipments"))
    postroom.ask("select 1 from facts.order_mails")

    assert postroom.warehouse.broken_claims() == []
