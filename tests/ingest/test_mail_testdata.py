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


NOT_RFC_3464 = """lhost-postfix-07 lhost-postfix-34 lhost-postfix-49 lhost-postfix-50
    lhost-postfix-75 lhost-exim-38 lhost-exim-41 lhost-exim-52 rfc3464-04 rfc3464-06 rfc3464-34
    rfc3464-37 rfc3464-38 rfc3464-39""".split()  # free text without a delivery-status part
QUOTED = "the report quotes the remote server's reply; they leave it out"
BOUNCE_DIFFERENCES = {
    "lhost-postfix-38": QUOTED,
    "lhost-postfix-60": QUOTED,
    "rfc3464-01": QUOTED,
    "rfc3464-36": QUOTED,
    "lhost-exim-32": QUOTED,
    "lhost-postfix-64": "its delivery-status part names no recipient",
    "rfc3464-35": "its delivery-status part stands behind an indented boundary, as text",
    "rfc3464-28": "the file holds two mails one after the other; the second is the first's text",
    "lhost-exim-03": "the header names another recipient than the text",
    "lhost-exim-04": "the header names another recipient than the text",
}


def test_delivery_reports_give_each_recipient_with_status_and_reply():
    expected = json.loads((needed_set("bounces") / "expected.json").read_text())
    different = set()
    for name, raw in messages_of("bounces"):
        _, *bounces = read_mail(raw, Times())
        ours = [(bounce.status, bounce.reply_code or "") for bounce in bounces]
        theirs = [(row["status"], row["reply_code"]) for row in expected[name]]
        if not same_codes(ours, theirs):
            different.add(name.removeprefix("messages/").removesuffix(".eml"))

    assert different == {*NOT_RFC_3464, *BOUNCE_DIFFERENCES}


def same_codes(ours: list, theirs: list) -> bool:
    """Alike in number, reply and status; of a status they made up (x.0.9nn) nothing is asked."""
    made_up = re.compile(r"\d\.0\.9\d\d")
    return len(ours) == len(theirs) and all(
        our[1] == their[1] and (our[0] == their[0] or made_up.fullmatch(their[0]))
        for our, their in zip(ours, theirs, strict=True)
    )


NO_ORIGINAL_ID = {  # what these reports enclose of the failed mail has no Message-ID
    "lhost-postfix-01", "lhost-postfix-02", "lhost-postfix-30", "lhost-postfix-77",
    "lhost-exim-07", "rfc3464-36", "rfc3464-42",
}  # fmt: skip


def test_failed_recipients_are_named_and_lead_to_the_mail_that_failed():
    reports = {name: read_mail(raw, Times())[1:] for name, raw in messages_of("bounces")}

    assert all(bounce.recipient for bounces in reports.values() for bounce in bounces)
    without_mail = {
        name.removeprefix("messages/").removesuffix(".eml")
        for name, bounces in reports.items()
        if any(bounce.original_message_id is None for bounce in bounces)
    }
    assert without_mail == NO_ORIGINAL_ID
