"""What makes a text long, hard or impolite, counted by hand."""

import pytest

from sql.clear_writing import figures_of

BLAME = [("en", "your fault"), ("de", "ihre schuld")]


def figures(text, language="en"):
    return figures_of(text, language, BLAME)


def test_words_sentences_and_the_longest_are_counted_without_slots_and_addresses():
    found = figures(
        "Dear [CUSTOMER_NAME],\n\nyour parcel has left us. Follow it:\nhttps://gls.example/t/1\n"
        "Write to help@shop.example if it does not come."
    )

    # "Dear X" / "your parcel has left us" / "Follow it" / "Write to if it does not come"
    assert (found.words, found.sentences, found.longest_sentence) == (15, 4, 7)


def test_lix_is_words_per_sentence_plus_the_share_of_long_words():
    found = figures("Der Versand verzögert sich. Wir melden uns.", "de")

    assert found.lix == pytest.approx(7 / 2 + 100 * 2 / 7)  # Versand, verzögert
    assert found.ease is None


def test_flesch_is_given_for_english_and_falls_with_long_words():
    short = figures("We sent it to you. You will have it on the day after next.")
    hard = figures("Unfortunately considerable international transportation difficulties occurred")

    assert short.ease and hard.ease is not None
    assert short.ease > 90 > 20 > hard.ease


def test_a_reply_without_a_language_is_english_by_its_words():
    assert figures("Thank you for your mail. We have sent it to you.", None).ease is not None
    assert figures("Danke für Ihre Mail. Wir haben das Paket verschickt.", None).ease is None


def test_capitals_count_in_words_that_may_shout_and_not_in_codes():
    found = figures("PLEASE READ this mail about DHL and order AB12CD34, then write back soon.")

    # PLEASE READ of: PLEASE READ this mail about order then write back soon
    assert found.capital_words == 2
    assert found.capitals_share == pytest.approx(0.2)


@pytest.mark.parametrize("text, rows, shouts", [
    ("Hello! We are here!", 0, False),
    ("Hello!! We are here!!", 2, False),
    ("Hello!!! We are here.", 1, True),
])  # fmt: skip
def test_exclamation_marks_count_in_rows(text, rows, shouts):
    found = figures(text)
    assert (found.exclamations, found.is_shouting) == (rows, shouts)


@pytest.mark.parametrize("text, phrase", [
    ("That is your  fault, sorry.", "your fault"),
    ("That was not your fault.", None),
    ("It isn't your fault. But the delay is your fault.", "your fault"),
    ("Das ist nicht Ihre Schuld.", None),
    ("Das ist Ihre Schuld.", "ihre schuld"),
])  # fmt: skip
def test_blame_is_a_phrase_that_is_not_denied(text, phrase):
    assert figures(text).blame == phrase


def test_the_first_screen_is_measured_in_words_before_the_number_and_the_next_step():
    found = figures("Thank you.\nOrder [ORDER_NUMBER]\nIt leaves us on [ESTIMATED_SHIPPING_TIME].")

    assert (found.number_at, found.next_step_at) == (3, 8)


def test_an_empty_text_is_neither_long_nor_hard():
    found = figures("")
    assert (found.words, found.lix, found.ease, found.capitals_share) == (0, None, None, 0.0)
