"""The demo shop's order mails say what their template and their order say, and nothing else."""

import csv
import email
import email.policy
import re
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from random import Random

import pytest

from ingest.demo import make
from ingest.demo.order_mails import order_mail
from ingest.demo.said_parts import html_text, plain_text
from ingest.demo.script import write_script
from ingest.demo.statements import as_promised
from ingest.template_text import Reading, template_of
from sql.raw.facts import Template

UNTIL = datetime(2026, 11, 23, 9, 0)
LARGE = 4000  # orders
ZONES = {"nordlicht": "Europe/Berlin", "fjordkind": "Europe/London"}
LANGUAGES = {"nordlicht": ["de", "en", "es", "fr"], "fjordkind": ["de", "en", "fr"]}
SLOTS = {
    "order_confirmation": {
        "CUSTOMER_NAME", "ORDER_NUMBER", "ORDER_SUMMARY", "ORDER_TOTAL", "SHIPPING_ADDRESS",
        "ESTIMATED_SHIPPING_TIME", "CONTACT_INFO",
    },
    "shipping_notice": {
        "CUSTOMER_NAME", "ORDER_NUMBER", "CARRIER", "TRACKING_NUMBER", "TRACKING_LINK",
        "ESTIMATED_DELIVERY_DATE", "ORDER_SUMMARY", "CONTACT_INFO",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("letters")
    make(folder, 400, 8, 11, UNTIL, has_faults=False)
    return folder


@pytest.fixture(scope="module")
def templates(shop) -> dict[tuple, Template]:
    found = {}
    for path in shop.glob("input/*/templates/*"):
        name = path.parts[-3]
        one = template_of(path.read_bytes(), path.name, Reading(name, None, ZONES[name]))
        found[name, one.kind, one.locale, one.version] = one
    return found


@pytest.fixture(scope="module")
def mails(shop) -> list[tuple]:
    """Shop, when it was taken, subject, plain and HTML of every mail of the archives."""
    found = []
    for path in sorted(shop.glob("input/*/archive/*/*")):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        stamp = mail.get_all("Received", [""])[-1].rpartition(";")[2]
        at = parsedate_to_datetime(stamp.strip()).astimezone(UTC).replace(tzinfo=None)
        parts = {part.get_content_subtype(): part.get_content() for part in mail.walk()
                 if part.get_content_maintype() == "text"}  # fmt: skip
        plain = parts.get("plain", "").replace("\r\n", "\n")
        found.append((path.parts[-4], at, str(mail["Subject"]), plain, parts.get("html", "")))
    return found


@pytest.fixture(scope="module")
def large():
    return write_script(LARGE, 13, UNTIL, Random(1), has_faults=False)


@pytest.fixture(scope="module")
def small():
    return write_script(400, 8, UNTIL, Random(11), has_faults=False)


def fixed_lines(template: Template) -> list[str]:
    return [line for line in (template.text or "").split("\n") if line and "[" not in line]


def said_mails(script):
    for order in script.orders:
        for sent in order.mails:
            if sent.said:
                yield order, sent, sent.said


def test_each_brand_has_two_versions_of_both_mails_in_each_of_its_languages(templates):
    wanted = {
        (shop, kind, language, version)
        for shop, languages in LANGUAGES.items()
        for language in languages
        for kind in SLOTS
        for version in ("1", "2")
    }
    assert set(templates) == wanted


def test_templates_hold_every_slot_that_fits_and_the_number_in_the_subject(templates):
    for (_, kind, _, _), one in templates.items():
        assert set(one.slots) == SLOTS[kind]
        assert (one.subject or "").count("[ORDER_NUMBER]") == 1
        assert "[" not in fixed_lines(one)[-1] and len(fixed_lines(one)[-1].split()) > 1


def test_a_second_version_words_some_lines_otherwise_and_ends_alike(templates):
    for (shop, kind, language, version), one in templates.items():
        if version == "2":
            first = templates[shop, kind, language, "1"]
            old, new = (text.split("\n") for text in (first.text or "", one.text or ""))
            changed = [line for line, other in zip(old, new, strict=True) if line != other]
            assert len(changed) > 2 and first.subject != one.subject
            assert old[-3:] == new[-3:]


def test_the_second_versions_come_on_days_of_their_own_about_the_middle(templates):
    days = defaultdict(set)
    for (shop, _, language, version), one in templates.items():
        if version == "2":
            days[shop, language].add(one.valid_from_at)
    assert all(len(found) == 1 for found in days.values())
    assert len(set.union(*days.values())) == len(days)
    middle = UNTIL - timedelta(weeks=4)
    assert all(abs(day - middle) < timedelta(days=8) for found in days.values() for day in found)


def test_templates_are_short_and_clear(templates):
    for about, one in templates.items():
        text = re.sub(r"\[[A-Z_]+\]", "", one.text or "")
        words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)
        sentences = [part for part in re.split(r"[.!?:\n]+(?:\s|$)", text) if part.strip()]
        long = sum(len(word) > 6 for word in words)
        assert len(words) < 150, about
        assert max(len(part.split()) for part in sentences) < 30, about
        assert len(words) / len(sentences) + 100 * long / len(words) <= 50, about
        assert "!!" not in text and not [w for w in words if len(w) > 3 and w.isupper()], about


def test_a_mail_is_written_from_the_version_that_holds_when_it_is_sent(templates, mails):
    """Both versions are sent, and all fixed lines stand there, but where the mail is HTML alone."""
    subjects = {}
    for (shop, kind, language, version), one in templates.items():
        pattern = re.escape(one.subject or "").replace(r"\[ORDER_NUMBER\]", r"(?:T-)?\d+")
        subjects[shop, re.compile(pattern)] = (shop, kind, language, version)
    seen = Counter()
    for shop, at, subject, plain, html in mails:
        for (held_by, pattern), about in subjects.items():
            if held_by == shop and pattern.fullmatch(subject):
                one = templates[about]
                other = templates[(*about[:3], "21"[int(about[3]) - 1])]
                turn = max(one, other, key=lambda template: template.version).valid_from_at
                assert (at >= turn) == (one.version == "2"), subject
                for line in fixed_lines(one):
                    assert line in plain.split("\n") if plain else line.split(" ")[0] in html
                seen[about] += 1
    assert len(seen) > 20


def test_the_second_shop_s_mails_are_sometimes_html_alone(mails):
    alone = Counter((shop, not plain) for shop, _, _, plain, _ in mails)
    share = alone["fjordkind", True] / (alone["fjordkind", True] + alone["fjordkind", False])
    assert 0.02 < share < 0.12 and not alone["nordlicht", True]


def test_a_clean_mail_names_the_order_s_total_goods_and_place(shop, small):
    """As the exports have them, whatever the script thinks."""
    path = shop / "input/fjordkind/orders.csv"
    with path.open(encoding="utf-8", newline="") as file:
        totals = {row["Name"]: row["Total"] for row in csv.DictReader(file)}
    looked = 0
    for order, sent, said in said_mails(small):
        if order.brand.shop == "fjordkind" and sent.kind == "order_confirmation":
            number = re.sub(r"[^\d.,]", "", said.slots["ORDER_TOTAL"]).replace(",", ".")
            held = float(totals[order.order_id])
            assert order.edits or float(number) == pytest.approx(held)
            goods = said.slots["ORDER_SUMMARY"]
            assert order.gap or all(item.title in goods for item in order.items)
            looked += 1
    assert looked > 80


def test_an_order_edited_after_its_confirmation_is_confirmed_as_it_was(large):
    kept = Counter()
    for order, sent, said in said_mails(large):
        if order.edits and said.kind == "order_confirmation":
            assert order.edits[0].at > sent.accepted_at
            assert order.items[0].title in said.slots["ORDER_SUMMARY"]
            is_new = order.edits[-1].customer.city in said.slots["SHIPPING_ADDRESS"]
            kept[order.scenario, is_new] += 1
    assert sum(kept.values()) > 30 and kept["edit_address", False]


def test_what_a_record_does_not_tell_a_mail_does_not_either(large):
    looked = Counter()
    for order, sent, said in said_mails(large):
        is_open = order.completed_at is None or order.completed_at > sent.accepted_at
        if order.scenario == "gap" and is_open and said.kind == "order_confirmation":
            if {"product", "quantity"} & set(order.gap):
                assert said.slots["ORDER_SUMMARY"] == ""
            if "street" in order.gap:
                assert order.customer.street not in said.slots["SHIPPING_ADDRESS"]
                assert order.customer.country in said.slots["SHIPPING_ADDRESS"]
            looked.update(order.gap)
    assert {"product", "quantity", "street"} <= looked.keys()


@pytest.mark.parametrize("rung, filled", [
    ("mail", set()), ("carrier", {"TRACKING_NUMBER"}),
    ("link", {"TRACKING_NUMBER", "TRACKING_LINK"}),
    ("clear", {"TRACKING_NUMBER", "TRACKING_LINK", "ESTIMATED_DELIVERY_DATE"}),
])  # fmt: skip
def test_a_shipping_mail_fills_the_slots_of_its_rung(large, rung, filled):
    gone = Counter()
    for _, sent, said in said_mails(large):
        if sent.rung == rung and sent.parcels:
            for slot in ("TRACKING_NUMBER", "TRACKING_LINK"):
                assert said.is_there(slot) == (slot in filled)
                gone[slot, slot in said.gone] += not said.is_there(slot)
            assert rung != "clear" or said.is_there("ESTIMATED_DELIVERY_DATE")
            assert rung != "link" or not said.is_there("ESTIMATED_DELIVERY_DATE")
    if rung == "mail":
        assert len(gone) == 4 and min(gone.values()) > 5, "empty in some mails, gone in others"


def test_the_same_mail_sent_again_says_the_same(large):
    pairs = 0
    for order in large.orders:
        sent = [one.said for one in order.mails if one.kind == "order_confirmation" and one.said]
        if order.plan in ("twice", "resent") and len({one.version for one in sent}) == 1:
            assert len(sent) == 2 and plain_text(sent[0]) == plain_text(sent[1])
            pairs += 1
    assert pairs > 15


def test_dates_of_english_mails_cannot_be_read_as_american(large):
    slots = ("ESTIMATED_DELIVERY_DATE", "ESTIMATED_SHIPPING_TIME")
    texts = [said.slots.get(slot, "") + " ".join(said.added) for _, _, said in said_mails(large)
             if said.language == "en" for slot in slots]  # fmt: skip
    assert any("Nov 2026" in text for text in texts)
    assert not [text for text in texts if re.search(r"\d[/-]\d", text)]


def near_misses(script) -> Counter:
    """Mails that only look wrong, by what looks wrong about them."""
    found, numbers = Counter(), defaultdict(set)
    for order, sent, said in said_mails(script):
        name, goods = said.slots["CUSTOMER_NAME"], said.slots["ORDER_SUMMARY"]
        place, link = said.slots.get("SHIPPING_ADDRESS", ""), said.link_target or ""
        found["odd name"] += bool(re.search(r"\b(Nan|Null|Nil|Nul|Test|Niemand)\b", name))
        found["odd letters"] += bool(re.search("[ÂÃâã]", name + goods))
        found["NaN Bread"] += "NaN Bread" in goods
        found["XXXX Lager"] += "XXXX" in goods
        found["ampersand"] += "&" in goods
        is_same = order.customer.street in place and order.customer.postcode in place
        found["other spelling"] += bool(place) and not (
            is_same or order.pickup_point or order.edits or order.gap or not order.has_street
        )
        found["title"] += bool(re.match(r"(Frau|Herr|Ms|Mr|Mme|Sra?\.) ", name))
        found["initial"] += bool(re.match(r"[^M]\. ", name))  # M. is a title, too
        found["phone"] += bool(re.search(r"\d{3,}", said.slots["CONTACT_INFO"]))
        found["own page"] += f"www.{order.brand.domain}" in link
        found["token"] += "narvar" in link
        found["edited since"] += sent.kind == "order_confirmation" and bool(order.edits)
        found["resent"] += order.plan == "resent"
        days = [mail.accepted_at.date() for mail in order.mails if mail.kind == "shipping_notice"]
        found["second the same day"] += len(days) > len(set(days))
        for parcel in order.shipments:
            numbers[order.brand.shop, parcel.number].add(order.order_id)
    found["joined"] = sum(len(orders) > 1 for (_, n), orders in numbers.items() if n)
    return found


def test_near_misses_are_in_shops_of_every_size(large, small):
    """44 of 10,000 orders, and two in a small shop."""
    assert {name: count for name, count in near_misses(large).items()
            if count < LARGE * 0.0044} == {}
    assert {name: count for name, count in near_misses(small).items() if count < 2} == {}


def test_orders_in_one_parcel_are_one_customer_s_and_leave_the_same_day(large):
    held = defaultdict(list)
    for order in large.orders:
        for parcel in order.shipments:
            if parcel.number:
                held[order.brand.shop, parcel.number].append((order.customer.address, parcel))
    shared = [parcels for parcels in held.values() if len(parcels) > 1]
    assert shared
    for parcels in shared:
        assert len({address for address, _ in parcels}) == 1
        times = [parcel.shipped_at for _, parcel in parcels]
        assert max(times) - min(times) < timedelta(hours=24)


def test_parcels_are_scanned_within_hours_by_all_carriers_but_the_silent_one(large):
    gaps = defaultdict(list)
    for order in large.orders:
        for parcel in order.shipments:
            if parcel.carrier and not parcel.cancelled_at:
                gap = parcel.scanned_at and parcel.scanned_at - parcel.shipped_at
                gaps[parcel.carrier].append(gap)
                ends = [at for at in (parcel.attempted_at, parcel.delivered_at) if at]
                assert not parcel.scanned_at or not ends or parcel.scanned_at < min(ends)
    assert set(gaps.pop("Colissimo")) == {None}
    for found in gaps.values():
        assert timedelta(0) < min(found) and max(found) < timedelta(hours=36)


def digits_with_check(number: str) -> int:
    """Sum over alternating weights 3 and 1 from the right, the check digit with 1."""
    return sum(int(one) * (1, 3)[place % 2] for place, one in enumerate(reversed(number)))


def test_numbers_pass_their_carriers_checks(large):
    seen = Counter()
    for order in large.orders:
        for parcel in order.shipments:
            number = parcel.number
            seen[parcel.carrier] += 1
            match parcel.carrier:
                case "DHL":
                    assert re.fullmatch(r"003404\d{14}", number)
                    assert digits_with_check(number) % 10 == 0
                case "Colissimo":
                    assert re.fullmatch(r"6A\d{11}", number)
                    assert digits_with_check(number[2:]) % 10 == 0
                case "DPD":
                    assert re.fullmatch(r"\d{14}", number)
                case "GLS":
                    assert re.fullmatch(r"\d{11}", number)
                case "Royal Mail":
                    assert re.fullmatch(r"[A-Z]{2}\d{9}GB", number)
                    weights = (8, 6, 4, 2, 3, 5, 9, 7)
                    total = sum(int(d) * w for d, w in zip(number[2:10], weights, strict=True))
                    assert int(number[10]) == {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11)
                case "UPS":
                    assert re.fullmatch(r"1Z[0-9A-Z]{15}\d", number)
                    worth = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in number[2:17]]
                    total = sum(worth[0::2]) + 2 * sum(worth[1::2])
                    assert int(number[-1]) == -total % 10
    assert min(seen[carrier] for carrier in ("DHL", "UPS", "Royal Mail", "Colissimo")) > 50


