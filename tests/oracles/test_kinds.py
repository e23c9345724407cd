"""What the oracle takes for an inquiry, and what it leaves out; the first reason that holds."""

import importlib
import sys
from datetime import datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
judge = importlib.import_module("oracles.verdicts").judge
own_lines = importlib.import_module("oracles.own_words").own_lines

AT = datetime(2026, 11, 18, 9)
UNTIL = datetime(2026, 11, 20)
EVA, STRANGER = "eva@post.example", "max@elsewhere.example"
SWINDLE = "You have won the lottery. Guaranteed. Click here."


@pytest.fixture
def kind(folder):
    def of(**mail) -> str:
        folder.ordered(("10001", EVA))
        message_id = folder.ask(AT, **mail)
        return judge(folder.place, UNTIL).kinds[message_id]["kind"]

    return of


@pytest.mark.parametrize(
    ("mail", "expected"),
    [
        ({}, "inquiry"),
        ({"Auto_Submitted": "auto-replied"}, "auto_reply"),
        ({"Auto_Submitted": "no"}, "inquiry"),
        ({"Auto_Submitted": "auto-replied", "Return_Path": "<>"}, "auto_reply"),
        ({"Return_Path": "<>"}, "bounce"),
        ({"List_Unsubscribe": "<https://post.example/u>"}, "bulk"),
        ({"subject": "Absence de réponse"}, "inquiry"),
        ({"subject": "Automatic reply: Hm"}, "auto_reply"),
        ({"who": "anna@nord.example"}, "internal"),
        ({"who": "anna@nord.example", "Reply_To": EVA}, "inquiry"),
        ({"who": "anna@nord.example", "Reply_To": "bo@nord.example"}, "internal"),
        ({"who": "no-reply@carrier.example"}, "other"),
        ({"who": "no-reply@forms.example", "Reply_To": EVA}, "inquiry"),
        ({"Content_Type": "text/calendar; method=REPLY"}, "auto_reply"),
        ({"Content_Type": "multipart/report; report-type=delivery-status"}, "bounce"),
    ],
)
def test_headers_tell_first_what_a_mail_is(kind, mail, expected):
    assert kind(**mail) == expected


@pytest.mark.parametrize(
    ("mail", "expected"),
    [
        ({"who": STRANGER, "text": SWINDLE}, "spam"),
        ({"who": STRANGER, "text": "You have won the lottery."}, "inquiry"),  # one sign is none
        ({"who": EVA, "text": SWINDLE}, "inquiry"),  # she ordered
        ({"who": STRANGER, "text": SWINDLE + " Order 10001"}, "inquiry"),
        ({"who": STRANGER, "text": SWINDLE, "References": "<1@nord.example>"}, "inquiry"),
        ({"who": STRANGER, "X_Spam_Flag": "YES"}, "spam"),
        ({"who": STRANGER, "X_Spam_Status": "Yes, score=9"}, "spam"),
        ({"who": STRANGER, "X_Spam_Status": "No, score=1"}, "inquiry"),
        ({"who": EVA, "X_Spam_Flag": "YES"}, "inquiry"),
    ],
)
def test_a_stranger_with_two_signs_is_spam_and_a_customer_never_by_text(kind, mail, expected):
    assert kind(**mail) == expected


def test_in_the_junk_folder_also_a_customers_mail_is_spam(folder, kind):
    folder.also_reads("Junk")

    assert kind(place="support/.Junk") == "spam"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello,\n\nI am out of the office until Monday.", "auto_reply"),
        ("Guten Tag,\n\nich bin bis Freitag nicht im Büro.", "auto_reply"),
        ("Bonjour,\n\nje suis absente jusqu'à lundi.", "auto_reply"),
        ("Hola:\n\nestoy fuera de la oficina hasta el lunes.", "auto_reply"),
        ("Thank you for your mail. Your request has been received (ticket 77).", "auto_reply"),
        ("Ihre Anfrage ist bei uns eingegangen.", "auto_reply"),
        ("I am out of the office until Monday. Can you wait?", "inquiry"),
        ("I am on holiday from Friday, so hold my parcel back.", "inquiry"),
        ("My parcel is late. I am out of the office on Monday.", "inquiry"),
    ],
)
def test_an_absence_note_begins_so_and_asks_nothing(kind, text, expected):
    assert kind(text=text) == expected


