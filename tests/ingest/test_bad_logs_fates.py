"""L18 and L19 of the bad inputs: what the warehouse says became of a mail for each recipient."""

import pytest
from bad_logs import Logs

TAKEN = """
    {at} mx1 postfix/cleanup[9]: {id}: message-id=<{name}@nordlicht.example>
    {at} mx1 postfix/qmgr[9]: {id}: from=<{sender}>, size=1, nrcpt=1 (queue active)
"""
TRIED = "{at} mx1 postfix/smtp[9]: {id}: to=<{to}>, {orig}relay={relay}, delay=2, " \
        "delays=0/0/1/1, dsn={dsn}, status={status} ({said})\n"
MX = "mx.customer.example[192.0.2.4]:25"
FILTER = "127.0.0.1[127.0.0.1]:10024"
SAID = {"sent": ("2.0.0", "250 2.0.0 Ok"), "deferred": ("4.7.1", "host x said: 451 4.7.1 later"),
        "bounced": ("5.1.1", "host x said: 550 5.1.1 unknown"), "expired": ("4.4.1", "too old")}


class Mail:
    """The lines of one queue id on 23 November 2026."""

    def __init__(self, logs: Logs, at: str, queue_id: str, name: str,
                 sender: str = "orders@nordlicht.example"):
        self.logs, self.queue_id = logs, queue_id
        self.write(TAKEN, at=at, name=name, sender=sender)

    def write(self, text: str, at: str, **words) -> "Mail":
        lines = text.format(at=f"2026-11-23T{at}+00:00", id=self.queue_id, **words)
        self.logs.write("".join(f"{line.strip()}\n" for line in lines.strip().splitlines()))
        return self

    def tried(self, at: str, status: str, to: str, relay: str = MX, orig: str = "") -> "Mail":
        dsn, said = SAID[status]
        return self.write(TRIED, at=at, to=to, status=status, dsn=dsn, said=said, relay=relay,
                          orig=f"orig_to=<{orig}>, " if orig else "")

    def removed(self, at: str) -> "Mail":
        return self.write("{at} mx1 postfix/qmgr[9]: {id}: removed", at=at)


def fates(logs: Logs, message_id: str | None = "c-1@nordlicht.example") -> dict[str, tuple]:
    """Per recipient: state, dsn, first and last attempt; each recipient once."""
    rows = logs.warehouse.rows("""
        select people.address, told.state, told.dsn,
            strftime(told.first_attempt_at, '%H:%M:%S'), strftime(told.last_attempt_at, '%H:%M:%S')
        from staging.mail_deliveries as told
        inner join private.addresses as people on people.key = told.recipient_key
        where told.message_id is not distinct from ?""", (message_id,))
    assert len({row[0] for row in rows}) == len(rows)
    return {row[0]: row[1:] for row in rows}


@pytest.fixture
def logs(warehouse):
    made = Logs(warehouse)
    return made.write(made.good())


def read(logs: Logs) -> None:
    before = logs.written
    run = logs.write(logs.good()).read()
    assert (run.reasons, run.trouble) == ([], None)
    assert {f"AB{number:05}" for number in range(before + 1)} <= set(logs.held())


def test_l18_each_recipient_has_a_fate_of_its_own_and_its_first_and_last_attempt(logs):
    mail = Mail(logs, "07:00:00", "CD777", "c-1")
    mail.tried("07:00:01", "sent", "kim@customer.example")
    mail.tried("07:00:01", "deferred", "lee@customer.example")
    mail.tried("07:00:02", "deferred", "max@customer.example")
    mail.tried("07:30:00", "deferred", "lee@customer.example")
    mail.tried("07:30:01", "bounced", "max@customer.example")
    mail.tried("08:00:00", "sent", "lee@customer.example").removed("08:00:00")
    read(logs)

    assert fates(logs) == {
        "kim@customer.example": ("delivered", "2.0.0", "07:00:01", "07:00:01"),
        "lee@customer.example": ("delivered", "2.0.0", "07:00:01", "08:00:00"),
        "max@customer.example": ("bounced", "5.1.1", "07:00:02", "07:30:01"),
    }


@pytest.mark.parametrize(("one", "other", "expected"), [
    ("sent", "sent", "delivered"), ("sent", "bounced", "bounced"), ("bounced", "sent", "bounced"),
    ("sent", "deferred", "deferred"),
])  # fmt: skip
def test_l18_an_alias_is_reached_when_everybody_behind_it_is(logs, one, other, expected):
    mail = Mail(logs, "07:00:00", "CD777", "c-1")
    mail.tried("07:00:01", one, "kim@inner.example", orig="circle@customer.example")
    mail.tried("07:00:01", other, "lee@inner.example", orig="circle@customer.example")
    read(logs)

    assert {who: told[0] for who, told in fates(logs).items()} == {
        "circle@customer.example": expected}


def test_l18_an_alias_that_was_put_off_before_it_was_expanded_is_reached_later(logs):
    mail = Mail(logs, "07:00:00", "CD777", "c-1")
    mail.tried("07:00:01", "deferred", "circle@customer.example", relay="none")
    mail.tried("07:30:00", "sent", "kim@inner.example", orig="circle@customer.example")
    read(logs)

    assert fates(logs) == {
        "circle@customer.example": ("delivered", "2.0.0", "07:00:01", "07:30:00")}