@pytest.fixture
def said(small):
    return replace(next(said for order, sent, said in said_mails(small)
                        if sent.rung == "clear" and said.shop == "nordlicht"
                        and said.language == "de" and len(sent.parcels) == 1),
                   slots={"CUSTOMER_NAME": "Zoë Grün", "ORDER_NUMBER": "10077", "CARRIER": "DHL",
                          "TRACKING_NUMBER": "4711", "TRACKING_LINK": "https://a.example/4711",
                          "ESTIMATED_DELIVERY_DATE": "26.11.2026", "ORDER_SUMMARY": "1 × Zelt",
                          "CONTACT_INFO": "hilfe@a.example"},
                   link_target="https://a.example/4711", added=[], gone=set())  # fmt: skip


def test_a_mail_s_faults_stand_in_its_lines(said):
    usual = plain_text(said).split("\n")
    line = "Versand mit: DHL"
    assert line in usual
    for fault, wanted in (
        ({"gone": {"CARRIER"}}, None),
        ({"slots": said.slots | {"CARRIER": ""}}, "Versand mit:"),
        ({"edits": [("Versand mit: [CARRIER]", "Bote: [CARRIER]")]}, "Bote: DHL"),
        ({"edits": [("Versand mit: [CARRIER]", None)]}, None),
    ):
        lines = plain_text(replace(said, **fault)).split("\n")
        assert line not in lines
        assert wanted is None or wanted in lines
        assert abs(len(usual) - len(lines)) <= 2


