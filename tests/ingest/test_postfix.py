"""What a Postfix log says happened to mails: lives of queue ids, hosts, people."""

from datetime import datetime, timedelta

from readings import Source

from ingest.sources import postfix

NOW = datetime(2026, 11, 23, 12)
TAKEN = """
    08:00:01 mx1 postfix/smtpd[9]: {id}: client=shop[10.0.0.5]
    08:00:01 mx1 postfix/cleanup[9]: {id}: message-id=<{name}@nordlicht.example>
    08:00:02 mx1 postfix/qmgr[9]: {id}: from=<orders@nordlicht.example>, {queue}
"""
SENT = """
    08:00:03 mx1 postfix/smtp[9]: {id}: to=<{to}>, {via}, dsn=2.0.0, status=sent (250 2.0.0 Ok)
    08:00:03 mx1 postfix/qmgr[9]: {id}: removed
"""


VIA = "relay=mx[1.2.3.4]:25, delay=2, delays=0/0/1/1"
QUEUE = "size=1, nrcpt=1 (queue active)"


class Log:
    """A log file that grows."""

    def __init__(self, folder, **options):
        self.path = folder / "mail.log"
        chosen = {"kind": "postfix", "files": (str(self.path),), "zone": "UTC", **options}
        self.source = Source(postfix, "log", postfix.Options(**chosen))

    def write(self, text: str, day="Nov 23", **words) -> "Log":
        lines = text.format(**{"via": VIA, "queue": QUEUE} | words)
        with self.path.open("a") as file:
            for line in lines.strip().splitlines():
                file.write(f"{day} {line.strip()}\n")
        return self

    def read(self):
        return self.source.read(NOW)


def at(clock: str, day: int = 23) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day:02} {clock}")


def test_a_mail_is_taken_when_the_server_names_it_and_delivered_when_it_says_so(tmp_path):
    log = Log(tmp_path).write(TAKEN + SENT, id="AB1234", name="c-1", to="Kim@customer.example")

    taken, sent = log.read().facts

    assert (taken.event, taken.event_at, taken.message_id) == (
        "accepted", at("08:00:01"), "c-1@nordlicht.example",
    )  # fmt: skip
    assert (taken.sender, taken.recipient) == ("orders@nordlicht.example", None)
    assert (sent.event, sent.event_at, sent.message_id) == (
        "sent", at("08:00:03"), "c-1@nordlicht.example",
    )  # fmt: skip
    assert (sent.recipient, sent.reply_code) == ("kim@customer.example", "250")
    assert taken.generation == sent.generation


def test_a_queue_id_that_is_used_again_is_another_mail(tmp_path):
    log = Log(tmp_path)
    log.write(TAKEN + SENT, id="AB1234", name="c-1", to="kim@customer.example")
    log.write(TAKEN.replace("08:", "09:") + SENT.replace("08:", "09:"), id="AB1234", name="c-2",
              to="lee@customer.example")  # fmt: skip

    facts = log.read().facts

    assert [(fact.event, fact.message_id) for fact in facts] == [
        ("accepted", "c-1@nordlicht.example"), ("sent", "c-1@nordlicht.example"),
        ("accepted", "c-2@nordlicht.example"), ("sent", "c-2@nordlicht.example"),
    ]  # fmt: skip
    assert facts[1].generation != facts[3].generation


def test_a_queue_id_used_again_is_another_mail_even_where_its_end_was_never_logged(tmp_path):
    log = Log(tmp_path)
    log.write(TAKEN, id="AB1234", name="c-1")
    log.write(TAKEN.replace("08:", "09:") + SENT.replace("08:", "09:"), id="AB1234", name="c-2",
              to="lee@customer.example")  # fmt: skip

    assert [fact.message_id for fact in log.read().facts] == [
        "c-1@nordlicht.example", "c-2@nordlicht.example", "c-2@nordlicht.example",
    ]  # fmt: skip


