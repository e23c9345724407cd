"""What an Exim log says happened to mails: its words, its lives, its people."""

from datetime import datetime, timedelta

import pytest
from readings import Source

from ingest.sources import exim

NOW = datetime(2026, 11, 23, 12)
ID, NEW_ID = "1xWWCR-00037y-2s", "1xWWCR-000000037y2-2sAB"
TAKEN = "08:00:01 {id} <= {sender} H=shop [10.0.0.5] P=esmtp S=300 id=c-1@nordlicht.example"
SENT = ("08:00:03 {id} => kim@customer.example R=away T=smtp H=mx.customer.example [192.0.2.4] "
        'C="250 2.0.0 Ok: queued as 77"')
DONE = "08:00:03 {id} Completed"
SHOP = "orders@nordlicht.example"


class Log:
    """A log file that grows."""

    def __init__(self, folder, **options):
        self.path = folder / "mainlog"
        chosen = {"kind": "exim", "files": (str(self.path),), "zone": "UTC", "host": "mx1"}
        self.source = Source(exim, "log", exim.Options(**chosen | options))

    def write(self, *lines: str, day="2026-11-23", exim_id=ID, sender=SHOP) -> "Log":
        with self.path.open("a") as file:
            for line in lines:
                file.write(f"{day} {line}\n".replace("{id}", exim_id).replace("{sender}", sender))
        return self

    def read(self, now=NOW):
        return self.source.read(now)


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-23 {clock}")


@pytest.mark.parametrize("exim_id", [ID, NEW_ID])
def test_a_mail_is_taken_when_it_arrives_and_delivered_when_the_server_says_so(tmp_path, exim_id):
    reading = Log(tmp_path).write(TAKEN, SENT, DONE, exim_id=exim_id).read()

    taken, sent = reading.facts
    assert (taken.event, taken.event_at, taken.message_id, taken.sender, taken.recipient) == (
        "accepted", at("08:00:01"), "c-1@nordlicht.example", SHOP, None)
    assert (sent.event, sent.event_at, sent.message_id, sent.sender, sent.recipient) == (
        "sent", at("08:00:03"), "c-1@nordlicht.example", SHOP, "kim@customer.example")
    assert (sent.relay, sent.dsn, sent.reply_code, sent.reply, sent.delay_seconds) == (
        "mx.customer.example[192.0.2.4]", "2.0.0", "250", "250 2.0.0 Ok: queued as 77", None)
    assert {fact.queue_id for fact in reading.facts} == {exim_id}
    assert (reading.ignored, reading.refused) == ({"completed": 1}, [])