def test_added_lines_stand_before_the_way_to_reach_us(said):
    lines = plain_text(replace(said, added=["Jetzt neu: Mützen."])).split("\n")
    assert lines[lines.index("Jetzt neu: Mützen.") + 2].endswith("hilfe@a.example")


def test_a_cut_mail_ends_early_in_both_parts(said):
    cut = replace(said, cut_at=0.5)
    lines, usual = plain_text(cut).split("\n"), plain_text(said).split("\n")
    assert lines[:-1] == usual[: len(lines) - 1] and 0.4 < len(lines) / len(usual) < 0.6
    assert "Ihr Team" in html_text(said) and "Ihr Team" not in html_text(cut)
    assert plain_text(replace(said, cut_at=0)).strip() == ""


def test_the_html_part_can_say_otherwise_and_lead_elsewhere(said):
    other = replace(said, html_slots={"CARRIER": "UPS"}, link_target="https://b.example/")
    assert "Versand mit: DHL" in plain_text(other) and "Versand mit: UPS" in html_text(other)
    assert '<a href="https://b.example/">https://a.example/4711</a>' in html_text(other)
    shown = replace(other, link_text="Hier")
    assert '<a href="https://b.example/">Hier</a>' in html_text(shown)
    assert "https://a.example/4711" in plain_text(shown)
    assert "https://a.example/4711" in html_text(replace(other, link_target=None))
    assert "a.example/4711<" not in html_text(replace(other, link_target=None)).replace("</p", "")


