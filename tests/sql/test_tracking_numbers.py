"""Numbers of parcels: right ones are never blamed, and a wrong digit is never taken for right.

`tracking_examples.csv` holds numbers that the named documents print; where a document gives only
the rule (`computed`) they were worked out by hand-written sums apart from this code.
"""

import csv
import json
from pathlib import Path

import pytest

from sql.tracking_carriers import carrier_key, names_of, shipped_names
from sql.tracking_formats import can_have, formats_of, shipped_formats
from sql.tracking_numbers import number_state
from sql.tracking_seeds import shipped
from tests.testdata import needed_set

RIGHT_FOR_ANOTHER_FORMAT = {  # of the same courier, although listed as wrong for one
    "331426749957": "a Purolator number of 12 digits, wrong only as one that begins with letters",
}
EXAMPLES = Path(__file__).with_name("tracking_examples.csv")


def cases():
    return json.loads((needed_set("tracking") / "cases.json").read_text("utf-8"))


def examples():
    with EXAMPLES.open(newline="", encoding="utf-8") as file:
        return [(row["carrier"], row["number"]) for row in csv.DictReader(file)]


def test_every_number_its_courier_issues_is_valid():
    numbers = [(case["courier"], case["number"]) for case in cases() if case["valid"]]

    assert len(numbers) == 192
    assert [n for n in numbers if number_state(n[1], n[0])[0] != "valid"] == []


def test_no_number_listed_as_wrong_is_valid_for_its_courier():
    numbers = [(case["courier"], case["number"]) for case in cases() if not case["valid"]]

    assert len(numbers) == 88
    assert {n[1] for n in numbers if number_state(n[1], n[0])[0] == "valid"} == {
        *RIGHT_FOR_ANOTHER_FORMAT
    }


def test_the_numbers_in_carriers_documents_are_valid():
    assert len(examples()) >= 40
    assert [e for e in examples() if number_state(e[1], e[0])[0] != "valid"] == []


def checked():
    """The numbers whose check digit tells their carrier, as (carrier, number, place of it)."""
    listed = [*examples(), *((case["courier"], case["number"]) for case in cases())]
    for carrier, written in dict.fromkeys(listed):
        number = "".join(written.replace(".", "").split()).upper()
        if carrier in number_state(number, None)[1] and (carrier, len(number)) != ASTRA:
            ends_with_country = number[-2:].isalpha()
            yield carrier, number, len(number) - (3 if ends_with_country else 1)


ASTRA = ("fedex", 32)  # four digits that nobody checks stand behind the check digit
# Every digit of these counts; the rules of S10 and FedEx give two sums the same check digit.
ALL_COUNT = {("dhl", 20), ("dhl", 12), ("hermes", 14), ("gls", 12), ("dpd", 15), ("dpd", 28),
             ("ups", 18), ("ups", 11), ("usps", 22), ("usps", 26), ("fedex", 15),
             ("canada_post", 16), ("purolator", 12), ("old_dominion", 11),
             ("ontrac", 15)}  # fmt: skip


def changed(number, place, by):
    return f"{number[:place]}{(int(number[place]) + by) % 10}{number[place + 1 :]}"


def test_another_check_digit_is_never_valid():
    wrong = [changed(number, place, by) for _, number, place in checked() if number[place].isdigit()
             for by in range(1, 10)]  # fmt: skip
    carriers = [carrier for carrier, number, place in checked() if number[place].isdigit()
                for _ in range(1, 10)]  # fmt: skip

    assert len(wrong) > 1000
    assert [w for w in zip(wrong, carriers, strict=True) if number_state(*w)[0] == "valid"] == []


def test_another_digit_in_front_of_the_check_digit_is_never_valid():
    counted = [c for c in checked() if (c[0], len(c[1])) in ALL_COUNT]
    wrong = [(changed(number, place, 1), carrier) for carrier, number, _ in counted
             for place in range(len(number)) if number[place].isdigit()]  # fmt: skip

    assert {(carrier, len(number)) for carrier, number, _ in counted} == ALL_COUNT
    assert [w for w in wrong if number_state(*w)[0] == "valid"] == []