def test_l18_a_bounce_that_bounces_says_nothing_new_of_the_mail(logs):
    mail = Mail(logs, "07:00:00", "CD777", "c-1", sender="news@customer.example")
    mail.tried("07:00:01", "bounced", "kim@customer.example").removed("07:00:01")
    report = Mail(logs, "07:00:01", "EF777", "report", sender="")
    report.tried("07:00:02", "bounced", "news@customer.example").removed("07:00:02")
    read(logs)

    assert fates(logs) == {"kim@customer.example": ("bounced", "5.1.1", "07:00:01", "07:00:01")}
    assert fates(logs, "report@nordlicht.example")["news@customer.example"][0] == "bounced"
    assert logs.warehouse.rows("""select message_id, is_null_sender from staging.mail_deliveries
        where message_id is not null order by 1""") == [
        ("c-1@nordlicht.example", False), ("report@nordlicht.example", True)]


def filtered(logs: Logs, relay: str, outer: list[tuple[str, str]], outer_at: str) -> None:
    """A mail that a filter takes and hands back; what then became of it on its way out."""
    inner = Mail(logs, "07:00:00", "CD777", "c-1")
    again = Mail(logs, outer_at, "EF777", "c-1")
    for at, status in outer:
        if at <= "07:00:01":
            again.tried(at, status, "kim@customer.example")
    inner.tried("07:00:01", "sent", "kim@customer.example", relay=relay).removed("07:00:01")
    for at, status in outer:
        if at > "07:00:01":
            again.tried(at, status, "kim@customer.example")


OUTER = {  # what the outer hop says -> the mail's fate
    "nothing": ([], "accepted"),
    "bounced": ([("07:00:05", "bounced")], "bounced"),
    "bounced at once": ([("07:00:00", "bounced")], "bounced"),
    "deferred": ([("07:00:05", "deferred"), ("07:30:00", "deferred")], "deferred"),
    "deferred, sent": ([("07:00:00", "deferred"), ("07:30:00", "sent")], "delivered"),
    "deferred, expired": ([("07:00:05", "deferred"), ("09:00:00", "expired")], "expired"),
    "sent at once": ([("07:00:00", "sent")], "delivered"),
}


@pytest.mark.parametrize("outer_at", ["07:00:00", "07:00:01"])
@pytest.mark.parametrize("relay", [FILTER, "scan.nordlicht.example[10.0.0.8]:2525", "spamfilter",
                                   "out.nordlicht.example[10.0.0.9]:25"])
@pytest.mark.parametrize("outer", OUTER)
def test_l19_a_mail_that_went_through_a_filter_counts_once_with_the_fate_of_its_last_hop(
    warehouse, outer, relay, outer_at
):
    logs = Logs(warehouse, relays=("127.0.0.1:10024", "scan.nordlicht.example:2525", "spamfilter",
                                   "10.0.0.9"))
    told, expected = OUTER[outer]
    filtered(logs.write(logs.good()), relay, told, outer_at)
    read(logs)

    assert {who: told[0] for who, told in fates(logs).items()} == {
        "kim@customer.example": expected}


@pytest.mark.parametrize("outer_at", ["07:00:00", "07:00:01"])
@pytest.mark.parametrize("outer", OUTER)
def test_l19_without_settings_too_the_last_hop_in_the_log_has_the_last_word(
    logs, outer, outer_at
):
    told, expected = OUTER[outer]
    filtered(logs, "scan.nordlicht.example[10.0.0.8]:2525", told, outer_at)
    read(logs)

    assert {who: told[0] for who, told in fates(logs).items()} == {
        "kim@customer.example": expected}


def test_l19_a_mail_that_a_filter_took_and_never_gave_back_is_not_called_delivered(logs):
    """The ports where filters listen are known without settings."""
    mail = Mail(logs, "07:00:00", "CD777", "c-1")
    mail.tried("07:00:01", "deferred", "kim@customer.example", relay="none")
    mail.tried("07:10:00", "sent", "kim@customer.example", relay=FILTER).removed("07:10:00")
    read(logs)

    assert fates(logs) == {"kim@customer.example": ("accepted", "2.0.0", "07:00:01", "07:10:00")}


def test_l19_exims_hop_through_a_filter_counts_once(warehouse):
    logs = Logs(warehouse, kind="exim", relays=("scanner",))
    arrival = "2026-11-23 07:00:00 {} <= orders@nordlicht.example H=x [{}] P=esmtp S=300 " \
              "id=c-1@nordlicht.example\n"
    run = logs.write(
        arrival.format("1xWWCR-00037y-2s", "10.0.0.5"),
        arrival.format("1xWWCR-00038y-2s", "127.0.0.1"),
        "2026-11-23 07:00:00 1xWWCR-00038y-2s ** kim@customer.example: Unrouteable address\n",
        "2026-11-23 07:00:01 1xWWCR-00037y-2s => kim@customer.example R=filter T=scanner "
        "H=127.0.0.1 [127.0.0.1]\n").read()

    assert run.accepted == 4
    assert {who: told[0] for who, told in fates(logs).items()} == {
        "kim@customer.example": "bounced"}
