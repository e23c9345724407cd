"""What the writer of a mail newly wrote, without what was quoted below or above it."""

import importlib.util
from pathlib import Path

import pytest

PATH = Path(__file__).parents[2] / "sql" / "steps" / "new_texts.py"


@pytest.fixture(scope="module")
def new_text():
    spec = importlib.util.spec_from_file_location("new_texts", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.new_text


@pytest.mark.parametrize(
    "quote",
    [
        "On Tue, 3 Mar 2026 at 10:00, Nordlicht <shop@nordlicht.example> wrote:\n> Hello",
        "On Tue, 3 Mar 2026 at 10:00, Nordlicht\n<shop@nordlicht.example>\nwrote:\nHello",
        "Am 03.03.2026 um 10:00 schrieb Nordlicht:\n> Hallo",
        "Le mar. 3 mars 2026 à 10:00, Nordlicht a écrit :\n> Bonjour",
        "El mar, 3 mar 2026 a las 10:00, Nordlicht escribió:\n> Hola",
        "-----Ursprüngliche Nachricht-----\nVon: Nordlicht\nHallo",
        "________________________________\nVon: Nordlicht\nGesendet: Dienstag\nAn: Mia\nHallo",
        "From: Nordlicht\nSubject: Your order\n\nHello",
        "-- \nMia Petersen\nHauptstraße 1",
        "Sent from my phone",
        "Von meinem Telefon gesendet",
        "> Hello\n> there",
    ],
)
def test_quotes_and_signatures_are_not_newly_written(new_text, quote):
    assert new_text(f"Where is it?\n\n{quote}") == "Where is it?"


@pytest.mark.parametrize(
    "text",
    [
        "Hello,\nfrom: my balcony I see no parcel.\nMia",
        "You wrote: it comes in 2026. Where is it?",
        "Delivery date: 3 March 2026\nTracking number: 0034",
        "I sent it back -- twice.",
    ],
)
def test_what_only_looks_like_a_quote_stays(new_text, text):
    assert new_text(text) == text


def test_an_answer_below_the_quote_is_found(new_text):
    assert new_text("Am 3.3.2026 um 10:00 schrieb Anna:\n> Welche Größe?\n\nGröße M") == "Größe M"


def test_a_question_that_many_ask_is_no_footer_because_our_answers_repeat_it(postroom):
    question = "Could you tell me where my parcel is right now?"
    footer = "Nordlicht Outdoor, Harbour Street 1, open on weekdays"
    for number in range(6):
        who = f"p{number}@mail.example"
        postroom.sent(f"c{number}", "09:00:00", to=who, text=f"Your order is on its way.\n{footer}")
        answers = {"in_reply_to": f"q{number}@mail.example", "text": f"Tomorrow.\n{question}"}
        postroom.sent(f"a{number}", "11:00:00", "Re: A question", who, "replies", **answers)
    postroom.received("q", "10:00:00", by="p0@mail.example", text=f"{question}\n{footer}")

    assert postroom.ask("select new_text from private.messages where message_key = 'q'") == [
        (question,)]  # fmt: skip


def test_an_answer_to_a_form_is_what_stands_above_the_quoted_form(new_text):
    text = (
        "Dear Jack,\nyour parcel is in your town.\n\nOn Sunday, 25 October 2026 14:53, "
        "Jack Merriweather <jack@inbox.example> wrote:\n> Name: Jack Merriweather\n"
        "> Email: jack@inbox.example\n> Order number: 10017\n> Message:\n> where is my parcel?"
    )

    assert new_text(text, "Re: Contact form").endswith("your parcel is in your town.")