@pytest.mark.parametrize(("number", "carrier", "state", "carriers"), [
    ("00340434161094042558", "dhl", "check_digit", []),
    ("1Z12345E0291980793", "ups", "check_digit", []),
    ("RB123456784GB", "royal_mail", "check_digit", []),
    ("0218-0171-0036-50", "hermes", "check_digit", []),
    ("501234567891", "gls", "check_digit", []),
    ("01015026003653D", "dpd", "check_digit", []),
    ("6A12345678906", "la_poste", "check_digit", []),
    ("hello", "dhl", "format", []),
    ("1Z999AA1012345678", "ups", "format", []),
    ("00000000000000", "dpd", "format", []),
    ("1Z999AA10123456784", "gls", "other_carrier", ["ups"]),
    ("00340434161094042557", "gls", "other_carrier", ["dhl"]),
    ("RB123456785GB", "evri", "unknown", ["royal_mail", "parcelforce", "s10"]),
    ("1Z999AA10123456784", "nobody", "unknown", ["ups"]),
    ("1Z999AA10123456784", None, "valid", ["ups"]),
    ("27110000000", "gls", "valid", ["gls"]),
    ("RB123456895GB", "royal_mail", "valid", ["royal_mail", "parcelforce", "s10"]),
    ("27110000000", None, "valid", []),
    ("hello", None, "unknown", []),
    ("", "dhl", "unknown", []),
    ("1234567892", "dhl", "unknown", []),
    ("999999999999999999", "dhl", "unknown", []),
    ("3,4043E+19", "dhl", "mangled", []),
    ("1.23E+21", None, "mangled", []),
    ("501234567890.0", "gls", "mangled", []),
    ("34043416109404200000", "dhl", "mangled", []),
    ("00340434161094000000", "dhl", "mangled", []),
    ("340434161094042557", "dhl", "mangled", []),
    ("9980000020033F", "dpd", "mangled", []),
])  # fmt: skip
def test_a_number_gets_the_state_that_its_carrier_warrants(number, carrier, state, carriers):
    assert number_state(number, carrier) == (state, carriers)


@pytest.mark.parametrize("written", [
    "1z 999 aa1 01 2345 6784", "1Z-999-AA1-01-2345-6784", "\u200b1Z999AA10123456784\ufeff ",
    "１Ｚ９９９ＡＡ１０１２３４５６７８４", "1Z999AA1\u00a00123456784", "1Z.999AA10123456784",
])  # fmt: skip
def test_blanks_dashes_and_wide_signs_do_not_make_a_number_wrong(written):
    assert number_state(written, "ups") == ("valid", ["ups"])


@pytest.mark.parametrize("number", [
    "9" * 200_000, "1Z" + "A" * 200_000, " " * 200_000, "1Z999AA10123456784" + "0" * 200_000,
    "\ud800", "\x00", "²³", "٣٣١٨٨١٠٠٢٥", "🎁", "((((", "E+", "0",
])  # fmt: skip
def test_a_hostile_number_is_answered_and_never_valid(number):
    assert {number_state(number, carrier)[0] for carrier in ("dhl", "ups", "nobody", None)} <= {
        "unknown", "format", "mangled", "check_digit"}  # fmt: skip


def test_every_format_can_be_had_at_some_length_that_is_looked_at():
    patterns = [row["pattern"] for row in shipped("tracking_formats")]

    assert [p for p in patterns if not any(can_have(p, length) for length in range(65))] == []
    assert not can_have("1Z([0-9A-Z]{15})([0-9])", 17)
    assert can_have("1Z([0-9A-Z]{15})([0-9])", 18)
    assert can_have(r"\d{3}", 64)


def test_a_shops_own_row_stands_in_place_of_ours():
    own = {"carrier": "gls", "format": "parcel_12", "valid_from_day": "2026-01-01",
           "pattern": "[0-9]{12}", "check_rule": "", "is_sure": False}  # fmt: skip
    formats = formats_of([*shipped("tracking_formats"), own])

    assert number_state("501234567891", "gls", formats)[0] == "unknown"


@pytest.mark.parametrize(("name", "key"), [
    ("DHL Paket", "dhl"), ("DHL Express", "dhl"), ("dhl", "dhl"), ("Deutsche Post DHL", "dhl"),
    ("Deutsche Post", "deutsche_post"), ("Royal Mail", "royal_mail"), ("royal_mail", "royal_mail"),
    ("Evri (Hermes UK)", "evri"), ("Hermes", "hermes"), ("myHermes UK", "evri"),
    ("Colissimo", "la_poste"), ("La Poste Suisse", "swiss_post"), ("GLS-Germany", "gls"),
    ("Österreichische Post", "austrian_post"), ("Zásilkovna", "packeta"), ("FedEx", "fedex"),
    ("My Courier!", "my_courier"), ("Upstream Couriers", "upstream_couriers"),
    ("!!!", None), ("", None), (None, None),
])  # fmt: skip
def test_a_carrier_has_one_key_however_its_name_is_written(name, key):
    assert carrier_key(name) == key


def test_a_shops_own_name_for_a_carrier_comes_first():
    own = {"carrier": "dpd", "pattern": "dhl", "valid_from_day": "2026-01-01"}

    assert carrier_key("DHL", names_of([*shipped("carrier_names"), own])) == "dpd"
    assert carrier_key("DHL", shipped_names()) == "dhl"


def test_every_key_of_a_name_has_formats():
    assert {row["carrier"] for row in shipped("carrier_names")} <= shipped_formats().carriers
