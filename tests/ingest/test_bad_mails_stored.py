"""Bad mails E05, E06, E12 and E13: one mail at many places, two under one name, wrong clocks."""

from datetime import datetime, timedelta

import pytest
from mails import NOW, Reader, mail
from sandwich import PLACES, rows, settings_for
from servers import deliver

from ingest.imap_fetch import Held, _is_suspect
from ingest.mail import read_mail
from ingest.mail_times import Times
from ingest.run import ingest
from ingest.sources import imap, maildir
from sql.desk import Desk
from sql.raw.opening import open_store

GOOD = [mail("before"), mail("after")]


def stored(folder, **mails_by_source) -> tuple[dict, dict]:
    """(settings, counts by source) after each source was read once: name -> (kind, mails)."""
    sources = {name: PLACES[kind](folder / name, mails)
               for name, (kind, mails) in mails_by_source.items()}  # fmt: skip
    settings = settings_for(folder, **sources)
    results = ingest(settings, Desk(settings.desk_url), polled_at=NOW)
    assert [result.trouble for result in results] == [None] * len(sources)
    with open_store(settings.raw_path) as store:
        assert all(row["adds_up"] for row in rows(store, """select items_read = accepted
            + duplicate + quarantined + deferred + ignored as adds_up from raw.runs"""))
    return settings, {result.source: dict(+result.counts) for result in results}


def test_e05_one_mail_at_several_places_is_one_mail(tmp_path, warehouse):
    bad = mail("bad")
    moved = b"Received: from elsewhere\nDelivered-To: x@y.example\n" + bad
    settings, counts = stored(
        tmp_path, maildir=("maildir", [GOOD[0], bad, GOOD[1]]),
        mbox=("mbox", [GOOD[0], moved, GOOD[1]]),
        tree=("eml", [GOOD[0], bad.replace(b"\n", b"\r\n"), GOOD[1]]),
    )  # fmt: skip
    warehouse.settings = settings

    assert counts == {
        "maildir": {"accepted": 3}, "mbox": {"duplicate": 3}, "tree": {"duplicate": 3},
    }  # fmt: skip
    assert warehouse.row("select count(*) from facts.messages") == (3,)
    assert warehouse.row("select sum(messages) from facts.waits") == (3,)
    assert warehouse.rows("""select source, account, folder from staging.message_locations
        inner join staging.messages using (message_key) where message_id = 'bad@kunde.example'
        order by source""") == [("maildir", "maildir", "."), ("mbox", "mbox", "inbox"),
                                ("tree", "tree", ".")]  # fmt: skip


@pytest.mark.parametrize("kind", ["maildir", "mbox"])
def test_e05_the_same_mail_twice_in_one_folder_is_one_mail(tmp_path, kind):
    bad = mail("bad")

    _, counts = stored(tmp_path, support=(kind, [GOOD[0], bad, bad, GOOD[1]]))

    assert counts == {"support": {"accepted": 3, "duplicate": 1}}


@pytest.mark.parametrize("kind", ["maildir", "mbox"])
@pytest.mark.parametrize(
    "change", [{"text": "Pay somebody else"}, {"From": "evil@y.example"}, {"Subject": "Other"},
               {"Date": "Mon, 02 Nov 2026 10:15:01 +0100"}],
)  # fmt: skip
def test_e06_two_mails_under_one_message_id_are_both_kept_and_flagged(
    tmp_path, warehouse, kind, change
):
    pair = [mail("bad"), mail("bad", **change)]
    settings, counts = stored(tmp_path, support=(kind, [GOOD[0], *pair, GOOD[1]]))
    warehouse.settings = settings

    assert counts == {"support": {"accepted": 4}}
    assert warehouse.rows("""select message_id, list_contains(flags, 'message_id_conflict')
        from staging.messages order by message_id""") == [
        ("after@kunde.example", False), ("bad@kunde.example", True), ("bad@kunde.example", True),
        ("before@kunde.example", False)]  # fmt: skip


def answered(number: str, asked_at: str, sent_at: str) -> tuple[bytes, bytes]:
    """A customer's question and our answer, each dated by the clock of who sent it."""
    who = f"{number}@kunde.example"
    hop = f"from a.example by b.example; Mon, 02 Nov 2026 {asked_at} +0000"
    question = mail(number, From=who, Received=hop)
    answer = mail(
        f"re-{number}", From="support@nordlicht.example", To=who, Subject="Re: Question",
        Date=f"Mon, 02 Nov 2026 {sent_at} +0000", **{"In-Reply-To": f"<{number}@kunde.example>"},
    )  # fmt: skip
    return question, answer


