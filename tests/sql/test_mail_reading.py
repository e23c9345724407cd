"""Which template a mail was made from, what stands in its slots, and how its wording differs."""

from datetime import datetime

import pytest

from sql.mail_choice import Shop
from sql.mail_contents import contents_of

CONFIRMED = """Hello [CUSTOMER_NAME],

thank you for shopping at our little shop by the sea.

Order number: [ORDER_NUMBER]
Your items:
[ORDER_SUMMARY]
Total: [ORDER_TOTAL]

Delivery address:
[SHIPPING_ADDRESS]

Ships within: [ESTIMATED_SHIPPING_TIME]

You will hear from us as soon as the parcel has left.
Any questions? Write to [CONTACT_INFO].
Your team by the sea
"""
CONFIRMED_AFTER = CONFIRMED.replace(
    "thank you for shopping at", "how nice to see you at"
).replace("Ships within:", "Leaves us in:")
SHIPPED = """Hallo [CUSTOMER_NAME],

deine Bestellung [ORDER_NUMBER] ist unterwegs zu dir.

Versanddienst: [CARRIER]
Sendungsnummer: [TRACKING_NUMBER]
Sendung verfolgen: [TRACKING_LINK]
Voraussichtliche Zustellung: [ESTIMATED_DELIVERY_DATE]

Fragen? Schreib uns: [CONTACT_INFO]
Dein Team vom Meer
"""
DEFAULT = """Your order [ORDER_NUMBER] is on its way to you.
Tracking number: [TRACKING_NUMBER]
Any questions? [CONTACT_INFO]
"""
SAID = {
    "CUSTOMER_NAME": "Mia Groß", "ORDER_NUMBER": "NL-10023",
    "ORDER_SUMMARY": "2 × Blue mug, 9,90 €\n1 × Carrier bag \"Total\"", "ORDER_TOTAL": "24,70 €",
    "SHIPPING_ADDRESS": "Mia Groß\nHafenstraße 12 a\n20457 Hamburg\nDeutschland",
    "ESTIMATED_SHIPPING_TIME": "2–3 working days", "CONTACT_INFO": "help@sea.example",
    "CARRIER": "DHL", "TRACKING_NUMBER": "00340434161094042557",
    "TRACKING_LINK": "https://track.example/?n=00340434161094042557",
    "ESTIMATED_DELIVERY_DATE": "Donnerstag, 5. März 2026",
}  # fmt: skip
SPRING = datetime(2026, 3, 1)


def template(text, kind="order_confirmation", locale="en", version="1", origin="own",
             since=None, until=None):  # fmt: skip
    from sql.mail_template_text import template_of

    return template_of({"kind": kind, "locale": locale, "version": version, "origin": origin,
                        "valid_from_at": since, "valid_until_at": until, "text": text},
                       {"CUSTOMER": "CUSTOMER_NAME"})  # fmt: skip


OWN = [template(CONFIRMED, until=SPRING), template(CONFIRMED_AFTER, version="2", since=SPRING),
       template(SHIPPED, "shipping_notice", "de")]  # fmt: skip
LABELS = {"tracking number": "TRACKING_NUMBER", "order number": "ORDER_NUMBER"}


def filled(text, **other):
    for name, value in (SAID | other).items():
        text = text.replace(f"[{name}]", value)
    return text


def read(text, own=OWN, defaults=(), kind="order_confirmation", at=datetime(2026, 2, 1), **row):
    mail = {"subject": "Your order", "text": text, "html_text": None, "link_targets": [],
            "link_texts": [], "sent_at": at, "kind": kind} | row  # fmt: skip
    own = sorted(own, key=lambda one: -one.fixed_words)
    return contents_of(mail, Shop(own, list(defaults), LABELS))


def slots(row):
    return dict(zip(row["slot_names"], row["slot_values"], strict=True))


def squeezed(values):
    return {name: value and "".join(value.split()).replace("–", "-")
            for name, value in values.items()}  # fmt: skip


def expected(text, **other):
    return {name: value for name, value in (SAID | other).items() if f"[{name}]" in text}


@pytest.mark.parametrize("text", [CONFIRMED, CONFIRMED_AFTER, SHIPPED])
def test_a_mail_as_its_template_has_it_is_read_without_a_difference(text):
    row = read(filled(text))

    assert row["how"] == "template" and row["coverage_share"] == 1
    assert slots(row) == expected(text)
    told = ("missing", "changed_from", "inserted", "lost_labels")
    assert [row[name] for name in told] == [[], [], [], []]
    assert row["is_closing_found"] and row["inserted_words"] == 0


