"""Templates learnt backwards from sent mails: texts, slots, versions and the days of change."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from learnt_reading import score
from learnt_shop import Made, mails
from learnt_texts import LAYOUTS, NOISE

from sql.learn_templates import FEWEST, learnt

EN_CARD, DE_CARD, DE_ADVANCE, EN_SENT, DE_SENT, FR_SENT = LAYOUTS
ALL = {(layout.name, number): 1 for layout in LAYOUTS for number in (1, 2)}


@pytest.fixture(scope="module")
def shop():
    made = mails(LAYOUTS, NOISE, count=5000, seed=31)
    versions = learnt(made.rows, {})
    return made, versions, score(versions, made)


def texts(versions):
    return [version.text for version in versions]


def test_every_template_and_version_is_found_once_and_nothing_else(shop):
    _, versions, result = shop
    assert result.found == ALL
    assert [len(ids) for ids in result.ids.values()] == [1] * 6  # both versions are of one
    assert len({version.learnt_id for version in versions}) == 6
    assert {version.locale for version in versions} == {"en", "de", "fr"}


def test_the_day_of_change_is_the_first_mail_of_the_new_wording_even_while_the_old_is_sent(shop):
    made, versions, result = shop
    assert result.wrong_days == []
    assert result.mixed == 0
    old, new = (v for v in versions if v.subject == "Your order [ORDER_NUMBER] has shipped")
    assert old.last_seen_at > new.first_seen_at + timedelta(days=5)  # a roll-out of ten days


def test_slots_are_read_back_as_they_were_filled(shop):
    _, _, result = shop
    assert result.slots > 30_000
    assert result.exact / result.slots >= 0.95
    assert result.named / result.nameable >= 0.95


def test_a_block_that_some_mails_have_is_optional_and_no_version(shop):
    _, versions, _ = shop
    lines = {version.learnt_id: set(version.optional_lines) for version in versions}
    assert sorted(lines.values(), key=str) == [
        set(), set(), set(),
        {"Ihre Bestellung kommt in zwei Paketen."},
        {"The rest of your order follows in a second parcel."},
        {"This is a gift: we left the prices out of the parcel."},
    ]  # fmt: skip


def test_a_product_in_every_third_mail_never_becomes_fixed_text(monkeypatch):
    title = "Green Tea Sencha 100 g"
    monkeypatch.setattr("learnt_shop.GOODS", [title] * 3 + ["Honey", "Candle", "Tea Towel", "Cup"])
    made = mails([EN_CARD, EN_SENT, DE_CARD], NOISE, count=1500, seed=32)
    shown = sum(title in row[5] for row in made.rows)
    versions = learnt(made.rows, {})

    assert shown > len(made.rows) / 3
    assert not [v for v in versions if title in v.text + str(v.optional_lines)]
    assert score(versions, made).exact == score(versions, made).slots


def test_a_banner_of_two_weeks_is_an_optional_line_and_no_version():
    line = "Spring sale: 20 percent off all green teas until Sunday!"
    made = mails([EN_CARD], [], count=900, seed=33, noise_share=0, banner=("en_card", line, 10, 24))
    versions = learnt(made.rows, {})

    assert score(versions, made).found == {("en_card", 1): 1, ("en_card", 2): 1}
    assert [line in version.optional_lines for version in versions] == [True, False]
    assert line not in "".join(texts(versions))


def test_a_sentence_that_comes_or_goes_for_good_is_a_version():
    for layout in (DE_CARD, FR_SENT):  # one gains a line, the other loses one
        made = mails([layout], [], count=400, seed=34, noise_share=0)
        result = score(learnt(made.rows, {}), made)
        assert (len(result.found), result.wrong_days) == (2, [])


def test_a_mail_that_lost_a_line_by_a_fault_does_not_begin_the_version_without_it():
    made = mails([FR_SENT], [], count=600, seed=35, noise_share=0)
    rows = list(made.rows)
    rows[60] = (*rows[60][:5], rows[60][5].replace("Merci de votre confiance et à bientôt.\n", ""))
    versions = learnt(rows, {})

    assert rows[60][5] != made.rows[60][5]
    assert [v.first_seen_at for v in versions] == [rows[0][3], made.first_of("fr_sent", 2)]


def test_texts_that_run_side_by_side_are_templates_of_their_own_and_values_are_slots():
    still = [replace(layout, changed_on=1000) for layout in (DE_CARD, DE_ADVANCE, DE_SENT)]
    made = mails(still, [], count=900, seed=36, noise_share=0)
    versions = learnt(made.rows, {})

    assert len({version.learnt_id for version in versions}) == len(versions) == 3
    assert all("CARRIER" in v.slots for v in versions if v.kind == "shipping_notice")


def test_too_few_mails_are_offered_as_nothing():
    made = mails([FR_SENT], [], count=FEWEST, seed=37, noise_share=0, days=5)
    assert len(learnt(made.rows, {})) == 1
    assert learnt(made.rows[1:], {}) == []


def test_a_templates_id_stays_when_more_mails_come_and_when_its_wording_changes():
    made = mails([FR_SENT], [], count=600, seed=38, noise_share=0)
    early = learnt(made.rows[:200], {})
    late = learnt(made.rows, {})
    assert (len(early), len(late)) == (1, 2)
    assert {version.learnt_id for version in early + late} == {early[0].learnt_id}


def test_a_slot_is_named_by_the_record_where_no_label_tells():
    dice = random.Random(39)
    rows, known = [], {}
    for n in range(60):
        code = "".join(dice.choices("BCDFGHJK", k=9))
        text = f"Good day,\nthe thing {code} is now where it was meant to be, so have a look.\nBye"
        at = datetime(2026, 1, 1) + timedelta(hours=n)
        rows.append((f"k{n}", "shop", "invoice", at, "Hm", text))
        known[f"k{n}"] = [("TRACKING_NUMBER", code.lower()), ("ORDER_NUMBER", "1")]
    assert learnt(rows, {})[0].slots == ["VALUE_1"]
    assert learnt(rows, known)[0].slots == ["TRACKING_NUMBER"]


@pytest.mark.parametrize("piece", ["Order: 1 Total: 2 http://!", "A", "1 ", "a@", "Order: 1\n"])
def test_a_hostile_mail_of_200_kb_is_read_no_further_than_order_mails_reach(piece):
    made = mails([FR_SENT], [], count=60, seed=40, noise_share=0, days=5)
    bomb = (piece * 200_000)[:200_000]
    rows = [*made.rows, *((f"b{n}", *made.rows[-1][1:5], f"{bomb}{n}") for n in range(30))]
    versions = learnt(rows, {})
    assert score(versions, Made(rows, made.truth)).found[("fr_sent", 1)] == 1


def send_thirty(postroom):
    for n in range(30):
        text = f"Hello,\nyour order {7000 + n} has just left our house and is on its way.\nBye"
        postroom.sent(f"m{n}", f"2026-03-02 09:{n:02}", "Your order has shipped", text=text,
                      to=f"a{n}@mail.example")  # fmt: skip
        postroom.order(str(7000 + n), "2026-03-01 10:00", email=f"a{n}@mail.example")


def test_a_shop_without_files_is_offered_what_its_archive_shows(postroom):
    send_thirty(postroom)

    assert postroom.ask("""select shop, kind, locale, version, text, slots, mails, first_seen_at,
        valid_from_at, name from private.learnt_templates""") == [
        ("nordlicht", "shipping_notice", "en", 1,
         "Hello,\nyour order [ORDER_NUMBER] has just left our house and is on its way.\nBye\n",
         ["ORDER_NUMBER"], 30, datetime(2026, 3, 2, 9), None, None)]  # fmt: skip


def test_a_shop_with_files_of_the_kind_is_not_asked(postroom):
    send_thirty(postroom)
    postroom.add("templates", shop="nordlicht", locale="en", kind="shipping_notice", version="1",
                 content_hash="", text="Sent", is_html=False, slots=[])  # fmt: skip

    assert postroom.ask("select * from private.learnt_templates") == []
