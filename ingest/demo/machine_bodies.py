"""Read receipts (RFC 8098) and answers to invitations (RFC 5546), as programs send them."""

from random import Random

from .events import Letter
from .mime import Header, Part, mail

RECEIPT = """\
Reporting-UA: desk.example; Mail
Final-Recipient: rfc822; {address}
Original-Message-ID: <{original}>
Disposition: manual-action/MDN-sent-manually; displayed
"""
REPLY = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//desk.example//Calendar//EN
METHOD:REPLY
BEGIN:VEVENT
UID:{original}
DTSTAMP:{at:%Y%m%dT%H%M%SZ}
DTSTART:{at:%Y%m%dT%H0000Z}
ATTENDEE;PARTSTAT=ACCEPTED:mailto:{address}
ORGANIZER:mailto:{to}
END:VEVENT
END:VCALENDAR
"""


def machine_body(headers: list[Header], letter: Letter, text: str, random: Random) -> bytes:
    original = letter.references[-1] if letter.references else letter.message_id
    words = {"address": letter.sender[1], "original": original, "at": letter.at,
             "to": letter.to[1]}  # fmt: skip
    plain = Part("text/plain", text)
    if letter.kind == "calendar":
        part = Part("text/calendar; method=REPLY", REPLY.format(**words), "7bit")
        return mail(headers, [plain, part], random)
    part = Part("message/disposition-notification", RECEIPT.format(**words), "")
    return mail(headers, [plain, part], random, "report; report-type=disposition-notification")
