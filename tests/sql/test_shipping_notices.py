"""Shipping mails: in time, and how far up the ladder of tracking they come."""

import pytest

NUMBER = "00340434161094042557"
LINK = f"https://www.dhl.de/track?piececode={NUMBER}"
FULL = f"Tracking number: {NUMBER}\nEstimated delivery: Thursday, 5 March 2026"
OTHER = "00340434161094042564"


def shipped(postroom, parcels=(("P-1", NUMBER),), at="10:00:00"):
    postroom.order("1001", "2026-03-01 10:00:00")
    for shipment_id, number in parcels:
        postroom.parcel(shipment_id, "1001", at, number)


def announce(postroom, key, at, text=FULL, links=(LINK,), subject="Your order #1001 has shipped"):
    postroom.sent(key, at, subject, text=text, links=list(links))


def notices(postroom, columns="verdict"):
    return postroom.ask(f"select {columns} from facts.shipping_notices order by shipment_id")


@pytest.mark.parametrize(
    ("at", "expected"),
    [("11:00:00", "on_time"), ("11:00:01", "late"), ("09:59:55", "on_time"),
     ("09:59:54", "too_early")],
)  # fmt: skip
def test_a_shipping_mail_is_judged_against_the_moment_the_parcel_left(postroom, at, expected):
    shipped(postroom)
    announce(postroom, "m", at)

    assert notices(postroom) == [(expected,)]


@pytest.mark.parametrize(
    ("read_until", "expected"), [("13:59:59", "waiting"), ("14:00:00", "missing")]
)
def test_a_parcel_without_a_mail_is_missing_once_the_archive_passes_four_hours(
    postroom, read_until, expected
):
    shipped(postroom)
    postroom.read_until(read_until)

    assert notices(postroom) == [(expected,)]


@pytest.mark.parametrize(
    ("text", "links", "rung", "lost"),
    [
        (FULL, (LINK,), "clear", None),
        (f"Tracking number: {NUMBER}", (LINK,), "link", "no_date"),
        (FULL, ("https://nordlicht.example/",), "carrier", "no_link"),
        ("Estimated delivery: 5 March 2026", (), "mail", "no_number"),
        # a mangled or foreign number is there, and is not the parcel's
        ("Tracking number: 1.23E+21\nEstimated delivery: 5.3.2026",
         ("https://www.dhl.de/track",), "number", "wrong_number"),
        # the true number in the link is the true number
        ("Tracking number: 1.23E+21\nEstimated delivery: 5.3.2026", (LINK,), "number",
         "wrong_number"),
        ("Tracking number: 10999\nEstimated delivery: 5 March 2026", (), "mail", "no_number"),
        ("Tracking number: {{ number }}\nDelivery date: TBD\nOrdered on: 1 March 2026",
         ("https://www.dhl.de/track?piececode={{number}}",), "mail", "no_number"),
        (f"Sendungsnummer: {NUMBER}\nVoraussichtliche Zustellung:\n  Do, 05.03.2026",
         (LINK,), "clear", None),
        (f"Número de seguimiento: {NUMBER}\nEntrega prevista: 5 de marzo", (LINK,), "clear", None),
        ("Numéro de suivi : 0034 0434 1610 9404 2557\nLivraison prévue : jeudi 5 mars 2026",
         (LINK,), "clear", None),
    ],
)  # fmt: skip
def test_a_rung_counts_only_on_top_of_those_below_it(postroom, text, links, rung, lost):
    shipped(postroom)
    announce(postroom, "m", "10:30:00", text, links)

    assert notices(postroom, "rung, lost_reason") == [(rung, lost)]


def test_the_order_number_is_no_tracking_number(postroom):
    postroom.order("10019988", "2026-03-01 10:00:00")
    postroom.parcel("P-1", "10019988", "10:00:00", NUMBER)
    announce(postroom, "m", "10:30:00", "Tracking number: 10019988", (),
             "Your order #10019988 has shipped")  # fmt: skip

    assert notices(postroom, "has_number, rung") == [(False, "mail")]


def test_tracking_in_a_later_mail_covers_the_parcel_late(postroom):
    shipped(postroom)
    announce(postroom, "first", "10:10:00", "It is on its way.", ())
    announce(postroom, "second", "15:00:00", subject="Shipping confirmation for order #1001")

    assert notices(postroom, "verdict, rung, is_covered, is_covered_late") == [
        ("on_time", "clear", True, True)
    ]


def test_every_parcel_of_a_split_order_needs_its_mail(postroom):
    shipped(postroom, (("P-1", NUMBER), ("P-2", OTHER)))
    announce(postroom, "m", "10:10:00", FULL.replace(NUMBER, OTHER), (LINK[:-20] + OTHER,))
    postroom.read_until("18:00:00")

    assert notices(postroom, "shipment_id, verdict") == [("P-1", "missing"), ("P-2", "on_time")]


