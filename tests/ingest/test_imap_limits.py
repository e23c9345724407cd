"""Providers' limits: pauses are kept, bytes are counted, and what is not read is not claimed."""

from datetime import datetime, timedelta

import pytest
from mails import NOW, Reader, mail
from scripted_imap import Held, once, tagged

from ingest import imap_fetch, imap_options, imap_reconcile
from ingest.kinds import option_models
from ingest.sources import imap
from sql.settings import load
from sql.trouble import Misuse

THROTTLED = b"BAD Request is throttled. Suggested Backoff Time: %d milliseconds"
OVER_QUOTA = b"NO [OVERQUOTA] Account exceeded command or bandwidth limits. (Failure)"


@pytest.fixture
def waits(monkeypatch) -> list[float]:
    """The pauses that were made, without making them."""
    made: list[float] = []
    monkeypatch.setattr(imap.time, "sleep", made.append)
    return made


def test_a_short_pause_that_exchange_asks_for_is_made_and_all_is_read(serving, waits):
    _, reader = serving(on={"FETCH BODY": once(tagged(THROTTLED % 1500))})

    assert reader.read().ids == ["1", "2", "3"] and not reader.trouble
    assert waits == [1.5]
    assert reader.refused == [] and reader.outcomes("deferred") == {}


@pytest.mark.parametrize("command", ["EXAMINE", "SEARCH", "FETCH FLAGS", "FETCH BODY"])
def test_a_long_pause_ends_the_reading_and_the_next_run_goes_on(serving, waits, command):
    server, reader = serving(on={command: tagged(THROTTLED % 900_000)})

    reader.read()
    assert "wants a pause while INBOX is read" in reader.trouble
    assert "what was read stands; try again after" in reader.trouble
    assert waits == [] and reader.refused == [] and reader.polls == []

    server.on.clear()
    assert reader.read().ids == ["1", "2", "3"]


def test_what_was_read_before_the_pause_stands(serving, waits, monkeypatch):
    monkeypatch.setattr(imap_fetch, "BATCH", 1)
    asked = []

    def third_is_too_much(server, client, tag, rest):
        asked.append(rest)
        return "usual" if len(asked) < 3 else tag + b" " + OVER_QUOTA + b"\r\n"

    server, reader = serving(on={"FETCH BODY": third_is_too_much})

    first = reader.read().ids
    assert len(first) == 2 and "bandwidth limits" in reader.trouble
    server.on.clear()
    assert sorted(first + reader.read().ids) == ["1", "2", "3"]


@pytest.mark.parametrize(
    "answer",
    [
        b"NO [UNAVAILABLE] Server Unavailable. 15",
        b"BAD User is authenticated but not connected.",
        b"NO [INUSE] Mailbox is in use",
    ],
)
def test_a_server_that_is_busy_for_a_moment_is_asked_again(serving, waits, answer):
    _, reader = serving(on={"EXAMINE": once(tagged(answer))})

    assert reader.read().ids == ["1", "2", "3"] and not reader.trouble
    assert waits == [5.0]


def test_a_server_that_stays_busy_is_left_with_the_time_to_come_back(serving, waits):
    _, reader = serving(on={"EXAMINE": tagged(b"BAD User is authenticated but not connected.")})

    assert "wants a pause" in reader.read().trouble and "try again after" in reader.trouble
    assert len(waits) == imap.MAX_DROPS


def test_a_goodbye_with_a_reason_is_borne_like_a_drop(serving, waits):
    def bye(server, client, tag, rest):
        client.sendall(b"* BYE Connection closed. 14\r\n")

    _, reader = serving(on={"FETCH BODY": once(bye)})

    assert reader.read().ids == ["1", "2", "3"]


def test_too_many_connections_at_the_login_are_said_with_the_way_out(serving):
    refusal = b"NO [ALERT] Too many simultaneous connections. (Failure)"
    _, reader = serving(on={"LOGIN": tagged(refusal)})

    assert "Too many simultaneous connections" in reader.read().trouble
    assert "try again later" in reader.trouble


def test_an_answer_that_is_no_pause_is_said_and_never_waited_for(serving, waits):
    _, reader = serving(on={"FETCH BODY": tagged(b"NO [SERVERBUG] Internal error")})

    wrong = "answers wrongly while INBOX is read ([SERVERBUG] Internal error)"
    assert wrong in reader.read().trouble
    assert waits == []


