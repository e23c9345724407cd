"""Topics: what a customer wants, told by rules and model, and set right by people."""

import io
import json
import zipfile

import numpy as np
import pytest

from sql.desk import Decision
from sql.topic_concepts import concept_pairs
from sql.topic_examples import Example, parted, seed_examples, signs_of, spellings
from sql.topic_fit import calibrated, fitted
from sql.topic_model import packed, unpacked
from sql.topic_store import SHIPPED, head_of, made_from
from sql.topic_words import tokens, words_of
from sql.trouble import Trouble

TOPICS = ("damaged", "where_is_my_order", "other")
SAID = {
    "damaged": ("the glass is broken", "broken on arrival", "the broken lamp came today"),
    "where_is_my_order": ("where is my parcel", "when will my parcel come", "where is it now"),
    "other": ("do you have a job", "newsletter please", "job in your shop"),
}


def test_numbers_links_addresses_and_the_name_below_do_not_reach_the_model():
    text = "Où est 4711-22?\nSee https://t.example/x?n=1, ask m@mail.example\nViele Grüße\nMia Sol"
    assert words_of("Ma commande №9", text) == (
        "ma commande no0. ou est 0? see weblink ask mailaddress viele grusse"
    )


def test_what_stands_below_the_name_is_read():
    text = "It came.\n\nKind regards\nMia\nP.S. it is broken and I want another one"
    assert words_of("", text).endswith("kind regards p.s. it is broken and i want another one")


def test_words_are_alike_with_and_without_umlaut_and_accent():
    assert tokens(words_of("", "für zurück")) == tokens(words_of("", "fuer zurueck"))
    assert words_of("", "DÉJÀ reçu") == words_of("", "deja recu")


def test_a_word_means_the_same_in_four_languages():
    pairs = [set(concept_pairs(tokens(words_of("", said)))) for said in (
        "when does it arrive", "wann kommt es", "quand arrive", "cuándo llega")]  # fmt: skip
    assert set.intersection(*pairs) >= {"when", "arrive", "when arrive"}


@pytest.mark.parametrize(("said", "sign"), [
    ("Delivered, it says, but I have not received it", "delivered_but_not_here"),
    ("Zugestellt an den Nachbarn, aber es ist nicht da", "delivered_but_not_here"),
    ("Je veux annuler ma commande", "asks_to_cancel"),
    ("No me llegó la confirmación: falta la confirmacion", "no_confirmation"),
    ("Sind Sie am Samstag da? Wie sind die Öffnungszeiten", "company"),
])  # fmt: skip
def test_the_rules_see_their_sign(said, sign):
    names, values = signs_of([words_of("", said), "xyz"])
    place = names.index(sign)
    assert (values[0, place], values[1, place]) == (1, 0)


def test_a_sentence_with_choices_is_said_in_several_ways():
    import random

    told = spellings("[Where|When] is [it|my order]?", random.Random(1))
    assert 2 <= len(told) <= 4
    assert all("[" not in said and said.endswith("?") for said in told)


def test_every_topic_has_sentences_of_its_own_in_four_languages():
    topics = {example.topic for example in seed_examples()}
    assert len(topics) == 14


@pytest.mark.parametrize(("mail", "subject", "text"), [
    ("Cancel?\nNo, but it leaks.", "Cancel?", "No, but it leaks."),
    ("Hello shop,\nwhere is it?", "", "Hello shop,\nwhere is it?"),
    ("where is it", "", "where is it"),
])  # fmt: skip
def test_a_short_line_above_a_mail_is_its_subject_unless_it_greets(mail, subject, text):
    assert parted(mail) == (subject, text)


def test_whole_mails_are_learnt_once_each_and_weigh_more_than_a_sentence():
    mails = [example for example in seed_examples() if example.origin.startswith("mail:")]
    assert len({mail.topic for mail in mails}) == 14
    assert len({mail.origin for mail in mails}) == len(mails) > 2000
    assert {mail.weight > 1 for mail in mails} == {True}


def test_the_shipped_model_is_made_from_these_seeds_rules_and_code():
    assert head_of(SHIPPED)["made_from"] == made_from(), (
        "stale: run `python -m sql.topic_shipped` and commit sql/topic_model.npz"
    )
    assert SHIPPED.stat().st_size <= 2_000_000


@pytest.fixture(scope="module")
def small():
    """Trained once, on nine texts."""
    examples = [Example(said, topic, f"{topic}{at}", f"{topic}{at}")
                for topic, texts in SAID.items() for at, said in enumerate(texts)]  # fmt: skip
    names, signs = signs_of([example.words for example in examples])
    return fitted(examples, names, signs, TOPICS), examples, signs


def test_a_stored_model_tells_the_same_as_before(small):
    model, examples, signs = small
    texts = [example.words for example in examples]
    again = unpacked(packed(model))
    assert again.version == model.version
    assert np.array_equal(again.scores(texts, signs), model.scores(texts, signs))
    assert [TOPICS[at] for at in again.tell(texts, signs).best] == [e.topic for e in examples]


def test_equal_models_are_equal_files_and_hold_nothing_that_runs(small):
    stored = packed(small[0])
    assert stored == packed(small[0])
    with np.load(io.BytesIO(stored), allow_pickle=False) as arrays:
        assert {arrays[name].dtype.kind for name in ("weights", "offsets", "rarity")} == {"f"}