EDITS = {
    "on one line": lambda text: " ".join(text.split()),
    "without empty lines": lambda text: text.replace("\n\n", "\n"),
    "with empty lines between all": lambda text: text.replace("\n", "\n\n"),
    "with doubled blanks": lambda text: text.replace(" ", "  "),
    "with other blanks and dashes": lambda text: text.replace(" ", "\u00a0").replace("–", "-"),
    "with labels in capitals": lambda text: text.replace("Order number:", "ORDER NUMBER:").replace(
        "Sendungsnummer:", "SENDUNGSNUMMER:"),
    "with values below their labels": lambda text: text.replace(": ", ":\n"),
    "with a banner and a footer": lambda text: f"Spring sale: 20 % off all mugs\n\n{text}\n--\n"
    "Sea Ltd, Quay 1, 20457 Hamburg\nUnsubscribe: https://sea.example/u",
    "with a sentence put in": lambda text: text.replace(
        "\n\n", "\n\nWe are closed on Friday.\n\n", 2),
    "with text behind values": lambda text: text.replace(
        "NL-10023\n", "NL-10023 (please keep it)\n").replace("DHL\n", "DHL - see you soon\n"),
    "with lines in another order": lambda text: "\n".join(
        [*text.split("\n")[4:6], *text.split("\n")[:4], *text.split("\n")[6:]]
    ) if "Versanddienst" in text else text,
    "with typing errors": lambda text: text.replace("Order number", "Ordr number").replace(
        "Sendungsnummer", "Sendungsnumer").replace("Hallo", "Halo"),
    "with labels reworded": lambda text: text.replace("Order number:", "Order no.:").replace(
        "Sendungsnummer:", "Sendungs-Nr.:").replace("Delivery address:", "We send it to:"),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("text", [CONFIRMED, SHIPPED])
def test_values_are_read_from_a_mail_that_was_changed(text, edit):
    row = read(EDITS[edit](filled(text)))

    assert row["how"] == "template"
    assert squeezed(slots(row)) == squeezed(expected(text))


def test_values_keep_their_writing_and_lines():
    assert slots(read(filled(CONFIRMED)))["SHIPPING_ADDRESS"] == SAID["SHIPPING_ADDRESS"]
    assert slots(read(filled(SHIPPED, CARRIER="dhl EXPRESS")))["CARRIER"] == "dhl EXPRESS"


def test_a_wrapped_value_is_put_together_again():
    wrapped = filled(SHIPPED).replace("ist unterwegs zu dir.", "ist\nunterwegs zu dir.").replace(
        "Voraussichtliche Zustellung: Donnerstag, 5. März 2026",
        "Voraussichtliche Zustellung: Donnerstag, 5.\nMärz 2026",
    ).replace("verfolgen: ", "verfolgen:\n")  # fmt: skip
    assert slots(read(wrapped)) == expected(SHIPPED)


def test_an_empty_slot_is_not_a_gone_one():
    empty = filled(SHIPPED, TRACKING_NUMBER="")
    gone = filled(SHIPPED).replace(f"Sendungsnummer: {SAID['TRACKING_NUMBER']}\n", "")

    assert slots(read(empty))["TRACKING_NUMBER"] == ""
    row = read(gone)
    assert slots(row)["TRACKING_NUMBER"] is None
    assert row["missing"] == ["Sendungsnummer: [TRACKING_NUMBER]"] and row["lost_labels"] == []
    assert slots(row) == expected(SHIPPED) | {"TRACKING_NUMBER": None}


def test_an_empty_value_does_not_take_the_next_line():
    row = read(filled(CONFIRMED, ORDER_NUMBER="", ORDER_SUMMARY=""))
    assert [slots(row)[name] for name in ("ORDER_NUMBER", "ORDER_SUMMARY")] == ["", ""]
    assert slots(row)["ORDER_TOTAL"] == SAID["ORDER_TOTAL"]


@pytest.mark.parametrize("left", ["None", "{{ order.number }}", "[ORDER_NUMBER]", "-", "nan"])
def test_what_a_program_left_in_a_slot_is_its_value(left):
    row = read(filled(CONFIRMED, ORDER_NUMBER=left))
    assert slots(row)["ORDER_NUMBER"] == left
    assert row["mark_places"] == ["ORDER_NUMBER"]


def test_the_version_with_more_of_its_words_is_told_from_the_one_that_holds():
    old = read(filled(CONFIRMED), at=datetime(2026, 4, 1))
    assert (old["version"], old["is_active_version"], old["active_version"]) == ("1", False, "2")
    new = read(filled(CONFIRMED_AFTER), at=SPRING)
    assert (new["version"], new["is_active_version"], new["active_version"]) == ("2", True, "2")


def test_of_two_versions_that_fit_alike_the_active_one_is_taken():
    same = [template(CONFIRMED, until=SPRING), template(CONFIRMED, version="2", since=SPRING)]
    for at, version in ((datetime(2026, 2, 1), "1"), (SPRING, "2")):
        row = read(filled(CONFIRMED, ORDER_SUMMARY="1 × Cup"), own=same, at=at)
        assert (row["version"], row["is_active_version"]) == (version, True)


def test_a_short_template_does_not_take_the_mails_of_a_longer_one():
    short = template("Your team by the sea\n", "invoice")
    typed = filled(CONFIRMED).replace("thank you", "thnak you")
    assert read(typed, own=[*OWN, short])["template"] == "order_confirmation.en"
    assert read("Total: 5 €\nYour team by the sea", own=[*OWN, short])["template"] == "invoice.en"
    assert read("Hello Mia, good morning", own=[template("Hello", "invoice")])["how"] == "labels"


def test_the_body_tells_the_kind_whatever_the_subject_says():
    row = read(filled(SHIPPED), kind="order_confirmation")
    assert row["template"] == "shipping_notice.de"


def test_a_foreign_mail_is_of_no_template_where_the_shop_has_its_own():
    foreign = ("Dear customer,\nwe received your purchase.\nOrder number: 77\nTotal: 5,00 €\n"
               "It will be sent to you soon.\nThe Mountain Store\n")  # fmt: skip
    assert read(foreign)["how"] == "unknown" and read(foreign)["template"] is None
    assert read(foreign)["coverage_share"] < 0.55 and read(foreign)["fixed_words"] > 0
    assert read(foreign, kind="invoice")["how"] == "labels"
    assert slots(read(foreign))["ORDER_NUMBER"] == "77"


TERSE = """Thank you for your order!
Order number: [ORDER_NUMBER]
Items: [ORDER_SUMMARY]
Shipping to: [SHIPPING_ADDRESS]
Estimated shipping time: [ESTIMATED_SHIPPING_TIME]
For questions, contact us at [CONTACT_INFO].
"""


@pytest.mark.parametrize("text", [
    "Hi Mia,\nThanks for your purchase at Hill! Your order number is 88.\nItems:\n1 x Rope\n"
    "Shipping to:\nMia\n20457 Hamburg\nEstimated shipping time: 3 days\n"
    "Questions? Contact us at help@hill.example",
    "Thank you for your order!\nOrder number: 77\nYou can pick it up in our store from Monday. "
    "Bring this mail and an identity card.\nContact us at help@hill.example",
])  # fmt: skip
def test_common_words_of_order_mails_do_not_make_a_foreign_one_ours(text):
    row = read(text, own=[template(TERSE)])
    assert row["how"] == "unknown"


def test_a_value_whose_label_is_gone_is_found_by_what_it_looks_like():
    text = filled(SHIPPED).replace("Voraussichtliche Zustellung: ", "")
    row = read(text)
    assert slots(row) == expected(SHIPPED)
    assert row["lost_labels"] == ["ESTIMATED_DELIVERY_DATE"]


def test_a_shop_without_templates_is_read_by_the_default_or_by_labels():
    default = [template(DEFAULT, "shipping_notice", origin="default", version="procedure")]
    row = read(filled(DEFAULT), own=[], defaults=default, kind="shipping_notice")
    assert (row["how"], row["origin"]) == ("default", "default")
    row = read("Off it goes!\nTracking number: AB 1234 5678 9", own=[], kind="shipping_notice")
    assert row["how"] == "labels" and row["template"] is None
    assert slots(row) == {"TRACKING_NUMBER": "AB 1234 5678 9"}


def test_a_mail_without_words_is_unread():
    assert [read(text)["how"] for text in (None, "", " \n - \n")] == ["unread"] * 3


def test_a_changed_sentence_and_one_put_in_are_told():
    text = filled(CONFIRMED).replace("as soon as the parcel has left", "when the parcel has gone")
    row = read(text + "Follow us for news about our sheep\n")

    assert row["changed_from"] == ["You will hear from us as soon as the parcel has left."]
    assert row["changed_to"] == ["You will hear from us when the parcel has gone"]
    assert (row["inserted"], row["inserted_words"]) == (["Follow us for news about our sheep"], 7)
    assert row["missing"] == [] and row["is_closing_found"]


def test_one_word_more_changes_a_line():
    row = read(filled(CONFIRMED).replace("the parcel has left.", "the parcel has left today."))
    assert row["changed_to"] == ["You will hear from us as soon as the parcel has left today"]
    assert row["inserted_words"] == 0


def test_a_changed_label_is_lost_and_its_value_is_not():
    row = read(filled(SHIPPED).replace("Sendungsnummer:", "Paketcode:"))
    assert row["lost_labels"] == ["TRACKING_NUMBER"]
    assert slots(row) == expected(SHIPPED)


def test_the_line_with_a_slot_is_told_without_its_value():
    row = read(filled(SHIPPED).replace("ist unterwegs zu dir", "ist auf dem Weg zu dir"))
    assert row["changed_to"] == ["deine Bestellung [ORDER_NUMBER] ist auf dem Weg zu dir"]


@pytest.mark.parametrize("last", ["You will hear", "Ships within", "Total", "Your items"])
def test_a_mail_that_was_cut_off_is_of_its_template_without_the_closing(last):
    whole = filled(CONFIRMED)
    row = read(whole[: whole.index(last)])
    assert (row["how"], row["version"], row["is_closing_found"]) == ("template", "1", False)
    assert "Your team by the sea" in row["missing"]


def test_a_closing_line_alone_can_be_missing():
    assert not read(filled(CONFIRMED).replace("Your team by the sea\n", ""))["is_closing_found"]
    assert read(filled(CONFIRMED).replace("team by", "crew by"))["is_closing_found"]


def test_a_lost_line_is_not_found_inside_an_address():
    contact = "help@team-by-the-sea.example"
    row = read(filled(CONFIRMED, CONTACT_INFO=contact).replace("Your team by the sea\n", ""))
    assert slots(row)["CONTACT_INFO"] == contact
    assert row["missing"] == ["Your team by the sea"]


def test_both_forms_of_a_mail_are_read():
    html = filled(SHIPPED, TRACKING_NUMBER="99999999999").replace(": ", ":\n")
    row = read(filled(SHIPPED), html_text=html)
    both = dict(zip(row["slot_names"], zip(row["slot_values"], row["slot_html_values"],
                                           strict=True), strict=True))  # fmt: skip
    assert both["TRACKING_NUMBER"] == (SAID["TRACKING_NUMBER"], "99999999999")
    assert both["CARRIER"] == ("DHL", "DHL")
    assert read(filled(SHIPPED))["slot_html_values"] == [None] * 7


def test_the_target_of_the_tracking_link_is_behind_what_is_shown():
    links = {"link_texts": ["Our shop", "Follow it here"],
             "link_targets": ["https://a.example", "#"]}  # fmt: skip
    text = filled(SHIPPED, TRACKING_LINK="Follow it here")
    assert read(text, **links)["link_slot_target"] == "#"
    assert read(filled(SHIPPED), **links)["link_slot_target"] == SAID["TRACKING_LINK"]
    assert read(filled(SHIPPED, TRACKING_LINK=""), **links)["link_slot_target"] is None


def test_slots_of_other_names_are_ours_and_unknown_ones_keep_theirs():
    own = [template("Hello [CUSTOMER], your points with us: [POINTS]\nHave a wonderful day, dear")]
    row = read("Hello Mia, your points with us: 12\nHave a wonderful day, dear", own=own)
    assert slots(row) == {"CUSTOMER_NAME": "Mia", "POINTS": "12"}


@pytest.mark.parametrize(("text", "language"), [
    (CONFIRMED, "en"), (SHIPPED, "de"), ("1001 1002", None),
    ("Bonjour, votre commande est en route et sera livrée par notre partenaire.", "fr"),
    ("Hola, tu pedido ha sido enviado y la entrega será en los próximos días.", "es"),
])  # fmt: skip
def test_the_language_of_a_mail_is_told_by_its_small_words(text, language):
    assert read(text, own=[])["language"] == language