@pytest.mark.parametrize("fault, wanted", [
    ("misread", "Zoë Grün".encode().decode("latin-1")), ("lost", "Zo\ufffd Gr\ufffdn"),
    ("quoted", "Zo=C3=AB Gr=C3=BCn"), ("entities", "Zo&euml; Gr&uuml;n"),
    ("tagged", "Zoë Grün,<br>"),
])  # fmt: skip
def test_a_program_can_get_the_letters_wrong(said, fault, wanted):
    assert wanted in plain_text(replace(said, encoding_fault=fault))
    assert wanted not in plain_text(said)


def test_a_mail_s_heads_and_parts_are_as_said(small, said):
    order, sent = next((order, sent) for order, sent, _ in said_mails(small) if sent.parcels)
    other = replace(said, from_name="Bote", from_address="bote@b.example", reply_to="r@b.example",
                    to=["one@a.example", "two@a.example"], subject="Anderes", dmarc="fail",
                    parts=("html",), is_half_empty=True)  # fmt: skip
    raw = order_mail(order, replace(sent, said=other), "0A0B", Random(1))
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert (mail["From"], mail["Reply-To"]) == ("Bote <bote@b.example>", "r@b.example")
    assert [one.addr_spec for one in mail["To"].addresses] == ["one@a.example", "two@a.example"]
    assert mail["Subject"] == "Anderes" and "dmarc=fail" in mail["Authentication-Results"]
    texts = [part.get_content().strip() for part in mail.walk() if not part.is_multipart()]
    assert texts[0] == "" and "Versand mit: DHL" in texts[1]