def test_the_same_queue_id_on_two_hosts_and_two_instances_is_three_mails(tmp_path):
    log = Log(tmp_path)
    for number, (host, instance) in enumerate([
        ("mx1", "postfix"), ("mx2", "postfix"), ("mx1", "postfix-out"),
    ]):  # fmt: skip
        text = TAKEN.replace("mx1", host).replace("postfix/", f"{instance}/")
        log.write(text, id="AB1234", name=f"c-{number}")
    for host, instance in [("mx1", "postfix-out"), ("mx2", "postfix"), ("mx1", "postfix")]:
        text = SENT.replace("mx1", host).replace("postfix/", f"{instance}/")
        log.write(text, id="AB1234", to="kim@customer.example")

    reading = log.read()

    assert [fact.message_id for fact in reading.facts if fact.event == "sent"] == [
        "c-2@nordlicht.example", "c-1@nordlicht.example", "c-0@nordlicht.example",
    ]  # fmt: skip
    assert [poll.path for poll in reading.polls] == ["log/mx1", "log/mx2"]


def test_a_mail_taken_in_one_reading_and_delivered_in_the_next_is_one_mail(tmp_path):
    log = Log(tmp_path).write(TAKEN, id="AB1234", name="c-1")
    (taken,) = log.read().facts
    log.write(SENT, id="AB1234", to="kim@customer.example")

    (sent,) = log.read().facts

    assert (sent.message_id, sent.sender) == (taken.message_id, taken.sender)
    assert sent.generation == taken.generation
    assert log.source.cursors["log"]["lives"] == {}


def test_a_mail_named_in_one_reading_and_queued_in_the_next_is_taken_when_it_was_named(tmp_path):
    named, queued = TAKEN.strip().splitlines()[1:]
    log = Log(tmp_path).write(named, id="AB1234", name="c-1")
    assert log.read().facts == []

    (taken,) = log.write(queued, id="AB1234").read().facts

    assert (taken.event, taken.event_at) == ("accepted", at("08:00:01"))


def test_a_mail_that_a_filter_refused_after_its_headers_was_never_taken(tmp_path):
    log = Log(tmp_path)
    log.write(
        """08:00:01 mx1 postfix/cleanup[9]: AB1234: message-id=<c-1@nordlicht.example>
        08:00:01 mx1 postfix/cleanup[9]: AB1234: milter-reject: END-OF-MESSAGE from shop: no"""
    )

    assert log.read().facts == []


def test_a_mail_tried_again_and_given_up_keeps_every_attempt(tmp_path):
    late = "to=<kim@customer.example>, {via}, dsn=4.4.1, status=deferred (timed out)"
    log = Log(tmp_path).write(TAKEN, id="AB1234", name="c-1")
    log.write(f"""
        08:00:03 mx1 postfix/smtp[9]: AB1234: {late}
        09:00:02 mx1 postfix/qmgr[9]: AB1234: from=<orders@nordlicht.example>, {{queue}}
        09:00:03 mx1 postfix/smtp[9]: AB1234: {late}
        10:00:00 mx1 postfix/qmgr[9]: AB1234: from=<orders@n.example>, status=expired, returned
        10:00:00 mx1 postfix/qmgr[9]: AB1234: removed
    """)

    facts = log.read().facts

    assert [(fact.event, fact.event_at) for fact in facts] == [
        ("accepted", at("08:00:01")), ("deferred", at("08:00:03")),
        ("deferred", at("09:00:03")), ("expired", at("10:00:00")),
    ]  # fmt: skip
    assert {fact.message_id for fact in facts} == {"c-1@nordlicht.example"}


def test_an_alias_keeps_the_address_that_the_mail_was_written_to(tmp_path):
    log = Log(tmp_path).write(
        "08:00:03 mx1 postfix/pipe[9]: AB1234: to=<kim@inner.example>, "
        "orig_to=<Kim@customer.example>, {via}, dsn=2.0.0, status=sent (delivered via dovecot)"
    )

    (sent,) = log.read().facts

    assert (sent.recipient, sent.original_recipient) == (
        "kim@inner.example", "kim@customer.example",
    )  # fmt: skip