def test_one_mail_may_announce_several_parcels(postroom):
    shipped(postroom, (("P-1", NUMBER), ("P-2", OTHER)))
    announce(postroom, "m", "10:10:00", f"{FULL}\nTracking number: {OTHER}",
             (LINK, LINK.replace(NUMBER, OTHER)))  # fmt: skip

    assert notices(postroom, "verdict, rung") == [("on_time", "clear"), ("on_time", "clear")]


def test_mails_without_numbers_announce_parcels_in_their_order(postroom):
    shipped(postroom, (("P-1", None), ("P-2", None)))
    announce(postroom, "a", "10:10:00", "It is on its way.", ())
    announce(postroom, "b", "12:00:00", "It is on its way, too.", ())

    assert notices(postroom, "shipment_id, message_key, verdict") == [
        ("P-1", "a", "on_time"), ("P-2", "b", "late"),
    ]  # fmt: skip


def test_a_nameless_mail_is_about_the_parcel_that_no_other_mail_names(postroom):
    shipped(postroom, (("P-1", NUMBER), ("P-2", OTHER)))
    announce(postroom, "a", "10:10:00")
    announce(postroom, "b", "10:20:00", "It is on its way.", ())

    assert notices(postroom, "shipment_id, message_key") == [("P-1", "a"), ("P-2", "b")]


def test_a_returned_shipping_mail_covers_nothing(postroom):
    shipped(postroom)
    announce(postroom, "m", "10:10:00")
    postroom.report("r", "10:11:00", "m")

    assert notices(postroom, "verdict, rung, lost_reason") == [("bounced", "none", "bounced")]


@pytest.mark.parametrize(
    ("order", "parcel", "reason"),
    [
        ({"fulfilment": "pickup"}, {}, "pickup"),
        ({"fulfilment": "digital"}, {}, "digital"),
        ({"channel": "Marketplace"}, {}, "marketplace"),
        ({}, {"exempt_reason": "untracked_letter"}, "untracked_letter"),
    ],
)
def test_parcels_that_somebody_else_announces_or_nobody_are_exempt(
    postroom, order, parcel, reason
):
    postroom.order("1001", "2026-03-01 10:00:00", **order)
    postroom.parcel("P-1", "1001", "10:00:00", **parcel)
    postroom.read_until("18:00:00")

    assert notices(postroom, "verdict, excluded_reason, lost_reason") == [
        ("excluded", reason, None)
    ]


def test_without_its_order_nobody_knows_who_had_to_announce_a_parcel(postroom):
    postroom.parcel("P-1", "1001", "10:00:00")
    postroom.read_until("18:00:00")

    assert notices(postroom) == [("unknown",)]


def test_a_parcel_that_has_not_left_is_waited_for(postroom):
    postroom.order("1001", "2026-03-01 10:00:00")
    postroom.parcel("P-1", "1001", None)
    postroom.parcel("P-2", "1001", None, first_scan_at="2026-03-02 10:00:00")
    postroom.read_until("18:00:00")

    assert notices(postroom) == [("waiting",), ("missing",)]


def test_each_fact_that_a_shipping_mail_lacks_is_a_finding(postroom):
    shipped(postroom)
    announce(postroom, "m", "10:10:00", f"Tracking number: {NUMBER}", ())

    assert postroom.ask(
        "select field, severity from checks.required_missing order by field"
    ) == [("contact", "major"), ("delivery_date", "major"), ("tracking_link", "critical")]


def test_what_is_expected_of_a_parcel_is_what_held_on_the_day_it_left(warehouse, postroom):
    warehouse.given("seeds.expectations", """
        shop       channel  payment_method  fulfilment  mail_kind           valid_from_day  clock    sender       reason
        *          *        *               *           order_confirmation  2000-01-01      placed   shop         –
        *          *        *               *           shipping_notice     2000-01-01      shipped  shop         –
        nordlicht  *        *               *           shipping_notice     2026-03-03      shipped  marketplace  carrier_tells
    """)  # noqa: E501
    postroom.order("1001", "2026-03-01 10:00:00")
    postroom.parcel("P-1", "1001", "2026-03-02 22:59:59")  # 23:59:59 in Berlin
    postroom.parcel("P-2", "1001", "2026-03-02 23:00:00")
    postroom.read_until("2026-03-05 00:00:00")

    assert notices(postroom, "verdict, excluded_reason") == [
        ("missing", None), ("excluded", "carrier_tells"),
    ]  # fmt: skip
