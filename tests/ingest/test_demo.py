"""What the demo shop plants, and that its files say the same as its truth."""

import ast
import csv
import email
import email.policy
import gzip
import hashlib
import json
import re
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from ingest.demo import make
from ingest.demo.script import write_script
from ingest.demo.truth import confirmations, notices, waits

UNTIL = datetime(2026, 11, 23, 9, 0)
ORDERS = 500
CODE = Path(__file__).parents[2] / "ingest" / "demo"


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    make(folder, ORDERS, 13, 7, UNTIL)
    return folder


def lines(folder: Path, name: str) -> list[dict]:
    text = (folder / "truth" / f"{name}.jsonl").read_text()
    return [json.loads(line) for line in text.splitlines()]


def rows(folder: Path, shop: str, table: str) -> list[dict]:
    is_german = shop == "nordlicht"
    path = folder / "input" / shop / f"{table}.csv"
    with path.open(encoding="cp1252" if is_german else "utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";" if is_german else ","))


@pytest.fixture(scope="module")
def mails(shop):
    return [
        (path, email.message_from_bytes(path.read_bytes(), policy=email.policy.default))
        for path in sorted(shop.rglob("*"))
        if path.is_file() and path.parent.name in ("cur", "new")
    ]


def log_text(folder: Path) -> str:
    """The whole log, oldest file first."""
    paths = sorted((folder / "input").glob("mail.log*"), key=age_of, reverse=True)
    return "".join(
        gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text()
        for path in paths
    )


def age_of(path: Path) -> int:
    digits = re.search(r"\d+", path.name)
    return int(digits.group()) if digits else 0


def word_at_the_end(line: dict, name: str) -> str:
    held = [s for s in line["states"] if not s["from_at"] or s["from_at"] <= UNTIL.isoformat()]
    return held[-1][name]


def digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        whole.update(str(path.relative_to(folder)).encode() + path.read_bytes())
        whole.update(str(int(path.stat().st_mtime)).encode() * path.match("input/**/*"))
    return whole.hexdigest()


def test_the_same_seed_makes_the_same_shop_to_the_byte(tmp_path):
    for name in ("one", "two"):
        make(tmp_path / name, 120, 4, 3, UNTIL)
    make(tmp_path / "other", 120, 4, 4, UNTIL)
    assert digest(tmp_path / "one") == digest(tmp_path / "two")
    assert digest(tmp_path / "one") != digest(tmp_path / "other")


def test_both_shops_use_the_same_order_numbers(shop):
    ours = {row["Bestellnummer"] for row in rows(shop, "nordlicht", "orders")}
    theirs = {row["Name"] for row in rows(shop, "fjordkind", "orders")}
    assert len(ours & theirs) > 0.8 * len(theirs)
    assert sum(number.isdigit() for number in ours) > 0.9 * len(ours)


def test_every_order_and_parcel_and_wait_has_one_truth(shop):
    for table, name, keys in (
        ("orders", "order_confirmations", ("Bestellnummer", "Name")),
        ("shipments", "shipping_notices", ("Paket", "Fulfillment")),
    ):
        recorded = [("nordlicht", row[keys[0]]) for row in rows(shop, "nordlicht", table)]
        recorded += [("fjordkind", row[keys[1]]) for row in rows(shop, "fjordkind", table)]
        planted = [tuple(line["key"].values()) for line in lines(shop, name)]
        assert sorted(planted) == sorted(set(recorded))  # a record may have several versions
        assert len(set(planted)) == len(planted)
    assert len(lines(shop, "order_confirmations")) == ORDERS
    waits = [line["key"]["message_id"] for line in lines(shop, "waits")]
    assert len(set(waits)) == len(waits)


def test_every_wait_begins_with_a_mail_in_the_inbox(shop, mails):
    inbox = {
        mail["Message-ID"].strip("<>")
        for path, mail in mails
        if path.parts[-3] in ("support", ".Junk", ".Escalated") and mail["Message-ID"]
    }
    assert {line["key"]["message_id"] for line in lines(shop, "waits")} <= inbox


@pytest.mark.parametrize("verdict, low, high", [("on_time", 299, 300), ("late", 301, 604_800)])
def test_confirmations_stand_a_second_on_either_side_of_five_minutes(shop, verdict, low, high):
    lags = {
        line["latency_seconds"]
        for line in lines(shop, "order_confirmations")
        if word_at_the_end(line, "verdict") == verdict
    }
    assert {low, high} <= lags


def test_confirmations_stand_on_either_side_of_what_is_plausible(shop):
    lags = Counter(
        (word_at_the_end(line, "verdict"), line["latency_seconds"])
        for line in lines(shop, "order_confirmations")
    )
    assert lags["on_time", -5] and lags["implausible", -6]
    assert lags["late", 604_800] and lags["implausible", 604_801]


@pytest.mark.parametrize(
    "name, since, due_seconds",
    [("order_confirmations", "placed_at", 1800), ("shipping_notices", "shipped_at", 14_400)],
)
def test_what_is_not_due_yet_stands_a_second_beside_what_is_missing(
    shop, name, since, due_seconds
):
    ages = {
        ((UNTIL - datetime.fromisoformat(line[since])).total_seconds(), verdict)
        for line in lines(shop, name)
        if (verdict := word_at_the_end(line, "verdict")) in ("waiting", "missing")
    }
    assert {(due_seconds - 1, "waiting"), (due_seconds + 1, "missing")} <= ages


def test_shipping_mails_stand_on_either_side_of_an_hour_and_of_the_shipment(shop):
    lags = Counter()
    for line in lines(shop, "shipping_notices"):
        if line["noticed_at"]:
            noticed_at = datetime.fromisoformat(line["noticed_at"])
            lag = noticed_at - datetime.fromisoformat(line["shipped_at"])
            lags[word_at_the_end(line, "verdict"), lag.total_seconds()] += 1
    assert lags["on_time", 3600] and lags["late", 3601]
    assert lags["on_time", -5] and lags["too_early", -6]


def test_answers_stand_on_either_side_of_a_day(shop):
    gaps = Counter()
    for line in lines(shop, "waits"):
        if line["answered_at"]:
            answered_at = datetime.fromisoformat(line["answered_at"])
            gap = (answered_at - datetime.fromisoformat(line["started_at"])).total_seconds()
            gaps[word_at_the_end(line, "outcome"), gap] += 1
    assert gaps["in_time", 86_399] and gaps["in_time", 86_400] and gaps["late", 86_401]


def test_open_waits_stand_on_either_side_of_due_soon_and_due(shop):
    ages = {
        (word_at_the_end(line, "outcome"), (UNTIL - started_at).total_seconds())
        for line in lines(shop, "waits")
        if (started_at := datetime.fromisoformat(line["started_at"]))
    }
    assert {("open", 71_999), ("due_soon", 72_001), ("due_soon", 86_399), ("overdue", 86_401)} <= (
        ages
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_five_thousand_orders_hold_every_verdict_sixty_times(seed):
    script = write_script(5000, 13, UNTIL, Random(seed))
    for lines_of, name, words in (
        (confirmations, "verdict", "on_time late missing waiting bounced unknown implausible"),
        (notices, "verdict", "on_time late too_early missing waiting bounced unknown"),
        (waits, "outcome", "in_time late open due_soon overdue answered_unseen bot unknown"),
    ):
        held = Counter(word_at_the_end(line, name) for line in lines_of(script))
        assert min(held[word] for word in words.split()) >= 60, held
        if name == "verdict":
            assert held["excluded"] >= 60
            judged = len(list(lines_of(script))) - sum(
                held[word] for word in ("excluded", "unknown", "waiting", "implausible")
            )
            assert 0.92 <= held["on_time"] / judged <= 0.97


def test_parcels_reach_every_rung_and_one_carrier_is_poor():
    script = write_script(5000, 13, UNTIL, Random(1))
    rungs, short = Counter(), Counter()
    for order in script.orders:
        for parcel in order.shipments:
            rungs[parcel.rung] += 1
            short[parcel.carrier] += parcel.rung in ("mail", "carrier", "link")
    assert min(rungs[rung] for rung in ("none", "mail", "carrier", "link", "clear")) >= 30
    assert short.most_common(1)[0][0] == "GLS"


def test_some_mails_tell_of_two_parcels_and_some_of_none_that_we_can_read():
    script = write_script(1500, 13, UNTIL, Random(1))
    sent = [mail for order in script.orders for mail in order.mails]
    assert any(len(mail.parcels) == 2 for mail in sent)
    assert any(not mail.is_archived for mail in sent)
    assert any(not mail.names_order for mail in sent)


def test_an_answer_that_came_back_ends_no_wait():
    script = write_script(1500, 13, UNTIL, Random(1))
    returned = [one for one in script.letters if one.delivery.state == "bounced"]
    assert returned
    for letter in returned:
        customer = letter.to[1]
        held = [wait for wait in script.waits if wait.first.sender[1] == customer]
        assert held[-1].answered_at is None


def test_an_answer_about_one_order_ends_no_wait_about_another():
    script = write_script(5000, 13, UNTIL, Random(1))
    answered: dict[tuple, list] = {}
    for wait in script.waits:
        answered.setdefault((wait.first.brand.shop, wait.first.sender[1]), []).append(wait)
    crossed = [
        (one, two)
        for found in answered.values()
        for one in found
        for two in found
        if one.first.order is not two.first.order
        and one.answered_at
        and two.answered_at
        and two.first.at < one.answered_at < two.answered_at
    ]
    assert len(crossed) >= 5


def test_every_mail_parses_cleanly_and_has_an_id_and_a_date(mails):
    script = write_script(ORDERS, 13, UNTIL, Random(7))
    faulty = {f"<{sent.message_id}>" for order in script.orders for sent in order.mails
              if sent.faults}  # fmt: skip
    for path, mail in mails:
        assert not [d for part in mail.walk() for d in part.defects], path
        assert mail["Date"].datetime, path
        assert mail["Message-ID"] or mail["X-Spam-Flag"], path
        if mail["Message-ID"] in faulty:
            continue
        assert mail["Subject"] and "{" not in mail["Subject"], path
        body = mail.get_body(("plain",))
        assert body is None or "{" not in body.get_content(), path
        if path.parts[-3] == "archive":
            assert mail["From"].addresses[0].domain in mail.get_body().get_content(), path


def test_the_archive_says_when_the_truth_says_it(shop, mails):
    """The bottom Received header is when the first server took the mail."""
    taken = Counter()
    for path, mail in mails:
        if path.parts[-3] == "archive":
            stamp = mail.get_all("Received")[-1].rpartition(";")[2]
            at = email.utils.parsedate_to_datetime(stamp.strip())
            taken[path.parts[-4], at.replace(tzinfo=None) - at.utcoffset()] += 1
    for line in lines(shop, "order_confirmations"):
        if line["confirmed_at"]:
            key = line["key"]["shop"], datetime.fromisoformat(line["confirmed_at"])
            assert taken[key], line


def test_every_mail_in_the_log_is_taken_before_it_is_tried_and_gone_after(shop):
    alive: dict[str, set[str]] = {}
    counts = Counter()
    pattern = r"^(?:\S+|\w{3} [ \d]\d \S+) \w+ postfix\S*/(\w+)\[\d+\]: ([0-9A-Za-z]{5,}): (.*)$"
    for program, queue, rest in re.findall(pattern, log_text(shop), re.M):
        if program == "cleanup":
            assert queue not in alive, f"{queue} was given out while in use"
            alive[queue] = set()
        elif "status=" in rest and "to=<" in rest:
            alive[queue].add(re.search(r"status=(\w+)", rest)[1])
            counts[re.search(r"status=(\w+)", rest)[1]] += 1
        elif rest == "removed":
            assert alive.pop(queue) & {"sent", "bounced"}, queue
    assert counts["sent"] > ORDERS and counts["bounced"] and counts["deferred"]
    assert len(alive) < 20  # still in the queue at the end


def test_the_log_comes_in_both_stamps_and_lives_span_its_files(shop):
    paths = sorted((shop / "input").glob("mail.log*"), key=age_of)
    assert [path.name for path in paths[:3]] == ["mail.log", "mail.log.1", "mail.log.2.gz"]
    text = log_text(shop)
    assert re.search(r"^\w{3} [ \d]\d \d\d:\d\d:\d\d mx1 ", text, re.M)
    assert re.search(r"^\d{4}-\d\d-\d\dT\S+[+-]\d\d:\d\d mx1 ", text, re.M)
    first = (shop / "input" / "mail.log").read_text().splitlines()[0]
    assert "cleanup" not in first and re.search(r": [0-9A-Za-z]{5,}: ", first)


def test_queue_ids_come_back_for_other_mails(shop):
    taken = Counter(re.findall(r"cleanup\[\d+\]: (\w+): message-id", log_text(shop)))
    assert max(taken.values()) > 1


def test_the_second_brand_never_passes_the_log(shop):
    assert "fjordkind" not in log_text(shop)


def test_the_demo_imports_nothing_of_ours():
    for path in CODE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names = [alias.name.partition(".")[0] for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level != 1:
                names = [(node.module or "..").partition(".")[0]]
            else:
                continue
            assert set(names) <= sys.stdlib_module_names, (path.name, names)


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path):
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="empty --dir"):
        make(tmp_path, 20, 2, 1, UNTIL)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_a_new_demo_shop_replaces_the_old_one(tmp_path):
    make(tmp_path, 60, 2, 1, UNTIL - timedelta(days=1))
    make(tmp_path, 40, 2, 1, UNTIL)
    assert len(lines(tmp_path, "order_confirmations")) == 40
