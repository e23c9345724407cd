"""The customer's own words: of mails by other hands, of our own, and of hostile ones."""

import json
import re
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest
import testdata

from sql.steps import new_texts
from sql.steps.new_texts import new_text

OWN = re.split(r"^@@@ (.*)\n", (Path(__file__).parent / "reply_cases.txt").read_text("utf-8"),
               flags=re.MULTILINE)[1:]  # fmt: skip
CASES = {OWN[at]: (OWN[at + 1], OWN[at + 3]) for at in range(0, len(OWN), 4)}


def tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def said(text: str) -> list[str]:
    """Its lines; how many empty ones stand between does not matter."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def words_lost(pairs: list[tuple[str, str]]) -> float:
    """Of the words that should remain, the share that does not."""
    lost = sum((Counter(right.split()) - Counter(ours.split())).total() for right, ours in pairs)
    return lost / sum(len(right.split()) for right, _ in pairs)


def test_the_replies_of_other_projects_are_found():
    rows = json.loads((testdata.needed_set("replies") / "cases.json").read_text("utf-8"))
    pairs = [
        (tidy(row["expected_reply"]), tidy(new_text(row["text"])))
        for row in rows if not row.get("note")
    ]  # fmt: skip
    assert len(pairs) == 62
    assert sum(right == ours for right, ours in pairs) / len(pairs) >= 0.97
    assert words_lost(pairs) <= 0.005


@pytest.mark.parametrize("name", CASES)
def test_what_was_newly_written_stays_and_nothing_else(name):
    text, kept = CASES[name]
    assert said(new_text(text)) == said(kept)
    assert said(new_text(text.replace("\n", "\r\n"))) == said(kept)


HEAD = "Von: Mia <mia@mail.example>\nGesendet: Montag, 2. November 2026 09:14\nBetreff: Lampe\n"


def test_who_only_forwards_says_what_the_forwarded_mail_says():
    assert new_text(f"{HEAD}\nSie ist kaputt.\nGruß\nMia", "WG: Lampe") == "Sie ist kaputt."


def test_an_empty_reply_says_nothing():
    assert new_text(f"{HEAD}\nSie ist kaputt.", "AW: Lampe") == ""


def test_who_forwards_and_writes_more_says_only_that():
    assert new_text(f"Das kam heute. Was nun?\n{HEAD}\nSie ist kaputt.", "WG: Lampe") == (
        "Das kam heute. Was nun?"
    )


def test_of_forwards_in_forwards_only_the_first_few_are_opened():
    chain = "".join(f"--- Forwarded message ---\n{HEAD}\nFYI {number}\n" for number in range(9))
    assert said(new_text(chain)) == ["FYI 0", "FYI 1", "FYI 2"]


def test_a_form_without_a_field_for_the_message_is_a_letter():
    letter = "Name: Mia\nE-Mail: mia@mail.example\nIch warte noch."
    assert new_text(letter) == letter


def test_a_form_ends_where_its_program_speaks():
    form = "Name: Mia\nE-Mail: mia@mail.example\nNachricht: Wo bleibt es?\nIP: 192.0.2.1\nHm"
    assert new_text(form) == "Wo bleibt es?"


def test_fields_without_an_address_are_no_form():
    letter = "Name: Mia\nMail: keine\nNachricht: ausgerichtet, aber niemand kam.\nUnd nun?"
    assert new_text(letter) == letter


OURS = frozenset({"Your parcel is on its way to you.", "Nordlicht GmbH, 1 Quay, Kiel",
                  "You can follow it on our page."})  # fmt: skip


def test_our_own_mail_below_without_any_mark_is_not_the_customers():
    mail = "It is not here.\n\nYour parcel is on its way to you.\nDHL 0034\n\n" \
        "You can follow it on our page.\nNordlicht GmbH, 1 Quay, Kiel\nMia"  # fmt: skip
    assert said(new_text(mail, own=OURS)) == ["It is not here.", "Mia"]
    assert said(new_text(mail)) == said(mail)


def test_between_two_lines_of_ours_the_customers_letter_stays():
    letter = "It is not here.\nI waited all week.\nWhat now?"
    mail = f"Your parcel is on its way to you.\n{letter}\nNordlicht GmbH, 1 Quay, Kiel"
    assert new_text(mail, own=OURS) == letter


FOOTER = "Nordlicht GmbH, 1 Quay, 24103 Kiel"


def kept_of(postroom, customers):
    for number in range(6):
        to = f"{number % customers}@mail.example"
        postroom.sent(f"s{number}", "09:00:00", to=to, text=f"Hello.\r\n{FOOTER}\r\nYours")
    postroom.received("q", "10:00:00", text=f"Where is it?\n{FOOTER}")
    postroom.read_until("12:00:00")
    return postroom.ask(
        "select new_text from private.new_texts where message_key in ('q', 's0') order by 1"
    )


def test_what_we_write_to_many_is_known_in_a_customers_mail_and_stays_in_ours(postroom):
    assert kept_of(postroom, 5) == [(f"Hello.\n{FOOTER}\nYours",), ("Where is it?",)]


def test_what_we_wrote_to_a_few_may_be_the_customers(postroom):
    assert kept_of(postroom, 4)[1] == (f"Where is it?\n{FOOTER}",)




def test_each_text_keeps_its_key_however_they_are_taken(monkeypatch):
    monkeypatch.setattr(new_texts, "BATCH", 2)
    keys, texts = ["a", "b", "c"], ["One.\n> two", None, "Three."]
    messages = {"message_key": keys, "text": texts, "subject": [None] * 3}
    read = new_texts.run(
        pa.table(messages | {"is_customers": [True] * 3}),
        pa.table({"line": pa.array([], pa.string())}),
    )
    assert read == {"message_key": keys, "new_text": ["One.", "", "Three."]}