def seed(folder: Path, name: str) -> list[dict]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_shop_s_seeds_allow_all_that_is_added_and_know_all_who_send(shop, small):
    allowed, mandatory = (seed(shop / "seeds", name) for name in
                          ("allowed_texts", "mandatory_sentences"))  # fmt: skip
    added, musts = Counter(), Counter()
    known = {row["value"] for row in seed(shop / "seeds", "contacts") if not row["valid_until_day"]}
    senders = {(row["address"], row["name"]) for row in seed(shop / "seeds", "senders")}
    for _, _, said in said_mails(small):
        about = (said.shop, said.kind, said.language)
        mine = [row["pattern"] for row in allowed
                if (row["shop"], row["kind"], row["locale"]) == about]  # fmt: skip
        for line in said.added:
            assert any(re.search(pattern, line) for pattern in mine), line
            added[line.split(" ")[0]] += 1
        for row in mandatory:
            if (row["shop"], row["kind"], row["locale"]) == about:
                lines = plain_text(said).split("\n")
                assert sum(bool(re.search(row["pattern"], line)) for line in lines) == 1
                musts[said.shop] += 1
        assert (said.from_address, said.from_name) in senders and said.reply_to in known
        assert all(one in known for one in re.split(" oder Telefon | or phone | ou par téléphone "
                   "| o por teléfono ", said.slots["CONTACT_INFO"]))  # fmt: skip
    assert len(added) > 5 and set(musts) == {"nordlicht", "fjordkind"}


