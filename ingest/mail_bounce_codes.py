"""The codes in what a mail server said: enhanced status (RFC 3463) and SMTP reply."""

import re
from dataclasses import dataclass

LONGEST = 2_000  # characters of a diagnostic that are kept and looked at
# Subjects have one digit; neither an address such as 5.9.12.3 nor a version such as 4.92.3 is one.
_STATUS = re.compile(r"(?<![\d.])([245]\.\d\.\d{1,3})(?![\d.]{0,9}\d)")
_REPLY = re.compile(r"(?:^|[\s;:('\"#])([45][0-5]\d)(?=[\s\-#;:,.)'\"]|$)")
_ACCEPTED = re.compile(r"(?:^|[\s;:(])(2[0-5]\d)(?=[\s\-;]|$)")


@dataclass(frozen=True)
class Told:
    """What a report says of one recipient."""

    recipient: str | None
    action: str
    status: str | None
    reply_code: str | None = None
    diagnostic: str | None = None


def told(recipient: str | None, action: str, stated: str, words: str) -> Told:
    """`stated` is what the report calls the status, `words` what it quotes."""
    words = " ".join(words[:LONGEST].split())
    reply = reply_code_in(words)
    return Told(recipient, action, status_of(stated, words, reply), reply, words or None)


def status_of(stated: str, words: str, reply: str | None) -> str | None:
    """The enhanced status; one that says nothing (5.0.0) gives way to the remote server's own."""
    said, quoted = _STATUS.search(stated), _STATUS.findall(words)
    if said is None:  # a transcript quotes what went well, too
        failed = [one for one in quoted if reply is None or one[0] == reply[0]]
        return next(iter(failed or quoted), None)
    if said[1].endswith(".0.0"):
        return next((one for one in quoted if one[0] == said[1][0]), said[1])
    return said[1]


def reply_code_in(text: str) -> str | None:
    found = _REPLY.search(text) or _ACCEPTED.search(text)
    return found[1] if found else None
