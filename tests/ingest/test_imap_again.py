"""Quarantined mails of an IMAP account, read once more after a fix."""

from dataclasses import replace

from mails import NOW, Reader, mail
from scripted_imap import Held

from ingest.sources import imap


def test_a_refused_mail_that_can_be_read_now_takes_its_old_place(serving):
    mails = [Held(1, mail(1)), Held(2, b"\r\n"), Held(3, mail(3))]
    _, reader = serving(mails)
    reader.read()
    assert reader.ids == ["1", "3"]
    (empty,) = reader.refused
    assert (empty.location, empty.reason) == ("support/INBOX/7/2", "mail.empty")

    mended = replace(empty, payload=mail(2))
    again = list(imap.reread(reader.options, "support", [mended, empty, mended], NOW))

    assert [(batch.place, batch.cursor) for batch in again] == [("", None)] * 3
    assert [len(batch.items) for batch in again] == [1, 0, 1]
    assert again[1].refused == [empty]
    message, place = again[0].items[0]
    assert message.message_id == "2@kunde.example"
    whole = Reader(imap, reader.options)
    mails[1].raw = mail(2)
    seen = {item[0].message_id: item[1] for item in whole.read().items}
    assert (place.path, place.role, place.epoch, place.location) == (
        "support/INBOX", "inbox", "7", "2",
    )  # fmt: skip
    assert replace(seen[message.message_id], mailbox_flags=[]) == place


def test_a_refused_mail_of_a_folder_no_longer_read_stays_refused(serving):
    _, reader = serving([Held(1, b"\r\n")])
    (empty,) = reader.read().refused
    moved = replace(empty, location="support/Old/7/1", payload=mail(1))

    (batch,) = imap.reread(reader.options, "support", [moved], NOW)

    assert batch.items == [] and "no longer among those" in batch.refused[0].detail


def test_the_rules_of_today_hold_for_what_is_read_again(serving):
    _, reader = serving([Held(1, b"\r\n")], options={"addresses": ("other.example",)})
    (empty,) = reader.read().refused

    (batch,) = imap.reread(reader.options, "support", [replace(empty, payload=mail(1))], NOW)

    assert batch.ignored == {"address_not_allowed": 1}


def test_a_refused_gmail_mail_goes_back_under_its_label(serving):
    _, reader = serving(
        [Held(1, b"\r\n", labels=b'"\\\\Inbox"')], capabilities=b"IMAP4rev1 X-GM-EXT-1",
        options={"folders": {"[Gmail]/All Mail": "archive"}, "labels": {"INBOX": "inbox"}},
    )  # fmt: skip
    (empty,) = reader.read().refused
    assert empty.location == "support/INBOX/7/1"

    (batch,) = imap.reread(reader.options, "support", [replace(empty, payload=mail(1))], NOW)

    assert (batch.items[0][1].path, batch.items[0][1].role) == ("support/INBOX", "inbox")
