"""What a program left in a mail that no customer should see."""

from pathlib import Path

import pytest

from sql.mail_fold import Text
from sql.mail_marks import marks_in

LINES = (Path(__file__).parent / "placeholder_forms.txt").read_text("utf-8").splitlines()
AT = LINES.index("= unfilled"), LINES.index("= near misses")
UNFILLED, NEAR = LINES[AT[0] + 1 : AT[1]], LINES[AT[1] + 1 :]


def found(text="", slots=(), links=(), subject="", html=None):
    """(kind, place, cause) of each mark; slots are (name, value), found where the text has it."""
    text = Text(text)
    places = []
    for name, value in slots:
        at = text.written.find(value)
        places.append((name, value, [(at, at + len(value))] if at >= 0 else []))
    marks = marks_in(subject, text.written, places, links, html)
    return [(mark.kind, mark.place, mark.cause) for mark in marks]


def of_kind(kind, text):
    return [mark for mark in found(text) if mark[0] == kind]


def test_sixty_forms_and_more_are_known():
    assert len(UNFILLED) > 90 and len(NEAR) > 60


@pytest.mark.parametrize("form", UNFILLED)
def test_an_unfilled_field_is_found_wherever_it_stands(form):
    assert of_kind("placeholder", f"Thanks, your order {form} is here.")
    assert ("placeholder", "subject") in [mark[:2] for mark in found(subject=f"Order {form}")]


@pytest.mark.parametrize("text", NEAR)
def test_what_only_looks_like_a_field_is_none(text):
    assert of_kind("placeholder", text) == []
    assert of_kind("placeholder", f"Hello, {text} and goodbye") == []


@pytest.mark.parametrize("tag", ["[EXTERNAL]", "[EXT]", "[SPAM]"])
def test_tags_of_a_subject_are_no_fields(tag):
    assert found(subject=f"{tag} Your order 1001") == []


def test_a_field_is_placed_in_the_slot_that_holds_it():
    text = "Order number: {{ order.number }}\nHello {{ name }}"
    assert found(text, [("ORDER_NUMBER", "{{ order.number }}")]) == [
        ("placeholder", "ORDER_NUMBER", "{{ order.number }}"),
        ("placeholder", "text", "{{ name }}")]  # fmt: skip


def test_a_field_in_a_link_is_found_however_it_is_written():
    links = ["https://t.example/?n=%7B%7Bnumber%7D%7D", "https://t.example/[TRACKING_NUMBER]"]
    assert found(links=links) == [("placeholder", "link", "{{number}}"),
                                  ("placeholder", "link", "[TRACKING_NUMBER]")]  # fmt: skip


def test_what_only_the_html_form_shows_is_found_once():
    assert found("Hello Mia", html="Hello {{ name }}, {{ name }}") == [
        ("placeholder", "text", "{{ name }}")]  # fmt: skip


@pytest.mark.parametrize(("value", "word"), [
    ("None", "None"), ("NULL", "null"), ("nan", "NaN"), ("undefined", "undefined"),
    ("n/a", "N/A"), ("#N/A", "#N/A"), ("[object Object]", "[object Object]"),
    ("Invalid Date", "Invalid Date"), ("-", "-"), ("--", "--"), ("0000-00-00", "0000-00-00"),
    ("1970-01-01", "1970-01-01"), ("01.01.1970", "1970-01-01"), ("1/1/1970", "1970-01-01"),
    ("1 January 1970", "1970-01-01"), ("1. Januar 1970", "1970-01-01"),
    ("1er janvier 1970", "1970-01-01"), ("jueves, 1 de enero de 1970", "1970-01-01"),
])  # fmt: skip
def test_a_value_that_says_nothing_is_a_null_word(value, word):
    assert ("null", "CARRIER", word) in found("", [("CARRIER", value)])


@pytest.mark.parametrize("value", ["Nan Lee", "Nones", "21 January 1970", "11.01.1970", "A - B"])
def test_a_value_that_only_holds_such_letters_is_none(value):
    assert found("", [("CUSTOMER_NAME", value)]) == []


@pytest.mark.parametrize("line", ["2 × None", "null x Blue mug", "Blue mug x NaN", "1 x undefined"])
def test_goods_without_a_name_or_number_are_found(line):
    assert [mark[:2] for mark in found("", [("ORDER_SUMMARY", f"1 x Cup\n{line}")])] == [
        ("null", "ORDER_SUMMARY")]  # fmt: skip