@pytest.mark.parametrize(
    ("who", "text", "expected"),
    [
        (STRANGER, "New colours.\n\nUnsubscribe: https://elsewhere.example/u", "bulk"),
        (STRANGER, "New colours.\n\nView this email in your browser", "bulk"),
        (EVA, "New colours.\n\nUnsubscribe: https://elsewhere.example/u", "inquiry"),
        (STRANGER, "Please unsubscribe me from your newsletter.", "inquiry"),
        (STRANGER, "For four?\n\n> New tents.\n> Unsubscribe: https://nord.example/u", "inquiry"),
    ],
)
def test_a_newsletter_is_told_by_its_furniture_but_not_a_customers(kind, who, text, expected):
    assert kind(who=who, text=text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi,\n\nthank you, it has arrived.\n\nBest regards\nEva Ring", "no_answer_needed"),
        ("Danke, alles gut! Antwort ist nicht nötig.", "no_answer_needed"),
        ("Bonjour,\n\nmerci, le colis est arrivé.\n\nCordialement\nEva", "no_answer_needed"),
        ("Gracias, todo perfecto.", "no_answer_needed"),
        ("Thanks!\n\nOn 18.11.2026 10:00 <hi@nord.example> wrote:\n> Where?", "no_answer_needed"),
        ("Thanks, but the blue one is missing.", "inquiry"),
        ("Danke. Kommt der Rest noch?", "inquiry"),
        ("Merci d'avance de vérifier.", "inquiry"),
        ("Thanks. My new street is Elm Road 4.", "inquiry"),
        ("Je n'ai rien reçu.", "inquiry"),
        ("Arrived.\nThanks\nEva\nThe blue one went next door.", "inquiry"),
        ("Regards\nEva", "inquiry"),
    ],
)
def test_only_a_mail_that_says_nothing_else_is_mere_thanks(kind, text, expected):
    assert kind(text=text) == expected


def test_a_person_at_the_desk_knows_better_than_any_header(folder):
    first = folder.ask(AT, Auto_Submitted="auto-replied")
    second = folder.ask(AT)
    folder.decide("mail_kind", first, AT, {"kind": "spam"})
    folder.decide("mail_kind", first, UNTIL, {"kind": "inquiry"})
    folder.decide("no_answer_needed", second, AT, {})

    before, after = (judge(folder.place, at).kinds for at in (AT, UNTIL))

    assert before[first]["kind"] == "spam"
    assert (after[first]["kind"], after[second]["kind"]) == ("inquiry", "no_answer_needed")


def test_a_form_service_counts_from_its_day_and_the_customer_is_whom_it_names(folder):
    folder.seed("contact_forms", "shop,address,valid_from_day\nnord,@forms.example,2026-11-18\n")
    form = {"who": "web@forms.example", "Reply_To": EVA, "Auto_Submitted": "auto-generated"}
    early = folder.ask(datetime(2026, 11, 17, 9), **form)
    late = folder.ask(AT, **form)
    found = judge(folder.place, UNTIL)

    assert found.kinds[early]["kind"] == "auto_reply"
    assert found.kinds[late]["kind"] == "inquiry"
    assert found.waits[late]["asked_by"] == "form"


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ("Yes.\nOn Monday, 2 March 2026 10:00, Eva <e@post.example> wrote:\n> No?", "Yes."),
        ("Yes.\nAm 02.03.2026 um 10:00 schrieb Eva:\nNo?", "Yes."),
        ("Le lun. 2 mars 2026 à 10:00,\nEva <e@post.example>\na écrit :\n> A?\nOui.", "Oui."),
        ("> one?\nYes.\n> two?\nNo.", "Yes.\nNo."),
        ("Yes.\n-----Original Message-----\nNo.", "Yes."),
        ("Yes.\nVon: Eva\nGesendet: heute\nAn: uns\nBetreff: Hm\nNo.", "Yes."),
        ("Yes.\n--\nEva Ring\n> No?\nStill yes.", "Yes.\nStill yes."),
        ("Yes.\nSent from my iPhone", "Yes."),
        ("Sent from my desk, as promised: no.", "Sent from my desk, as promised: no."),
        ("It came at 10:00, in the rain:\nwet.", "It came at 10:00, in the rain:\nwet."),
    ],
)
def test_quotes_and_signatures_are_not_the_customers_own_words(lines, kept):
    assert "\n".join(own_lines(lines.split("\n"))) == kept
