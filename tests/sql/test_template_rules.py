"""A mail against its template: each rule with its fault, and beside it what must not fire."""

import pytest
from conftest import Warehouse

from sql.raw.opening import open_store

TEXT = """Dear [CUSTOMER_NAME],

thank you for your order. We have it and pack it now.

Order number: [ORDER_NUMBER]
Total: [ORDER_TOTAL]

Your order:
[ORDER_SUMMARY]

It goes to:
[SHIPPING_ADDRESS]

Leaves us: [ESTIMATED_SHIPPING_TIME]

You will hear from us again when the parcel is on its way.
Please keep this mail until everything has arrived at your home.

Questions? Write to [CONTACT_INFO]

Kind regards,
your Nordlicht team
"""
SECOND = TEXT.replace("We have it and pack it now", "Our people are packing it already").replace(
    "Please keep this mail until everything", "Keep this message until all of it")  # fmt: skip
GERMAN = """Guten Tag [CUSTOMER_NAME],

vielen Dank für Ihre Bestellung. Wir haben sie erhalten und packen sie nun.

Bestellnummer: [ORDER_NUMBER]

Ihre Bestellung:
[ORDER_SUMMARY]

Lieferadresse:
[SHIPPING_ADDRESS]

Versand: [ESTIMATED_SHIPPING_TIME]

Sie hören wieder von uns, sobald das Paket unterwegs ist.
Fragen? Schreiben Sie an [CONTACT_INFO]

Viele Grüße
Ihr Team von Nordlicht
"""
VALUES = {
    "CUSTOMER_NAME": "Mia Nan", "ORDER_NUMBER": "10017", "ORDER_TOTAL": "20.00 EUR",
    "ORDER_SUMMARY": "2 × NaN Bread – 10.00",
    "SHIPPING_ADDRESS": "Mia Nan\nHafenstr. 7\n24103 Kiel",
    "ESTIMATED_SHIPPING_TIME": "4 March 2026", "CONTACT_INFO": "support@nordlicht.example",
}  # fmt: skip
SUBJECT = "Your order 10017 is confirmed"
KEEP = "Please keep this mail until everything has arrived at your home.\n"
CLOSING = "\nKind regards,\nyour Nordlicht team\n"
FIFTEEN = "Our shop in the harbour is open for you again each day from nine on.\n"
UNDER_FORTY = "Dear Mia Nan,\n\nthank you for your order. We have it and pack it now.\n"
RULES = ("TEMPLATE_UNKNOWN", "TEMPLATE_RETIRED", "TEMPLATE_DRIFT", "FOREIGN_TEXT",
         "SUBJECT_MISMATCH", "LANGUAGE_MISMATCH", "PARTS_DISAGREE", "TRUNCATED", "MOJIBAKE",
         "PLACEHOLDER_LEFT", "NULL_VALUE", "DUMMY_VALUE")  # fmt: skip


def filled(text=TEXT, **other):
    for slot, value in (VALUES | other).items():
        text = text.replace(f"[{slot}]", value)
    return text


def without(line, text=TEXT):
    assert line in text
    return text.replace(line, "")