ATTEMPTS = {  # a line's end -> (event, recipient, written to, relay, dsn, code, reply)
    '-> Lee@customer.example R=a T=smtp H=mx [192.0.2.4]:25* X=TLS1.3:E:128 CV=yes C="250 Ok"':
        ("sent", "lee@customer.example", None, "mx[192.0.2.4]:25", None, "250", "250 Ok"),
    '=> kim@c.example F=<a@n.example> P=<a@n.example> R=a T=smtp S=9 H=m [2001:db8::1] L K '
    'C="250 \\"2.0.0\\" R=x T=y" QT=1m2.5s DT=1s':
        ("sent", "kim@c.example", None, "m[2001:db8::1]", None, "250", '250 "2.0.0" R=x T=y'),
    ">> kim@c.example R=a T=smtp H=mx [192.0.2.4]":
        ("sent", "kim@c.example", None, "mx[192.0.2.4]", None, None, None),
    "=> kim <kim@n.example> R=local T=maildir":
        ("sent", "kim@n.example", None, "maildir", None, None, None),
    "=> kim@c.example (all@n.example) <team@n.example> R=a T=smtp H=mx [192.0.2.4]":
        ("sent", "kim@c.example", "team@n.example", "mx[192.0.2.4]", None, None, None),
    '=> k m@c.example <"k m"@c.example> R=a T=smtp H=mx [192.0.2.4]':
        ("sent", '"k m"@c.example', None, "mx[192.0.2.4]", None, None, None),
    "=> |/usr/bin/procmail -d kim <kim@n.example> R=user T=pipe":
        ("sent", "kim@n.example", None, "pipe", None, None, None),
    "=> /srv/my mail/kim <kim@n.example> R=user T=file":
        ("sent", "kim@n.example", None, "file", None, None, None),
    "=> :blackhole: <no@n.example> R=hole":
        ("unknown", "no@n.example", None, None, None, None, None),
    "=> discarded <no@n.example> R=filter":
        ("unknown", "no@n.example", None, None, None, None, None),
    "== kim@c.example R=a T=smtp defer (-44) H=mx [192.0.2.4] DT=2s: SMTP error from remote mail "
    "server after RCPT TO:<kim@c.example>: 451 4.7.1 later":
        ("deferred", "kim@c.example", None, "mx[192.0.2.4]", "4.7.1", "451", "SMTP error from "
         "remote mail server after RCPT TO:<kim@c.example>: 451 4.7.1 later"),
    "== kim@c.example R=a T=smtp defer (111): Connection refused":
        ("deferred", "kim@c.example", None, "smtp", None, None, "Connection refused"),
    "== kim@c.example routing defer (-52): retry time not reached":
        ("deferred", "kim@c.example", None, None, None, None, "retry time not reached"),
    "** kim@c.example R=a T=smtp H=mx [192.0.2.4]: SMTP error from remote mailer after pipelined "
    "RCPT TO:<kim@c.example>: host mx [192.0.2.4]: 553 5.3.0 <kim@c.example>... unknown":
        ("bounced", "kim@c.example", None, "mx[192.0.2.4]", "5.3.0", "553", "SMTP error from remote"
         " mailer after pipelined RCPT TO:<kim@c.example>: host mx [192.0.2.4]: 553 5.3.0 "
         "<kim@c.example>... unknown"),
    "** kim@c.example F=<a@n.example>: Unrouteable address":
        ("bounced", "kim@c.example", None, None, None, None, "Unrouteable address"),
    "** kim@c.example <Team@n.example>: unknown mail domain":
        ("bounced", "kim@c.example", "team@n.example", None, None, None, "unknown mail domain"),
    "** kim@c.example: retry timeout exceeded":
        ("expired", "kim@c.example", None, None, None, None, "retry timeout exceeded"),
    "** kim@c.example R=a T=smtp: all hosts for 'c.example' have been failing for a long time "
    "(and retry time not reached)":
        ("expired", "kim@c.example", None, "smtp", None, None, "all hosts for 'c.example' have been"
         " failing for a long time (and retry time not reached)"),
}  # fmt: skip


@pytest.mark.parametrize("line", ATTEMPTS)
def test_each_attempt_gives_what_its_line_states(tmp_path, line):
    reading = Log(tmp_path).write(TAKEN, "08:00:03 {id} " + line, DONE).read()

    _, tried = reading.facts
    assert (tried.event, tried.recipient, tried.original_recipient, tried.relay, tried.dsn,
            tried.reply_code, tried.reply) == ATTEMPTS[line]
    assert tried.delay_seconds == (62.5 if "QT=" in line else None)


OTHERS = {  # a line -> why it tells nothing of a mail's fate
    "{id} *> kim@c.example R=a T=smtp H=mx [192.0.2.4] C=\"bypassed\"": "delivery_suppressed",
    "{id} => >kim@c.example <away@n.example> R=away T=reply": "automatic_answer",
    "{id} => archive <system-filter> R=a T=file": "no_recipient",
    "{id} Completed QT=3m45s": "completed", "{id} Frozen (delivery error message)": "frozen",
    "{id} Message is frozen": "frozen", "{id} Unfrozen by forced delivery": "frozen",
    "{id} no immediate delivery: queued by ACL": "queued",
    "{id} cancelled by system filter": "removed", "{id} removed by root": "removed",
    "{id} kim@c.example: error ignored": "error_ignored",
    "{id} SMTP error from remote mail server after end of data: 451 no": "attempt",
    "{id} H=mx [192.0.2.4] Connection refused": "attempt",
    "{id} H=(x) [192.0.2.9] F=<a@b.example> rejected after DATA: spam": "refused_by_us",
    "{id} DKIM: d=n.example s=x c=relaxed/relaxed a=rsa-sha256 [verification ok]": "dkim",
    "{id} \"Hello\" first delivery": "remark",
    "Start queue run: pid=7 -qff": "queue_run", "End queue run: pid=7 -qff": "queue_run",
    "exim 4.96 daemon started: pid=7, no queue runs, listening for SMTP on port 25": "daemon",
    "cwd=/ 3 args: exim -bd -q30m": "arguments",
    "SMTP connection from [192.0.2.9] lost": "connection",
    "no host name found for IP address 192.0.2.9": "connection",
    "H=(x) [192.0.2.9] F=<a@b.example> temporarily rejected RCPT <k@n.example>: greylisted":
        "refused_by_us",
    "rcpt for kim": "remark",
}  # fmt: skip