def aged(uid: int, day: int, size: int = 2000) -> Held:
    return Held(uid, mail(uid, text="x" * size), date=b"%02d-Nov-2026 08:00:00 +0000" % day)


def test_under_a_daily_budget_the_newest_are_read_first_and_only_they_are_claimed(
    serving, monkeypatch
):
    monkeypatch.setattr("ingest.imap_state.today_utc", lambda: "2026-11-23")
    mails = [aged(uid, uid) for uid in range(1, 10)]
    server, reader = serving(mails, options={"daily_bytes": 5000})

    assert reader.read().ids == ["8", "9"]
    (poll,) = reader.polls
    assert (poll.reads_from_at, poll.newest_item_at, poll.states_its_end_at) == (
        datetime(2026, 11, 7, 8), datetime(2026, 11, 9, 8), None,
    )  # fmt: skip
    assert not reader.trouble

    server.mails.append(aged(10, 10))
    assert reader.read().ids == ["10"], "what is new is read on a spent day as well"
    assert reader.polls[0].reads_from_at == datetime(2026, 11, 7, 8)

    for day in range(24, 30):
        monkeypatch.setattr("ingest.imap_state.today_utc", lambda day=day: f"2026-11-{day}")
        reader.read()
    assert reader.polls[0].reads_from_at is None
    assert reader.cursors["INBOX"]["known"] == "1:10"


def test_a_mail_that_was_not_handed_out_hides_nothing_that_was_read(serving):
    def without_body(server, client, tag, rest):
        return tag + b" OK done\r\n" if b" 5 " in rest else "usual"

    mails = [aged(uid, uid) for uid in range(1, 6)]
    _, reader = serving(mails, options={"daily_bytes": 3000}, on={"FETCH BODY": without_body})

    assert reader.read().ids == ["4"] and reader.outcomes("deferred") == {"not_handed_out": 1}
    assert reader.polls[0].reads_from_at == datetime(2026, 11, 3, 8)
    assert reader.polls[0].states_its_end_at == datetime(2026, 11, 5, 8)


def test_an_old_mail_with_a_high_number_does_not_hide_what_waits_behind_it(
    serving, monkeypatch
):
    monkeypatch.setattr(imap_reconcile, "_SAMPLE", 1)
    mails = [aged(1, 8), aged(2, 2), aged(3, 3), aged(4, 1), aged(5, 9)]
    _, reader = serving(mails, options={"daily_bytes": 3000})

    assert reader.read().ids == ["5"]
    assert reader.polls[0].reads_from_at == datetime(2026, 11, 8, 8)


def test_the_bytes_of_all_folders_count_for_the_account(serving):
    _, reader = serving(
        [aged(uid, uid) for uid in (1, 2)],
        options={"daily_bytes": 5000, "folders": {"INBOX": "inbox", "Sent": "sent"}},
    )

    assert reader.read().ids == ["1", "2"]
    assert [poll.reads_from_at is None for poll in reader.polls] == [True, False]


ALL_MAIL = "[Gmail]/All Mail"
LABELS = {
    "folders": {ALL_MAIL: "archive"},
    "labels": {"INBOX": "inbox", "\\Sent": "sent", "Müller": "replies"},
}


def gmail(*labels: bytes) -> list[Held]:
    return [Held(uid, mail(uid), labels=text) for uid, text in enumerate(labels, start=1)]


def placed(reader: Reader) -> dict[str, set]:
    return {
        item[0].message_id[0]: {(place.folder, place.role) for place in item[1:]}
        for item in reader.items
    }


def test_a_gmail_mail_under_several_labels_is_one_mail_at_several_places(serving):
    _, reader = serving(
        gmail(b'"\\\\Inbox" "\\\\Important"', b"\\Sent", b"", b'"\\\\Inbox" "M&APw-ller"'),
        capabilities=b"IMAP4rev1 X-GM-EXT-1", options=LABELS,
    )  # fmt: skip

    reader.read()

    assert placed(reader) == {
        "1": {("INBOX", "inbox")},
        "2": {("\\Sent", "sent")},
        "3": {(ALL_MAIL, "archive")},
        "4": {("INBOX", "inbox"), ("Müller", "replies")},
    }
    assert {(poll.path, poll.role) for poll in reader.polls} == {
        ("support/INBOX", "inbox"), ("support/\\Sent", "sent"), ("support/Müller", "replies"),
        (f"support/{ALL_MAIL}", "archive"),
    }  # fmt: skip