def test_e12_an_answer_dated_before_its_question_is_excluded_counted_and_flagged(
    tmp_path, warehouse
):
    pairs = [answered("before", "10:00:00", "11:00:00"), answered("bad", "10:00:00", "08:30:00"),
             answered("after", "10:00:00", "12:00:00")]  # fmt: skip
    inbox = PLACES["maildir"](tmp_path / "in", [question for question, _ in pairs])
    sent = PLACES["maildir"](tmp_path / "out", [answer for _, answer in pairs])
    sent = maildir.Options(kind="maildir", folder=sent.folder, folders={".": "replies"})
    settings = settings_for(tmp_path, inbox=inbox, sent=sent)
    results = ingest(settings, Desk(settings.desk_url), polled_at=NOW)
    assert [result.counts["accepted"] for result in results] == [3, 3]
    warehouse.settings = settings

    assert warehouse.rows("""select split_part(mails.message_id, '@', 1), wait_seconds,
        not_counted_reason from facts.waits inner join facts.messages as mails
        on mails.message_key = waits.wait_id order by 1""") == [
        ("after", 7200.0, None), ("bad", 0.0, "negative_latency"), ("before", 3600.0, None)]
    assert warehouse.rows("""select verdict, excluded_reason, seconds is null
        from metrics.cohort_members where members = 'waits' order by seconds""") == [
        ("in_time", None, False), ("in_time", None, False), ("excluded", "negative_latency", True)]


def hop(day: int) -> dict[str, str]:
    return {"Received": f"from a.example by b.example; Mon, {day:02} Nov 2026 10:15:00 +0000"}


def migrated(mailbox, mails: list[bytes], at: datetime) -> dict[str, tuple]:
    """Message-ID -> (received_at, is flagged) of mails that all got one INTERNALDATE."""
    for number, raw in enumerate(mails):
        deliver(mailbox.inbox, f"{number:03}.mail", raw, at=at)
    options = imap.Options(
        kind="imap", host="127.0.0.1", port=mailbox.server.tls_port, user=mailbox.user,
        password="env:MAIL_PASSWORD", ca=mailbox.server.ca, folders={"INBOX": "inbox"},
    )  # fmt: skip
    reader = Reader(imap, options).read()
    assert len(reader.items) == len(mails)
    return {item[0].message_id: (item[0].received_at, "internaldate_suspect" in item[0].flags)
            for item in reader.items}  # fmt: skip


MOVED_AT = datetime(2026, 11, 20, 12, 0, 10)


def test_e13_after_a_migration_the_top_received_header_says_when_a_mail_came(mailbox):
    neighbours = [mail("before", **hop(20)), mail("after", **hop(20))]
    for raw in neighbours:  # these came while the others were moved: their own hop agrees
        assert b"20 Nov" in raw
    soon = [raw.replace(b"10:15:00 +0000", b"11:59:30 +0000") for raw in neighbours]
    old = [mail(f"bad{number}", **hop(1 + number % 15)) for number in range(60)]

    found = migrated(mailbox, [soon[0], *old, soon[1]], MOVED_AT)

    for number in range(60):
        came = datetime(2026, 11, 1 + number % 15, 10, 15)
        assert found[f"bad{number}@kunde.example"] == (came, True)
    assert found["before@kunde.example"] == found["after@kunde.example"] == (MOVED_AT, False)


def test_e13_fewer_than_fifty_mails_of_one_minute_prove_no_migration(mailbox):
    old = [mail(f"bad{number}", **hop(1)) for number in range(47)]

    found = migrated(mailbox, [mail("before"), *old, mail("after")], MOVED_AT)

    assert set(found.values()) == {(MOVED_AT, False)}


@pytest.mark.parametrize("same, others, is_suspect", [(51, 49, True), (50, 50, False),
                                                      (26, 24, True), (49, 0, False)])
def test_e13_more_than_half_of_at_least_fifty_share_one_minute(same, others, is_suspect):
    moments = [MOVED_AT + timedelta(seconds=number % 40) for number in range(same)]
    moments += [MOVED_AT + timedelta(minutes=2 + number) for number in range(others)]

    assert _is_suspect([Held(n, (), 1, at) for n, at in enumerate(moments)]) is is_suspect


def test_e13_a_suspect_time_without_any_received_header_is_all_there_is():
    message = read_mail(mail("bad"), Times(received_at=MOVED_AT, is_suspect=True))[0]

    assert message.received_at == MOVED_AT
    assert "internaldate_suspect" not in message.flags