def test_every_other_line_is_passed_over_by_its_reason(tmp_path):
    for line, reason in OTHERS.items():
        log = Log(tmp_path / reason)
        log.path.parent.mkdir(exist_ok=True)
        reading = log.write(TAKEN, f"08:00:02 {line}", SENT).read()
        assert (reading.ignored, reading.refused) == ({reason: 1}, []), line
        assert [fact.event for fact in reading.facts] == ["accepted", "sent"]
        log.path.unlink()


def test_what_exim_writes_below_a_line_belongs_to_it(tmp_path):
    log = Log(tmp_path).write(TAKEN)
    with log.path.open("a") as file:
        file.write("Envelope-from: <a@b.example>\nP Received: from x\n\tby mx\n  Subject: Hi\n"
                   "I Message-Id: <x@b.example>\n* Bcc: k@c.example\n  = 250 fake\n\n")
    reading = log.write(SENT).read()

    assert [fact.event for fact in reading.facts] == ["accepted", "sent"]
    assert reading.refused == []
    assert reading.ignored == {"rejected_header": 4, "continuation": 3, "blank": 1}


def test_a_message_id_is_taken_from_its_own_field_only(tmp_path):
    lie = 'S=1 id=lie@x.example'
    reading = Log(tmp_path).write(
        f'08:00:01 {{id}} <= "id=lie@x.example {lie}"@n.example H=mx (id=lie@x.example) [192.0.2.4]'
        f' P=esmtps X=TLS CV=no DN="CN=a {lie}" S=300 M8S=0 DKIM=n.example id=true@n.example'
        f' T="Hi {lie}" from <a {lie}> for "b {lie}"@c.example',
        f'08:00:02 {NEW_ID} <= a@n.example U=www P=local S=300 T="{lie}" for b@c.example',
    ).read()

    assert [fact.message_id for fact in reading.facts] == ["true@n.example", None]
    assert reading.facts[0].sender == f'"id=lie@x.example {lie.lower()}"@n.example'


def test_a_skipped_recipient_is_told_once_and_attempts_are_told_each(tmp_path):
    skipped = "{id} == kim@customer.example R=a T=smtp defer (-54): retry time not reached for x"
    tried = "{id} == kim@customer.example R=a T=smtp defer (111): Connection refused"
    log = Log(tmp_path).write(TAKEN, f"08:01:00 {skipped}", f"08:02:00 {skipped}")
    first = log.read()
    second = log.write(f"08:03:00 {tried}", f"08:04:00 {skipped}", f"08:05:00 {tried}").read()

    assert [fact.event_at for fact in first.facts[1:]] == [at("08:01:00")]
    assert [fact.event_at for fact in second.facts] == [at("08:03:00"), at("08:05:00")]
    assert first.ignored == second.ignored == {"not_tried": 1}


def test_a_mail_taken_in_one_reading_and_delivered_in_the_next_is_one_mail(tmp_path):
    log = Log(tmp_path).write(TAKEN)
    (taken,) = log.read().facts
    (sent,) = log.write(SENT, DONE).read().facts

    assert (sent.message_id, sent.sender) == (taken.message_id, SHOP)
    assert (sent.queue_id, sent.generation) == (taken.queue_id, taken.generation)
    assert log.source.cursors["log"]["lives"] == {}