def test_express_mails_promise_what_the_shop_promises_for_express(shop, large):
    """One or two working days after the day of the order, in the first shop."""
    row = {"shop": "nordlicht", "shipping_method": "express", "valid_from_day": "2000-01-01",
           "fewest_days": "1", "most_days": "2"}  # fmt: skip
    assert seed(shop / "seeds", "shipping_promises") == [row]
    days = Counter()
    for order, sent, said in said_mails(large):
        is_express = (order.brand.shop, order.shipping_method) == ("nordlicht", "express")
        if is_express and sent.stated and said.kind == "order_confirmation":
            placed = order.placed_at.replace(tzinfo=UTC).astimezone(order.brand.zone).date()
            sent_on = sent.accepted_at.replace(tzinfo=UTC).astimezone(order.brand.zone).date()
            assert sent.stated[0].working_days in (None, (1, 2))
            assert not sent.stated[0].working_days or sent_on == placed
            if last := sent.stated[0].last:
                between = (placed + timedelta(days=n) for n in range(1, (last - placed).days + 1))
                open_days = [day for day in between if day.weekday() < 5
                             and not large.hours["nordlicht"].is_closed(day)]  # fmt: skip
                assert len(open_days) == 2 and open_days[-1] == last
            days[sent.stated[0].last is None] += 1
    assert min(days.values()) > 10


def test_working_days_are_told_only_on_the_day_of_the_order(large):
    order = next(one for one in large.of("nordlicht") if not one.edits)
    placed = order.placed_at.replace(tzinfo=UTC).astimezone(order.brand.zone).date()
    order = replace(order, shipping_method="express")
    for days, wanted in (([placed], {True, False}), ([placed + timedelta(days=1)], {False})):
        told = [as_promised(order, days, large, Random(seed))[0] for seed in range(30)]
        assert {one.working_days is not None for one in told} == wanted
    assert as_promised(order, [placed + timedelta(days=2)], large, Random(1)) == []
