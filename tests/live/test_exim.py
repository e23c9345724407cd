"""A real Exim's log tells exactly what became of each mail."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from exim_server import Exim
from readings import Source

from ingest.sources import exim

SHOP = "orders@nordlicht.example"
ANSWERS = {
    "gone": "550 5.1.1 no such user", "later": "451 4.7.1 greylisted", "never": "450 4.2.0 no",
}  # fmt: skip
# As Debian ships it, and with everything that Exim can say in each line.
SELECTORS = {"default": "", "all": "log_selector = +all\nlog_timezone = true"}


def handed_over(name: str, recipient: str) -> list[str]:
    return ["EHLO shop", f"MAIL FROM:<{SHOP}>", "RCPT TO:<lee@forbidden.example>",
            f"RCPT TO:<{recipient}>", "DATA", f"Message-ID: <{name}@nordlicht.example>",
            f"Subject: {name}", "", "Hi", ".", "QUIT"]  # fmt: skip


def trade(server: Exim) -> None:
    """What a shop sends, until the queue is empty but for a frozen bounce."""
    server.send("one", "kim@customer.example", "lee@customer.example", '"k m"@customer.example')
    server.send("refused", "gone@customer.example", "kim@customer.example")
    server.send("circle", "circle@nordlicht.example")
    server.send("hole", "nowhere@nordlicht.example")
    server.send("late", "later@customer.example")
    server.send("never", "never@customer.example")
    server.try_all()
    server.customers.answers["later"] = "250 2.1.5 known again"
    server.try_all(until_logged="** never@customer.example: retry timeout exceeded")
    server.smtp(*handed_over("door", "kim@customer.example"))
    server.smtp(*handed_over("through", "kim@through.example"))
    server.send("stranger", "gone@customer.example", sender="gone@customer.example")
    server.try_all()
    server.try_all()
    withdrawn = server.send("withdrawn", "kim@customer.example")
    server.run("-Mrm", withdrawn)


@pytest.fixture(scope="module", params=SELECTORS)
def reading(request):
    with Exim(ANSWERS, SELECTORS[request.param], retry_for="2s") as server:
        trade(server)
        lines = server.log.read_text().splitlines()
        zone = None if request.param == "all" else "UTC"
        options = exim.Options(kind="exim", files=(str(server.log),), zone=zone, host="mx1")
        got = Source(exim, "log", options).read(datetime.now(UTC).replace(tzinfo=None))
    assert got.trouble is None and got.items_read == len(lines)
    return got


def fates(reading, name: str) -> list[tuple[str, str | None, str | None, str | None]]:
    """(event, recipient, dsn, reply code) of a mail, without the repetition of deferrals."""
    (life,) = {fact.queue_id for fact in reading.facts
               if fact.message_id == f"{name}@nordlicht.example"}
    told = [(fact.event, fact.recipient, fact.dsn, fact.reply_code)
            for fact in reading.facts if fact.queue_id == life]
    return list(dict.fromkeys(told))


def test_no_line_of_exim_stays_unexplained(reading):
    assert reading.refused == []
    assert reading.ignored["queue_run"] >= 6 and reading.ignored["removed"] == 1


def test_a_mail_to_three_people_is_delivered_to_each(reading):
    ok = ("2.0.0", "250")
    assert fates(reading, "one")[0] == ("accepted", None, None, None)
    assert sorted(fates(reading, "one")[1:]) == [
        ("sent", '"k m"@customer.example', *ok), ("sent", "kim@customer.example", *ok),
        ("sent", "lee@customer.example", *ok),
    ]  # fmt: skip


def test_one_of_two_people_is_refused_by_the_server_that_has_the_last_word(reading):
    assert sorted(fates(reading, "refused")[1:]) == [
        ("bounced", "gone@customer.example", "5.1.1", "550"),
        ("sent", "kim@customer.example", "2.0.0", "250"),
    ]


def test_a_circle_of_people_keeps_the_address_that_the_mail_was_written_to(reading):
    assert sorted(fates(reading, "circle")[1:]) == [
        ("bounced", "gone@customer.example", "5.1.1", "550"),
        ("sent", "kim@customer.example", "2.0.0", "250"),
    ]
    originals = {fact.original_recipient for fact in reading.facts if fact.recipient and
                 fact.message_id == "circle@nordlicht.example"}
    assert originals == {"circle@nordlicht.example"}


def test_a_mail_that_was_put_off_and_then_taken_is_delivered(reading):
    assert fates(reading, "late") == [
        ("accepted", None, None, None),
        ("deferred", "later@customer.example", "4.7.1", "451"),
        ("sent", "later@customer.example", "2.0.0", "250"),
    ]  # fmt: skip


def test_a_mail_that_was_put_off_for_too_long_expired(reading):
    assert fates(reading, "never") == [
        ("accepted", None, None, None),
        ("deferred", "never@customer.example", "4.2.0", "450"),
        ("expired", "never@customer.example", None, None),
    ]  # fmt: skip


def test_a_mail_thrown_away_by_an_alias_is_not_called_delivered(reading):
    assert fates(reading, "hole")[1:] == [("unknown", "nowhere@nordlicht.example", None, None)]


def test_a_mail_taken_only_once_the_customers_server_took_it_is_delivered(reading):
    assert sorted(fates(reading, "through")) == [
        ("accepted", None, None, None), ("sent", "kim@through.example", "2.0.0", "250"),
    ]


def test_a_recipient_refused_at_the_door_is_told_although_no_mail_came_to_be(reading):
    refused = [fact for fact in reading.facts if fact.event == "rejected"]
    assert [(fact.queue_id, fact.sender, fact.recipient, fact.dsn, fact.reply_code)
            for fact in refused] == [
        (None, SHOP, "lee@forbidden.example", "5.7.1", "550")] * 2  # fmt: skip
    assert fates(reading, "door")[1:] == [("sent", "kim@customer.example", "2.0.0", "250")]


def test_bounces_that_exim_writes_are_mails_of_the_null_sender(reading):
    bounces = [fact for fact in reading.facts if fact.event == "accepted" and fact.sender == ""]
    assert len(bounces) == 4  # refused, circle, never, stranger
    lives = {fact.queue_id for fact in bounces}
    assert Counter((fact.event, fact.recipient) for fact in reading.facts
                   if fact.queue_id in lives and fact.recipient) == {
        ("sent", SHOP): 3, ("bounced", "gone@customer.example"): 1}  # fmt: skip


def test_a_mail_withdrawn_by_the_postmaster_was_taken_and_never_delivered(reading):
    assert fates(reading, "withdrawn") == [("accepted", None, None, None)]


def test_every_time_is_in_utc_whatever_the_log_says_of_its_zone(reading):
    now = datetime.now(UTC).replace(tzinfo=None)
    assert all(now - timedelta(hours=1) < fact.event_at <= now for fact in reading.facts)
