"""Every open test mail against its expected fields; where we differ, the reason stands here."""

import json
import re
from datetime import UTC, datetime

from testdata import messages_of, needed_set

from ingest.mail import Unreadable, read_mail
from ingest.mail_times import Times

FIELDS = ("subject", "from", "from_name", "to", "reply_to", "date", "text")
ENCLOSED = "their text holds that of enclosed mails and delivery reports; ours is the mail's own"
DROPPED = "they drop bytes outside the stated charset; we read them"
GARBAGE = "they lose every header after a line that is none"
DIFFERENCES = {
    ("attachment_2_base64.eml", "text"): ENCLOSED,
    ("attachment_8bit.eml", "text"): ENCLOSED,
    ("attachment_emails/attachment_message_rfc822.eml", "text"): ENCLOSED,
    ("mime_emails/raw_email_with_mimepart_without_content_type.eml", "text"): ENCLOSED,
    ("multipart_report_emails/multi_address_bounce1.eml", "text"): ENCLOSED,
    ("multipart_report_emails/multi_address_bounce2.eml", "text"): ENCLOSED,
    ("multipart_report_emails/multipart_report_multiple_status.eml", "text"): ENCLOSED,
    ("error_emails/content_transfer_encoding_plain.eml", "text"): DROPPED,
    ("error_emails/invalid_subject_characters.eml", "subject"): DROPPED,
    ("plain_emails/raw_email6.eml", "text"): DROPPED,
    ("error_emails/content_transfer_encoding_7-bit.eml", "text"): "UTF-8 under a wrong label",
    ("mime_emails/raw_email4.eml", "text"): "they keep a broken boundary line as text",
    ("plain_emails/raw_email_incorrect_header.eml", "subject"): GARBAGE,
    ("plain_emails/raw_email_incorrect_header.eml", "from"): GARBAGE,
    ("plain_emails/raw_email_incorrect_header.eml", "from_name"): GARBAGE,
    ("plain_emails/raw_email_incorrect_header.eml", "to"): GARBAGE,
    ("plain_emails/raw_email_incorrect_header.eml", "date"): GARBAGE,
    ("plain_emails/raw_email_incorrect_header.eml", "text"): GARBAGE,
    ("rfc2822/example13.eml", "subject"): GARBAGE,
    ("rfc2822/example13.eml", "text"): GARBAGE,
    ("error_emails/missing_body.eml", "to"): "theirs are no addresses: '' and '@mailman...'",
    ("mime_emails/raw_email11.eml", "to"): "theirs is '': an address without a domain",
    ("plain_emails/mix_caps_content_type.eml", "from"): "theirs holds the display name",
    ("plain_emails/raw_email_with_at_display_name.eml", "to"): "they take a name for an address",
    ("rfc2822/example10.eml", "from_name"): "they count comments into the name",
    ("rfc2822/example14.eml", "subject"): "they drop the space before an encoded word",
}


def words(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip()


def utc(text: str | None) -> datetime | None:
    moment = datetime.fromisoformat(text) if text else None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment and moment.tzinfo else moment


def as_expected(mail: dict) -> dict:
    recipients = [address.lower() for address in mail["to"] + mail["cc"]]
    return {
        "subject": words(mail["subject"]),
        "from": mail["from"].lower(),
        "from_name": mail["from_name"] or "",
        "to": list(dict.fromkeys(recipients)),
        "reply_to": mail["reply_to"][0].lower() if mail["reply_to"] else "",
        "date": utc(mail["date"]),
        "text": words(mail["text"]),
    }


def as_read(raw: bytes) -> dict:
    read = read_mail(raw, Times(file_at=datetime(2026, 11, 23)))
    assert not isinstance(read, Unreadable)
    message = read[0]
    return {
        "subject": words(message.subject),
        "from": message.from_address or "",
        "from_name": message.from_name or "",
        "to": message.to_addresses,
        "reply_to": message.reply_to_address or "",
        "date": message.sent_at,
        "text": words(message.text),
    }


def test_mails_read_as_expected_wherever_the_expectation_is_a_fact():
    expected = json.loads((needed_set("mime") / "expected.json").read_text())
    found = {}
    for name, raw in messages_of("mime"):
        ours, theirs = as_read(raw), as_expected(expected[name])
        if not theirs["text"]:
            theirs["text"] = ours["text"]  # they keep HTML apart; ours is what a person sees
        for field in FIELDS:
            if ours[field] != theirs[field]:
                found[name.removeprefix("messages/"), field] = (ours[field], theirs[field])

    assert found.keys() == DIFFERENCES.keys(), {
        key: found.get(key, "agrees now") for key in found.keys() ^ DIFFERENCES.keys()
    }