PLAIN = filled()
# name: what the mail holds, and what is found (rule, field, severity)
CASES = {
    "a clean mail": ({}, set()),
    "its values are odd, and so is the record": ({"text": filled(ORDER_SUMMARY="2 × NaN Bread")},
                                                 set()),
    "another layout": ({"text": "A receipt.\n" + "Bought with us, 10017, paid, all is well. " * 9},
                       {("TEMPLATE_UNKNOWN", "text", "major")}),
    "the old version a second before the new one holds": ({"at": "11:59:59"}, set()),
    "the old version from that second on": ({"at": "12:00:00"},
                                            {("TEMPLATE_RETIRED", "version", "minor")}),
    "the new version from that second on": ({"at": "12:00:00", "text": filled(SECOND)}, set()),
    "a line is gone": ({"text": filled(without(KEEP))}, {("TEMPLATE_DRIFT", "text", "minor")}),
    "a word is another": ({"text": PLAIN.replace("keep this mail", "keep that mail")},
                          {("TEMPLATE_DRIFT", "text", "minor")}),
    "only quotes, blanks and case differ": (
        {"text": PLAIN.replace("Questions? ", "QUESTIONS?  ").replace("\n\n", "\n")}, set()),
    "a sentence that must stand there is gone": (
        {"text": filled(without("You will hear from us again when the parcel is on its way.\n"))},
        {("TEMPLATE_DRIFT", "text", "major")}),
    "a label is gone, its value not": ({"text": filled(TEXT.replace("Total: [", "["))},
                                       {("TEMPLATE_DRIFT", "text", "major")}),
    "fifteen words more": ({"text": PLAIN.replace("It goes", FIFTEEN + "\nIt goes")}, set()),
    "sixteen words more": ({"text": PLAIN.replace("It goes", f"Yes. {FIFTEEN}\nIt goes")},
                           {("FOREIGN_TEXT", "text", "minor")}),
    "many words that the shop allows": (
        {"text": PLAIN.replace("It goes", f"A gift for you: {FIFTEEN * 2}\nIt goes")}, set()),
    "no number in the subject": ({"subject": "Your order is confirmed"},
                                 {("SUBJECT_MISMATCH", "order_number", "major")}),
    "another number in the subject": ({"subject": "Your order 10018 is confirmed"},
                                      {("SUBJECT_MISMATCH", "order_number", "major")}),
    "the subject of another kind": ({"subject": "Your order 10017 has shipped"},
                                    {("SUBJECT_MISMATCH", "stage", "major")}),
    "the customer's language is another": (
        {"subject": "Bestellbestätigung 10017", "text": filled(GERMAN)},
        {("LANGUAGE_MISMATCH", "language", "minor")}),
    "the HTML form says another total": (
        {"html_text": filled(ORDER_TOTAL="25.00 EUR")}, {("PARTS_DISAGREE", "total", "major")}),
    "the HTML form writes the same otherwise": (
        {"html_text": filled(ORDER_TOTAL="20.00  EUR").replace("\n\n", "\n")}, set()),
    "the HTML form is empty": ({"html_text": ""}, {("PARTS_DISAGREE", "part", "major")}),
    "nothing is in it": ({"text": ""}, {("TRUNCATED", "body", "critical")}),
    "it breaks off": ({"text": UNDER_FORTY}, {("TRUNCATED", "body", "critical")}),
    "its end is gone": ({"text": filled(without(CLOSING))}, {("TRUNCATED", "closing", "critical")}),
    "garbled letters": ({"text": PLAIN.replace("Hafenstr.", "HafenstraÃŸe")},
                        {("MOJIBAKE", "address", "major")}),
    "garbled fixed text": ({"text": PLAIN.replace("Questions?", "Questions â€“")},
                           {("MOJIBAKE", "text", "minor")}),
    "letters that only look garbled": ({"text": filled(CUSTOMER_NAME="Ângela São João")}, set()),
    "a placeholder in the text": ({"text": filled(ORDER_TOTAL="{{ order.total }}")},
                                  {("PLACEHOLDER_LEFT", "text", "critical")}),
    "a placeholder in the subject": ({"subject": "Your order [ORDER_NUMBER] is confirmed"},
                                     {("PLACEHOLDER_LEFT", "subject", "critical")}),
    "a tag of the mail system in the subject": ({"subject": f"[EXTERNAL] {SUBJECT}"}, set()),
    "a null word for the name": ({"text": filled(CUSTOMER_NAME="None")},
                                 {("NULL_VALUE", "customer_name", "major")}),
    "a null word for the number": ({"text": filled(ORDER_NUMBER="undefined")},
                                   {("NULL_VALUE", "order_number", "critical")}),
    "a name that is no null word": ({"text": filled(CUSTOMER_NAME="Nan")}, set()),
    "trial text": ({"text": PLAIN.replace("Questions?", "Lorem ipsum dolor sit amet?")},
                   {("DUMMY_VALUE", "text", "major")}),
}  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Case -> what these rules find in its mail."""
    seeds = tmp_path_factory.mktemp("seeds")
    (seeds / "allowed_texts.csv").write_text(
        "shop,kind,locale,pattern,valid_from_day\n*,*,en,^A gift for you,2000-01-01\n"
    )
    (seeds / "mandatory_sentences.csv").write_text(
        "shop,kind,locale,pattern,valid_from_day\n*,*,en,hear from us again,2000-01-01\n"
    )
    warehouse = Warehouse(tmp_path_factory.mktemp("shop"), seeds=seeds)
    rows = []
    for locale, version, text, since in (
        ("en", "1", TEXT, None), ("en", "2", SECOND, "2026-03-02 12:00:00"),
        ("de", "1", GERMAN, None),
    ):  # fmt: skip
        rows.append(("templates", {
            "shop": "nordlicht", "kind": "order_confirmation", "locale": locale, "version": version,
            "content_hash": version, "valid_from_at": since, "is_html": False, "slots": [],
            "subject": {"en": "Your order [ORDER_NUMBER] is confirmed",
                        "de": "Bestellbestätigung [ORDER_NUMBER]"}[locale], "text": text,
        }))  # fmt: skip
    rows.append(("order_versions", {
        "shop": "nordlicht", "order_id": "10017", "content_hash": "", "locale": "en-GB",
        "placed_at": "2026-03-02 09:00", "valid_from_at": "2026-03-02 09:00", "name": "Mia Nan",
        "email": "mia@mail.example", "street": "Hafenstr. 7", "postcode": "24103", "city": "Kiel",
        "total": 20.0, "currency": "EUR",
    }))  # fmt: skip
    rows.append(("order_items", {
        "shop": "nordlicht", "order_id": "10017", "line_id": "1", "content_hash": "",
        "title": "NaN Bread", "quantity": 2,
    }))  # fmt: skip
    for number, (case, (given, _)) in enumerate(CASES.items()):
        at = f"2026-03-02 {given.get('at', f'10:{number:02}:00')}"
        rows += mail_rows(case, at, {k: v for k, v in given.items() if k != "at"})
    with open_store(warehouse.settings.raw_path) as store:
        for table, row in rows:
            row = row | {"source": "given", "run_id": "given", "batch_id": 1,
                         "read_at": "2026-03-03"}  # fmt: skip
            marks = ", ".join("?" for _ in row)
            store.db.execute(f"insert into raw.{table} ({', '.join(row)}) values ({marks})",
                             [*row.values()])  # fmt: skip
    told = warehouse.rows(" union all ".join(
        f"select '{rule}', message_key, field, severity from checks.{rule.lower()}"
        for rule in RULES
    ))  # fmt: skip
    return {case: {(rule, *rest) for rule, key, *rest in told if key == case} for case in CASES}


def mail_rows(case, at, given):
    yield "messages", {
        "message_key": case, "message_id": f"{abs(hash(case))}@nordlicht.example",
        "reference_ids": [], "links": [], "flags": [], "auto_headers": [], "is_null_sender": False,
        "sent_at": at, "received_at": at, "subject": SUBJECT, "text": PLAIN,
        "from_address": "shop@nordlicht.example", "to_addresses": ["mia@mail.example"],
    } | given  # fmt: skip
    yield "message_locations", {
        "message_key": case, "shop": "nordlicht", "path": "given/archive", "role": "archive",
        "epoch": "", "location": case,
    }  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_found_in(case, found):
    assert found[case] == CASES[case][1]
