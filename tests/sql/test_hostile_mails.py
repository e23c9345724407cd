"""Automated mails made to cost time: the work is bounded, and grows no faster than the mail."""

import sys
from pathlib import Path

import pytest

from sql.mail_choice import Shop
from sql.mail_contents import contents_of
from sql.mail_fold import LONGEST, Text
from sql.mail_template_text import template_of

FORMS = Path(__file__).parent / "placeholder_forms.txt"
WORDS = """Thank you for your order!
Order number: [ORDER_NUMBER]
Your items:
[ORDER_SUMMARY]
We send it to: [SHIPPING_ADDRESS]
Track your parcel: [TRACKING_LINK]
Questions? Write to [CONTACT_INFO].
Your team
"""
SHOP = Shop([template_of({
    "kind": "order_confirmation", "locale": "en", "version": str(number), "origin": "own",
    "valid_from_at": None, "valid_until_at": None, "text": WORDS + f"Version {number} it is\n",
}, {}) for number in range(6)], [], {"order number": "ORDER_NUMBER"})  # fmt: skip
HOSTILE = {
    "labels of the template": "Order number: 1\nYour items:\nWe send it to: b\n",
    "the template's beginning": "Thank you for your order!\nOrder number: 1\n",
    "the template in pieces": "thank you your order number items team ",
    "words nearly of the template": "thanks for yor order\nordr number: 1\nyour itms\n",
    "one line": "a ", "empty lines": "\n", "blanks": " \t", "colons": "a:\n",
    "short labels": "a b: ",
    "braces": "{{", "brackets": "[", "names in brackets": "[A", "angles": "<", "tags": "<br ",
    "percents": "%a", "dollars": "$a", "underscores": "_A", "slot names": "ORDER_", "stars": "*|",
    "hashes": "#A", "tildes": "~A", "greetings": "Dear None", "null words": "null ",
    "numbers without a number": "order: ", "letters x": "XX-", "equals": "=C3=",
    "ampersands": "&amp",
    "broken letters": "Ã", "links": "https://a.example/x ", "addresses": "a@b.example ",
    "dates": "1 January ", "figures": "1.", "dashes": " - ", "sentences": "It is so. ",
    "items": "1 x Mug\n", "unseen signs": "a\u200b", "loose accents": "e\u0301",
}  # fmt: skip
MOST_STEPS = 450_000  # of any mail; measured 350,000 at most


def filled(pattern: str, size: int) -> str:
    return (pattern * (size // len(pattern) + 1))[:size]


def steps(text: str, **other) -> int:
    """Lines of our code that run for a mail; what each looks at is bounded by its constants."""
    count = 0

    def local(_frame, event, _argument):
        nonlocal count
        count += event == "line"
        return local

    mail = {"subject": text[:998], "text": text, "html_text": None, "link_targets": [],
            "link_texts": [], "sent_at": None, "kind": "order_confirmation"} | other  # fmt: skip
    before = sys.gettrace()
    sys.settrace(local)
    try:
        contents_of(mail, SHOP)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", HOSTILE)
def test_the_work_of_a_hostile_mail_grows_no_faster_than_its_length(name):
    small, large = (steps(filled(HOSTILE[name], size)) for size in (2_000, 8_000))
    assert large <= 4.4 * small + 2_000


@pytest.mark.parametrize("name", HOSTILE)
def test_the_work_of_the_longest_mail_is_bounded(name):
    assert steps(filled(HOSTILE[name], 200_000)) <= MOST_STEPS


def test_the_work_of_many_long_links_is_bounded():
    links = {"link_targets": [filled("[A", 8_000)] * 5_000, "link_texts": ["a"] * 5_000}
    assert steps("Hello", **links) <= MOST_STEPS


def test_of_a_text_without_end_the_beginning_and_the_end_are_read():
    text = Text("begins here " + "a " * 500_000 + "ends there")
    assert len(text.written) <= LONGEST + 1
    assert text.written.startswith("begins here") and text.written.endswith("ends there")


def test_all_known_forms_in_one_mail_are_bounded():
    assert steps(FORMS.read_text("utf-8") * 40) <= MOST_STEPS