@pytest.mark.parametrize("line", ["2 × NaN Bread", "1 x None-stick pan", "Null hypothesis mug x 2"])
def test_goods_whose_name_begins_so_are_not(line):
    assert found("", [("ORDER_SUMMARY", line)]) == []


@pytest.mark.parametrize("text", [
    "Dear None,", "Hallo null!", "Bonjour undefined,", "Hola nan:", "Dear Mr None,",
    "Order #null", "Order number: undefined", "Bestellung #None", "commande n° : null",
])  # fmt: skip
def test_a_null_word_in_greeting_or_number_is_found_without_a_template(text):
    assert [mark[:2] for mark in found(text)] == [("null", "text")]


@pytest.mark.parametrize("text", ["Hi Nannette,", "Order: none of them", "Dear Nora None-Smith,"])
def test_ordinary_words_in_greetings_are_not(text):
    assert found(text) == []


def test_a_null_word_in_a_link_is_found_but_not_in_its_host():
    assert found(links=["https://t.example/track/null"]) == [("null", "link", "null")]
    assert found(links=["https://t.example/?number=undefined&a=1"]) == [
        ("null", "link", "undefined")]  # fmt: skip
    assert found(links=["https://null.example/none-such"]) == []


@pytest.mark.parametrize(("text", "cause"), [
    ("Lorem ipsum dolor sit", "lorem ipsum"), ("Number: XXXX", "XXXX"), ("XXXX-XXXX", "XXXX"),
    ("write to test@test.example", "test@test"), ("foo@bar.example", "foo@bar"),
    ("see www.example.com", "example.com"), ("help@example.org", "example.org"),
])  # fmt: skip
def test_words_of_a_trial_are_dummies(text, cause):
    assert [mark[2] for mark in found(text) if mark[0] == "dummy"] == [cause]


@pytest.mark.parametrize("text", [
    "Card XXXX-XXXX-XXXX-1234", "Size XXXL", "myexample.com", "help@shop.example",
    "protest@testen.example",
])  # fmt: skip
def test_sizes_masked_cards_and_other_domains_are_none(text):
    assert found(text) == []


@pytest.mark.parametrize("value", ["TBD", "t.b.a.", "Max Mustermann", "john doe"])
def test_a_whole_value_can_be_a_dummy(value):
    assert [mark[:2] for mark in found("", [("CARRIER", value)])] == [("dummy", "CARRIER")]
    assert found("", [("CARRIER", f"{value} and more")]) == []


@pytest.mark.parametrize(("text", "cause"), [
    ("fÃ¼r dich", "Ã¼"), ("StraÃŸe", "ÃŸ"), ("cafÃ©", "Ã©"), ("donâ€™t", "â€™"), ("5 Â£", "Â£"),
    ("EspaÃ±a", "Ã±"), ("Ãœber", "Ãœ"), ("sÃ\u00ad", "Ã\u00ad"), ("Gr\ufffdn", "U+FFFD"),
    ("your order=20\nis here", "=20"), ("gr=C3=BCn", "=C3=BC"), ("Gr=FCn", "=FC"),
    ("Tom &amp; Mia", "&amp;"), ("&amp;amp;", "&amp;amp;"), ("f&uuml;r", "&uuml;"),
    ("it&#39;s", "&#39;"), ("a&nbsp;b", "&nbsp;"), ("Hello<br>Mia", "<br>"), ("</td>", "<td>"),
    ('<a href="x">', "<a>"), ("Bestel=\nlung", "soft line break"),
])  # fmt: skip
def test_broken_letters_and_markup_are_found(text, cause):
    assert ("mojibake", "text", cause) in found(text)


@pytest.mark.parametrize("text", [
    "São Paulo", "Ângela", "CORAÇÃO", "MAÇÃ E IRMÃ, bom", "L=20cm", "L=20 cm", "a=20\nb=30",
    "https://t.example/?page=20\nmore", "R&D; AT&T", "5 < 6 and 7 > 6", "Åse & Ærø", "<3",
    "<mia@mail.example>", "«Âge»", "Crème brûlée, 10 °C", "https://x.example/?a=1&b=2", "E=mc2",
])  # fmt: skip
def test_letters_and_signs_of_real_words_are_not(text):
    assert of_kind("mojibake", text) == []


def test_a_mark_shows_what_stands_around_it_and_no_more():
    text = Text("a" * 100 + " {{ x }} " + "b" * 100)
    (mark,) = marks_in("", text.written, [], [])
    assert mark.text == "a" * 39 + " {{ x }} " + "b" * 39