def test_a_mail_whose_end_was_lost_is_forgotten_after_ten_days_and_that_is_said(tmp_path):
    log = Log(tmp_path).write(TAKEN, day="2026-11-10")
    log.write(TAKEN, day="2026-11-19", exim_id=NEW_ID)
    assert log.read().polls[0].holes == []
    reading = log.write("08:00:00 Start queue run: pid=7", day="2026-11-21").read()

    assert reading.polls[0].holes == ["the end of 1 mails was never logged"]
    assert set(log.source.cursors["log"]["lives"]) == {NEW_ID}


def test_whose_mail_may_be_kept_is_asked_of_every_line(tmp_path):
    log = Log(tmp_path, addresses=("nordlicht.example",), since="2026-11-23T08:00:02Z",
              staff={"kim@customer.example": "support"})
    log.write(TAKEN, SENT, DONE)
    log.write(TAKEN, SENT, DONE, exim_id=NEW_ID, sender="a@stranger.example")

    reading = log.read()

    assert [(fact.event, fact.recipient) for fact in reading.facts] == [("sent", "team:support")]
    assert reading.ignored == {"before_since": 2, "address_not_allowed": 1, "completed": 2}


def test_without_a_host_the_source_is_the_path(tmp_path):
    for host, path in ((None, "log"), ("mx1", "log/mx1")):
        log = Log(tmp_path, host=host)
        log.path.unlink(missing_ok=True)
        reading = log.write(TAKEN).read()
        assert ([fact.path for fact in reading.facts], [poll.path for poll in reading.polls]) == (
            [path], [path])


def test_a_quiet_log_still_shows_that_it_was_looked_at(tmp_path):
    log = Log(tmp_path, shop="nordlicht").write(TAKEN, SENT)
    log.read()
    (poll,) = log.read(NOW + timedelta(hours=1)).polls

    assert (poll.role, poll.shop, poll.polled_at) == ("log", "nordlicht", NOW + timedelta(hours=1))
    assert (poll.oldest_item_at, poll.newest_item_at) == (at("08:00:01"), at("08:00:03"))


def test_what_is_no_utf8_does_not_stop_the_log(tmp_path):
    log = Log(tmp_path)
    log.path.write_bytes(b"2026-11-23 08:00:03 " + ID.encode() + b" ** k@c.example R=a T=smtp "
                         b"H=mx [192.0.2.4]: SMTP error from remote mail server after MAIL FROM:<>:"
                         b" 550 unbekannter Empf\xe4nger\r\n")
    (bounced,) = log.read().facts

    assert bounced.reply.endswith("550 unbekannter Empf\ufffdnger")
    assert bounced.reply_code == "550"


def test_refused_lines_are_read_again_each_for_itself(tmp_path):
    log = Log(tmp_path).write("08:00:01 {id} => kim@customer.exa", TAKEN, "08:00:61 {id} x")
    refused = log.read().refused
    assert [row.reason for row in refused] == ["log.truncated", "time.invalid"]
    whole = refused[0].__class__("mainlog byte 0", "log.unparsed", "", (
        f"2026-11-23 08:00:02 {ID} => kim@customer.example R=a T=smtp").encode())

    batches = list(exim.reread(log.source.options, "log", [*refused, whole], NOW))

    assert [(batch.place, batch.cursor) for batch in batches] == [("", None)] * 3
    assert [[row.reason for row in batch.refused] for batch in batches] == [
        ["log.truncated"], ["time.invalid"], []]
    assert [row.payload for batch in batches for row in batch.refused] == [
        row.payload for row in refused]
    ((sent,),) = batches[2].items
    assert (sent.event, sent.queue_id) == ("sent", ID)


def test_doctor_misses_the_zone_before_anything_is_read(tmp_path):
    log = Log(tmp_path, zone=None).write(TAKEN)
    (probe,) = exim.probe(log.source.options, "log")
    assert probe.trouble == 'mainlog has times that name no zone; set zone = "Europe/..."'
    (probe,) = exim.probe(Log(tmp_path).source.options, "log")
    assert (probe.items, probe.trouble) == (1, None)