def test_asking_whether_an_address_exists_is_no_mail(tmp_path):
    log = Log(tmp_path).write("""
        08:00:01 mx1 postfix/cleanup[9]: AB1234: message-id=<probe@mx1.example>
        08:00:02 mx1 postfix/qmgr[9]: AB1234: from=<double-bounce@mx1.example>, {queue}
        08:00:03 mx1 postfix/smtp[9]: AB1234: to=<k@c.example>, {via}, dsn=2.0.0, status=deliverable
    """)

    reading = log.read()

    assert reading.facts == []
    assert reading.ignored["address_probe"] == 2


def test_a_mail_between_strangers_is_not_stored_where_addresses_are_limited(tmp_path):
    log = Log(tmp_path, addresses=("nordlicht.example",))
    log.write(TAKEN + SENT, id="AB1234", name="c-1", to="kim@customer.example")
    log.write((TAKEN + SENT).replace("orders@nordlicht.example", "lee@stranger.example"),
              id="CD1234", name="x", to="kim@customer.example")  # fmt: skip

    reading = log.read()

    assert {fact.queue_id for fact in reading.facts} == {"AB1234"}
    assert reading.ignored["address_not_allowed"] == 2


def test_a_colleague_is_stored_as_the_team_alone(tmp_path):
    log = Log(tmp_path, staff={"anna@nordlicht.example": "support"})
    log.write((TAKEN + SENT).replace("orders@", "anna@"), id="AB1234", name="c-1",
              to="anna@nordlicht.example")  # fmt: skip

    taken, sent = log.read().facts

    assert (taken.sender, sent.sender, sent.recipient) == ("team:support",) * 3


def test_another_hosts_mail_is_left_alone_where_hosts_are_limited(tmp_path):
    log = Log(tmp_path, hosts=("mx1",))
    log.write((TAKEN + SENT).replace("mx1", "mx9"), id="AB1234", name="c-1", to="k@c.example")

    reading = log.read()

    assert (reading.facts, reading.ignored) == ([], {"host_not_allowed": 5})
    assert reading.polls == []


def test_what_lies_before_since_is_not_read(tmp_path):
    log = Log(tmp_path, since="2026-11-23T08:00:03Z")
    log.write(TAKEN + SENT, id="AB1234", name="c-1", to="kim@customer.example")

    reading = log.read()

    assert [fact.event for fact in reading.facts] == ["sent"]
    assert reading.ignored["before_since"] == 1


def test_a_quiet_log_still_shows_that_it_was_looked_at(tmp_path):
    log = Log(tmp_path, shop="nordlicht")
    log.write(TAKEN + SENT, id="AB1234", name="c-1", to="kim@customer.example").read()

    later = log.source.read(NOW + timedelta(hours=1))

    (poll,) = later.polls
    assert (poll.path, poll.role, poll.shop) == ("log/mx1", "log", "nordlicht")
    assert poll.polled_at == NOW + timedelta(hours=1)
    assert (poll.oldest_item_at, poll.newest_item_at) == (at("08:00:01"), at("08:00:03"))


def test_a_mail_whose_end_was_lost_is_forgotten_after_ten_days_of_log(tmp_path):
    log = Log(tmp_path).write(TAKEN, day="Nov 10", id="AB1234", name="old")
    log.write(TAKEN, day="Nov 18", id="CD1234", name="c-1")
    log.read()
    assert len(log.source.cursors["log"]["lives"]) == 2

    log.write(TAKEN, day="Nov 21", id="EF1234", name="c-2").read()

    assert set(log.source.cursors["log"]["lives"]) == {
        "mx1 postfix CD1234", "mx1 postfix EF1234",
    }  # fmt: skip


def test_what_is_no_utf8_in_a_reply_does_not_stop_the_log(tmp_path):
    log = Log(tmp_path)
    log.path.write_bytes(
        b"Nov 23 08:00:03 mx1 postfix/smtp[9]: AB1234: to=<k@c.example>, relay=mx, delay=2, "
        b"delays=0/0/1/1, dsn=5.1.1, status=bounced (550 unbekannter Empf\xe4nger)\r\n"
    )

    (bounced,) = log.read().facts

    assert bounced.reply == "550 unbekannter Empf\ufffdnger"
