"""Value and tracking rules: what a mail states against what the record said when it was sent."""

import pytest

from tests.conftest import Warehouse
from tests.sql.value_mails import NUMBER, ValueShop

CONFIRMATIONS = {  # case: slots that differ from the right ones, what is found
    "as recorded": ({}, []),
    "another spelling": ({"SHIPPING_ADDRESS": "LINDENSTR. 12\nD-10115 Berlin"}, []),
    "greeted by title": ({"CUSTOMER_NAME": "Frau Keller"}, []),
    "number in words": ({"ORDER_NUMBER": "no. {order} of 2 March"}, []),
    "no number": ({"ORDER_NUMBER": ""}, ["REQUIRED_MISSING order_number critical"]),
    "line of goods gone": ({"ORDER_SUMMARY": None}, ["REQUIRED_MISSING items critical"]),
    "no address": ({"SHIPPING_ADDRESS": ""}, ["REQUIRED_MISSING address major"]),
    "no promise": ({"ESTIMATED_SHIPPING_TIME": ""}, ["REQUIRED_MISSING shipping_time major"]),
    "no contact": ({"CONTACT_INFO": None}, ["REQUIRED_MISSING contact major"]),
    "unknown number": ({"ORDER_NUMBER": "99999"}, ["ORDER_NO_MISMATCH order_number critical"]),
    "Tom's number": ({"ORDER_NUMBER": "2001"}, [
        "FOREIGN_DATA order_number critical", "ORDER_NO_MISMATCH order_number critical"]),
    "another name": ({"CUSTOMER_NAME": "Anna Keller"}, ["NAME_MISMATCH customer_name major"]),
    "Tom's name": ({"CUSTOMER_NAME": "Mr. TOM HOPPER"}, [
        "FOREIGN_DATA customer_name critical", "NAME_MISMATCH customer_name critical"]),
    "Tom's address": ({"SHIPPING_ADDRESS": "Hafenweg 4\n20095 Hamburg"}, [
        "ADDRESS_MISMATCH address critical", "FOREIGN_DATA address critical"]),
    "another house": ({"SHIPPING_ADDRESS": "Lindenstraße 14\n10115 Berlin"}, [
        "ADDRESS_MISMATCH address critical"]),
    "a street misspelt": ({"SHIPPING_ADDRESS": "Lindnstraße 12\n10115 Berlin"}, [
        "ADDRESS_MISMATCH address minor"]),
    "one too few": ({"ORDER_SUMMARY": "1 × Wool Scarf"}, ["ITEMS_MISMATCH items critical"]),
    "another wording": ({"ORDER_SUMMARY": "2 × Wool Scarf Blue"}, ["ITEMS_MISMATCH items minor"]),
    "a day later": ({"ESTIMATED_SHIPPING_TIME": "3–5 March"}, [
        "SHIP_TIME_MISMATCH shipping_time major"]),
    "days that end right": ({"ESTIMATED_SHIPPING_TIME": "1-2 working days"}, []),
    "another total": ({"ORDER_TOTAL": "44,07 €"}, ["AMOUNT_MISMATCH total major"]),
    "another currency": ({"ORDER_TOTAL": "$44.70"}, ["AMOUNT_MISMATCH total major"]),
    "total before the number": ({"ORDER_TOTAL": "EUR 44.70"}, []),
}  # fmt: skip
LINK = "https://www.dhl.de/track?n="
NOTICES = {
    "right notice": ({}, {}, []),
    "number with blanks": ({"TRACKING_NUMBER": "0034 0434 1610 9404 2557"}, {}, []),
    "no tracking number": ({"TRACKING_NUMBER": ""}, {}, [
        "REQUIRED_MISSING tracking_number critical"]),
    "no link": ({"TRACKING_LINK": None}, {"link_slot_target": None}, [
        "REQUIRED_MISSING tracking_link critical"]),
    "no day": ({"ESTIMATED_DELIVERY_DATE": ""}, {}, ["REQUIRED_MISSING delivery_date major"]),
    "some number": ({"TRACKING_NUMBER": "00340434161094042551"}, {}, [
        "TRACKING_MISMATCH tracking_number critical"]),
    "Tom's parcel": ({"TRACKING_NUMBER": "JJD000390007827458431"}, {}, [
        "FOREIGN_DATA tracking_number critical", "TRACKING_MISMATCH tracking_number critical"]),
    "link to nowhere": ({}, {"link_slot_target": "#"}, [
        "LINK_WITHOUT_NUMBER tracking_link critical"]),
    "link without number": ({}, {"link_slot_target": LINK}, [
        "LINK_WITHOUT_NUMBER tracking_link critical"]),
    "link to Tom's parcel": ({}, {"link_slot_target": LINK + "JJD000390007827458431"}, [
        "LINK_WITHOUT_NUMBER tracking_link critical"]),
    "shortened": ({}, {"link_slot_target": "https://bit.ly/3xYz"}, [
        "LINK_HOST tracking_link critical"]),
    "test system": ({}, {"link_slot_target": f"https://staging.nordlicht.example/{NUMBER}"}, [
        "LINK_HOST tracking_link critical"]),
    "our own page": ({}, {"link_slot_target": f"https://nordlicht.example/track/{NUMBER}"}, []),
    "another carrier's page": ({}, {"link_slot_target": f"https://www.ups.com/track?n={NUMBER}"}, [
        "CARRIER_MISMATCH carrier major"]),
    "another carrier": ({"CARRIER": "UPS"}, {}, ["CARRIER_MISMATCH carrier major"]),
    "carrier's long name": ({"CARRIER": "DHL Paket"}, {}, []),
    "a day off": ({"ESTIMATED_DELIVERY_DATE": "6 March 2026"}, {}, []),
    "two days off": ({"ESTIMATED_DELIVERY_DATE": "7 March 2026"}, {}, [
        "ETA_MISMATCH delivery_date major"]),
    "yesterday": ({"ESTIMATED_DELIVERY_DATE": "1 March 2026"}, {}, [
        "ETA_IMPLAUSIBLE delivery_date major"]),
    "today": ({"ESTIMATED_DELIVERY_DATE": "2 March 2026"}, {}, [
        "ETA_MISMATCH delivery_date major"]),
    "in 61 days": ({"ESTIMATED_DELIVERY_DATE": "2 May 2026"}, {}, [
        "ETA_IMPLAUSIBLE delivery_date major"]),
    "in 60 days, a holiday": ({"ESTIMATED_DELIVERY_DATE": "1 May 2026"}, {}, [
        "ETA_IMPLAUSIBLE delivery_date major"]),
    "in 59 days": ({"ESTIMATED_DELIVERY_DATE": "30 April 2026"}, {}, [
        "ETA_MISMATCH delivery_date major"]),
    "the wrong way round": ({"ESTIMATED_DELIVERY_DATE": "7–5 March 2026"}, {}, [
        "ETA_IMPLAUSIBLE delivery_date major"]),
    "two ways": ({"ESTIMATED_DELIVERY_DATE": "05/03/2026"}, {}, [
        "ETA_AMBIGUOUS delivery_date minor"]),
    "two ways, in German": ({"ESTIMATED_DELIVERY_DATE": "05/03/2026"},
        {"locale": "de", "language": "de"}, []),
    "expires before": ({}, {"link_slot_target": f"{LINK}{NUMBER}&expires=2026-03-04"}, [
        "LINK_TEXT_DIFFERS expires major"]),
    "expires on the day": ({}, {"link_slot_target": f"{LINK}{NUMBER}&expires=2026-03-05"}, []),
    "too few sent": ({"ORDER_SUMMARY": "1 × Wool Scarf"}, {}, ["ITEMS_MISMATCH items critical"]),
    "placeholder in the number": ({"TRACKING_NUMBER": "[TRACKING_NUMBER]"},
        {"mark_kinds": ["placeholder"], "mark_places": ["TRACKING_NUMBER"]}, []),
    "null in the link": ({}, {"link_slot_target": LINK + "null", "mark_kinds": ["null"],
        "mark_places": ["link"]}, []),
    "cut after the greeting": ({"ESTIMATED_DELIVERY_DATE": None, "CUSTOMER_NAME": "Anna Kell"},
        {"body_words": 20}, []),
}  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What was found in one shop with a mail for each case."""
    house = Warehouse(tmp_path_factory.mktemp("values"))
    shop = ValueShop(house)
    toms = {"shop": "nordlicht", "email": "tom@mail.example", "name": "Tom Hopper"}
    shop.postroom.order("2001", "08:00:00", street="Hafenweg 4", postcode="20095", city="Hamburg",
                        valid_from_at="2026-03-02 08:00", **toms)  # fmt: skip
    shop.postroom.parcel("P-2001", "2001", "08:30:00", "JJD000390007827458431", carrier="dhl")
    for case, (slots, _) in CONFIRMATIONS.items():
        shop.confirms(case, shop.order(), slots)
    for case, (slots, read, _) in NOTICES.items():
        shop.ships(case, shop.order(), slots, **read)
    others(shop)
    yield shop.findings()
    house.close()


def others(shop):
    """Mails whose record is another than the usual one."""
    shop.confirms("edited since", shop.order())
    shop.postroom.order(str(shop.count), "08:59:00", **{
        "street": "Hafenweg 9", "postcode": "20095", "city": "Hamburg", "name": "Mia Ko",
        "country": "DE", "total": 9.0, "currency": "EUR", "valid_from_at": "2026-03-02 10:00:01",
    })  # fmt: skip
    shop.confirms("record of later", shop.order(valid_from_at="2026-03-02 10:00:01"),
                  {"CUSTOMER_NAME": "Anna Ko", "ORDER_TOTAL": "1 €"})  # fmt: skip
    kiosk = {"fulfilment": "pickup", "pickup_point": "Kiosk am Markt 3"}
    shop.confirms("fetched", shop.order(**kiosk), {
        "SHIPPING_ADDRESS": "Kiosk am Dom 3", "ESTIMATED_SHIPPING_TIME": ""})  # fmt: skip
    shop.confirms("fetched there", shop.order(**kiosk), {"SHIPPING_ADDRESS": "KIOSK AM MARKT, 3"})
    shop.confirms("without address", shop.order(street=None, postcode=None, city=None),
                  {"SHIPPING_ADDRESS": ""})  # fmt: skip
    shop.confirms("Nan and NaN Bread", shop.order(((1.0, "NaN Bread"),), name="Nan Hopper"),
                  {"CUSTOMER_NAME": "Nan", "ORDER_SUMMARY": "1 × NaN Bread"})  # fmt: skip
    shop.ships("mistyped by the warehouse", shop.order(), {
        "TRACKING_NUMBER": NUMBER[:-1] + "1", "TRACKING_LINK": LINK + NUMBER[:-1] + "1",
    }, number=NUMBER[:-1] + "1")  # fmt: skip
    shop.ships("half of the order", shop.order(((2.0, "Wool Scarf"), (1.0, "Lamp"))))
    shop.ships("promised again since", shop.order(), parcel={
        "promised_at": "2026-03-09 17:00", "valid_from_at": "2026-03-02 11:00"})  # fmt: skip
    shop.postroom.parcel(f"P-{shop.count}", str(shop.count), "09:20:00", NUMBER, carrier="dhl",
                         promised_at="2026-03-05 17:00", items="L0:2",
                         valid_from_at="2026-03-02 09:30")  # fmt: skip
    shop.ships("shown elsewhere", shop.order(), mail={
        "link_targets": [LINK + NUMBER, "https://nordlicht.example/a", "https://evil.example/help"],
        "link_texts": ["Track", "www.nordlicht.example", "https://www.dhl.de/help"]})  # fmt: skip
    shop.ships("not to be clicked", shop.order(), mail={
        "link_targets": [], "link_texts": [], "flags": ["link_not_clickable"]})  # fmt: skip
    shop.ships("read without template", shop.order(), {
        "CONTACT_INFO": None, "ESTIMATED_DELIVERY_DATE": None,
    }, how="labels", template=None, origin=None, fixed_words=None)  # fmt: skip


OTHERS = {
    "edited since": [],
    "record of later": [],
    "fetched": ["ADDRESS_MISMATCH address minor"],
    "fetched there": [],
    "without address": [],
    "Nan and NaN Bread": [],
    "mistyped by the warehouse": ["TRACKING_FORMAT tracking_number major"],
    "half of the order": [],
    "promised again since": [],
    "shown elsewhere": ["LINK_TEXT_DIFFERS tracking_link major"],
    "not to be clicked": ["LINK_TEXT_DIFFERS not_clickable major"],
    "read without template": [
        "REQUIRED_MISSING contact major", "REQUIRED_MISSING delivery_date major"],
}
EXPECTED = (
    {case: expected for case, (_, expected) in CONFIRMATIONS.items()}
    | {case: expected for case, (_, _, expected) in NOTICES.items()}
    | OTHERS
)


@pytest.mark.parametrize("case", EXPECTED)
def test_each_error_is_found_once_and_what_is_right_is_not(found, case):
    assert found[case] == EXPECTED[case]