def test_a_model_that_would_run_code_or_is_cut_short_is_refused(small, tmp_path):
    stored = packed(small[0])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(stored)) as parts, zipfile.ZipFile(out, "w") as changed:
        for name in parts.namelist():
            if name != "weights.npy":
                changed.writestr(name, parts.read(name))
        evil = io.BytesIO()
        np.save(evil, np.array([object()]), allow_pickle=True)
        changed.writestr("weights.npy", evil.getvalue())
    for bad in (out.getvalue(), stored[:500], b"nothing"):
        with pytest.raises(Trouble, match="not a topic model"):
            unpacked(bad)


def test_the_most_certain_four_fifths_are_above_the_line_of_review(small):
    model, examples, _ = small
    scores = np.zeros((len(examples), 3))
    scores[:, 0] = np.arange(len(examples))  # ever more certain of `damaged`
    made = calibrated(model, scores, examples)
    told = np.exp(scores / made.temperature)
    confidence = told.max(axis=1) / told.sum(axis=1)
    assert 7 <= sum(confidence >= made.review_under) <= 8


LIVE = """
    shop       path  role   read_from         read_until        polled_at
    nordlicht  in    inbox  2026-03-01 00:00  2026-03-09 00:00  2026-03-09 00:00
"""


def decision(key, topic):
    from datetime import datetime

    text = json.dumps({"topic": topic})
    return Decision("d" + key, "topic", key, text, "", datetime(2026, 3, 5), "mia")


def test_a_mail_gets_its_topic_from_the_model_and_a_person_sets_it_right(postroom):
    broken = "Hello, the vase arrived broken, it was in pieces. I want a replacement."
    postroom.warehouse.decisions = [decision("m2", "wrong_address"), decision("m3", "nonsense")]
    for key in ("m1", "m2", "m3"):
        postroom.received(key, "10:00", subject="Hello", text=broken, by=f"{key}@mail.example")
    postroom.received("m4", "11:00", subject="", text="", by="m4@mail.example")
    postroom.read_until("18:00")
    rows = postroom.ask("""select message_key, topic, topic_how, confidence = 1, model_topic
        from facts.message_topics order by message_key""")
    assert rows == [
        ("m1", "damaged", "model", False, "damaged"),
        ("m2", "wrong_address", "person", True, "damaged"),
        ("m3", "damaged", "model", False, "damaged"),
        ("m4", None, None, None, None),
    ]


TOLD = """
    message_key  topic              confidence  runner_up  model_version
    m1           where_is_my_order  0.95        other      v1
    m2           damaged            0.31        other      v1
    m3           damaged            0.31        other      v1
"""
MODEL = """
    version  review_under
    v1       0.5
"""
ASKED = """
    message_key  shop       direction  kind              kind_reason
    m1           nordlicht  incoming   inquiry           customer
    m2           nordlicht  incoming   inquiry           customer
    m3           nordlicht  incoming   inquiry           customer
    m5           nordlicht  incoming   auto_reply        header
"""


def test_only_what_nobody_decided_and_the_model_doubts_needs_review(warehouse):
    warehouse.decisions = [decision("m3", "damaged")]
    warehouse.given("seeds.topic_model", MODEL)
    warehouse.given("steps.topics", TOLD)
    warehouse.given("facts.messages", ASKED)
    rows = warehouse.rows("select message_key, needs_review from facts.message_topics order by 1")
    assert rows == [("m1", False), ("m2", True), ("m3", False)]


def test_a_wait_is_about_what_its_first_telling_message_says(warehouse):
    warehouse.given("facts.wait_messages", """
        wait_id  message_key  asked_at
        w1       a1           2026-03-02 10:00
        w1       a2           2026-03-02 11:00
        w1       a3           2026-03-02 12:00
        w2       b1           2026-03-02 10:00
        w2       b2           2026-03-02 11:00
    """)
    warehouse.given("facts.message_topics", """
        message_key  topic              topic_how  confidence  needs_review
        a1           other_order        model      0.9         false
        a2           delivery_late      person     1           false
        a3           damaged            model      0.8         false
        b1           other              model      0.4         true
        b2           other_order        model      0.9         false
    """)
    rows = warehouse.rows("""select wait_id, topic, topic_confidence, topic_how, topic_message_key
        from facts.wait_topics order by wait_id""")
    assert rows == [
        ("w1", "delivery_late", 1.0, "person", "a2"),
        ("w2", "other", 0.4, "model", "b1"),
    ]


def test_a_wait_shows_the_topic_of_the_mail_that_tells_it(postroom):
    postroom.received("a", "10:00:00", text="My new lamp arrived broken, in a hundred pieces.")

    assert postroom.ask("select topic, topic_confidence > 0 from facts.waits") == [
        ("damaged", True)]  # fmt: skip


def test_figures_carry_their_count_and_interval_and_say_what_they_were_measured_on(warehouse):
    warehouse.given("seeds.topic_figures", """
        topic    model_version  labelled  predicted  correct
        damaged  v0             40        50         30
    """)
    warehouse.given("seeds.topic_own_figures", """
        topic    model_version  labelled  predicted  correct
        other    v1             10        0          0
    """)
    rows = warehouse.rows("""select measured_on, topic_name, model_version, labelled,
        precision_share, recall_share, precision_low < 0.6 and precision_high > 0.6
        from metrics.topic_figures order by measured_on""")
    assert rows == [
        ("own", "Other", "v1", 10, None, 0.0, None),
        ("shipped", "Damaged", "v0", 40, 0.6, 0.75, True),
    ]