def test_e46_gmails_drafts_trash_and_spam_are_left_out_by_their_labels(serving):
    _, reader = serving(
        gmail(b'"\\\\Inbox"', b'"\\\\Draft"', b'"\\\\Trash"', b'"\\\\Spam"', b'"\\\\Sent"'),
        capabilities=b"IMAP4rev1 X-GM-EXT-1", options=LABELS,
    )  # fmt: skip

    assert reader.read().ids == ["1", "5"]
    assert reader.outcomes("ignored") == {"draft": 1, "deleted": 1, "junk": 1}


def test_a_place_is_a_folder_or_a_label_and_not_both(serving):
    with pytest.raises(ValueError, match="INBOX stands in both `folders` and `labels`"):
        serving(options={"labels": {"INBOX": "inbox"}})


def test_a_label_that_is_taken_off_ends_the_place_and_a_new_one_begins_it(serving):
    server, reader = serving(
        gmail(b'"\\\\Inbox"', b'"\\\\Inbox"'), capabilities=b"IMAP4rev1 X-GM-EXT-1 CONDSTORE",
        options=LABELS,
    )  # fmt: skip
    modseq = [5]
    usual = server.examined
    server.examined = lambda: usual() + b"* OK [HIGHESTMODSEQ %d] .\r\n" % modseq[0]
    reader.read()

    modseq[0] = 6
    server.mails[1].labels = b'"\\\\Sent"'
    reader.read()

    assert placed(reader) == {"2": {("\\Sent", "sent")}}
    gone = [(c.path, c.location) for batch in reader.batches for c in batch.changes if c.is_gone]
    assert gone == [("support/INBOX", "2")]


def test_the_presets_fill_in_what_a_provider_has_in_common():
    given = {"kind": "imap", "user": "support@nordlicht.example", "folders": {"INBOX": "inbox"},
             "client_id": "an-id", "refresh_token": "env:REFRESH"}  # fmt: skip
    gmail = imap.Options(**given, provider="gmail")
    microsoft = imap.Options(**given, provider="microsoft")

    assert (gmail.host, gmail.auth) == ("imap.gmail.com", "oauth2")
    assert gmail.daily_bytes == 2_000_000_000
    assert microsoft.host == "outlook.office365.com" and microsoft.daily_bytes is None
    for made in (gmail, microsoft):
        assert (made.token_url or "").startswith("https://") and made.scope
    with_password = {**given, "client_id": None, "refresh_token": None, "password": "env:P"}
    assert imap.Options(**with_password, provider="gmail").auth == "password"
    with pytest.raises(ValueError, match='auth = "password" needs password'):
        imap.Options(kind="imap", host="mail.example", user="x", folders={"INBOX": "inbox"})
    assert imap_options.PROVIDERS.keys() == {"gmail", "microsoft"}


def test_a_budget_that_is_none_is_refused_with_what_is_allowed(tmp_path):
    path = tmp_path / "trackrecord.toml"
    path.write_text(
        '[shops.a]\nname = "A"\nzone = "UTC"\n[sources.mail]\nkind = "imap"\nuser = "u"\n'
        'shop = "a"\nhost = "mail.example"\npassword = "env:P"\nfolders = { INBOX = "inbox" }\n'
        "daily_bytes = 0\n"
    )
    with pytest.raises(Misuse) as caught:
        load(path, option_models())
    said = str(caught.value).splitlines()[1:]
    assert said == ["[sources.mail] daily_bytes: 0 is out of range; allowed more than 0"]


def test_a_second_look_within_the_day_asks_for_nothing_old(serving):
    server, reader = serving()
    reader.read()
    before = len(server.commands)

    assert reader.read(NOW + timedelta(hours=1)).read_in_all == 0
    assert "SEARCH" not in server.commands[before:] and "FETCH" not in str(server.commands[before:])
    reader.read(NOW + timedelta(days=2))
    assert "SEARCH" in server.commands[before:]
