"""The grammar of Exim's main log: dated lines, and those that say what became of a mail."""

import re
from dataclasses import dataclass
from typing import NamedTuple

# An identifier is 6-6-2 characters, since Exim 4.97 6-11-4.
_ID = r"[0-9A-Za-z]{6}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4})"
HEAD = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?(?: [+-]\d{4})?) (?:\[\d+\] )?"
    rf"(?:({_ID})(?: |$))?(.*)",
    re.DOTALL,
)
CUT_HEAD = re.compile(r"\d{1,4}(?:-[\d :.+-]*)?(?:\[\d*\]?)?$")
CUT_HEAD_OR_FLAG = re.compile(  # and perhaps the next line behind it
    r"(?:[0-9A-Za-z]{1,6}(?:-[0-9A-Za-z]{0,11}(?:-[0-9A-Za-z]{0,4})?)?|[-=*<>(]{0,2} ?)"
    r"(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d.*)?$", re.DOTALL)
UNDATED = (  # what Exim itself writes below a dated line, in the main log or the reject log
    (re.compile(r"\s"), "continuation"),
    (re.compile(r"Envelope-(?:from|to): <|[A-Z*] [!-9;-~]+:|-{20,}$"), "rejected_header"),
)

_MAILBOX = r'(?:"(?:[^"\\]|\\.)*"@[^<>\s]*|[^<>]*)'
_GOES_ON = r"(?= (?:F=<|Q=|P=<|R=|T=|routing defer \(|defer \()|:(?: |$)|$)"
_PARENTS = r"(?: \([^()]*\))?"
_PLAIN = re.compile(rf"(\S+?){_PARENTS}(?: <({_MAILBOX})>)?{_GOES_ON}")
# Local parts are written without their quotes, commands and files with their spaces.
_SPACED = re.compile(rf"(.+?){_PARENTS} <({_MAILBOX})>{_GOES_ON}")

_TAKEN = re.compile(r'(?:<=|\(=) (<>|"(?:[^"\\]|\\.)*"@\S+|\S+)(?= )')
# A writer that died leaves half a line, and the next one goes on right behind it.
_GLUED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_TAIL = re.compile(r' T="| from <| for ')
_NAMED = re.compile(r".* S=\d+(?: [^ ]+)*? id\*?=(\S+)")
_DEFER = re.compile(r" defer \((-?\d+)\)(.*)$", re.DOTALL)
_HOST = re.compile(r" H=(\S+) \[([0-9A-Fa-f.:]+)\](?::(\d+))?")
_TRANSPORT = re.compile(r" T=(\S+?)(?=[ :]|$)")
_CONFIRMED = re.compile(r' C="((?:[^"\\]|\\.)*)"')
_TOOK = re.compile(r" DT=[\d.ywdhms]+$")
_ON_QUEUE = re.compile(r" QT=((?:\d+(?:\.\d+)?[ywdhms])+)")
_REFUSED = re.compile(
    rf"(?:^| )F=<({_MAILBOX})> (?:\w+=\S+ )*rejected RCPT <?({_MAILBOX})>?(?:: (.*))?$", re.DOTALL)
_SECONDS = {"y": 31536000, "w": 604800, "d": 86400, "h": 3600, "m": 60, "s": 1}

DELIVERED, SUPPRESSED, DEFERRED, FAILED = ("=>", "->", ">>"), "*>", "==", "**"
FLAGS = ("<=", "(=", *DELIVERED, SUPPRESSED, DEFERRED, FAILED)


class Taken(NamedTuple):
    """An arrival; the null sender is empty text."""

    sender: str
    message_id: str | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a delivery line says, as it says it."""

    flag: str
    address: str  # as delivered to: also a command, a file or a local part alone
    original: str | None
    transport: str | None
    host: str | None  # as NAME[IP] or NAME[IP]:PORT
    delay_seconds: float | None
    text: str | None  # the remote server's confirmation, or the reason


class Refusal(NamedTuple):
    """A recipient that was refused while the mail was handed over."""

    sender: str
    recipient: str
    text: str | None


def taken_in(rest: str) -> Taken | None:
    found = _TAKEN.match(rest)
    fields = rest[found.end():] if found else ""
    if not found or " P=" not in fields or " S=" not in fields:
        return None
    # Subject and recipients come last, and may say anything.
    fields = _TAIL.split(fields, maxsplit=1)[0]
    if _GLUED.search(found[1] + fields):
        return None
    named = _NAMED.match(fields)
    return Taken("" if found[1] == "<>" else found[1], named[1] if named else None)


def attempt_in(rest: str) -> Attempt | None:
    flag, line = rest[:2], rest[3:]
    found = _PLAIN.match(line)
    if not found or "@" not in found[1] and found[2] is None:
        found = _SPACED.match(line) or found
    told = _told(flag, line[found.end():]) if found else None
    if not found or told is None or _GLUED.search(found[0]) or _GLUED.search(told[0]):
        return None
    fields, text = told
    host, transport, queued = (
        pattern.search(fields) for pattern in (_HOST, _TRANSPORT, _ON_QUEUE))
    return Attempt(
        flag, found[1], found[2], transport[1] if transport else None,
        f"{host[1]}[{host[2]}]" + (f":{host[3]}" if host[3] else "") if host else None,
        _seconds(queued[1]) if queued else None, text,
    )  # fmt: skip


def _told(flag: str, fields: str) -> tuple[str, str | None] | None:
    """The fields, and what was said beside them; None where the line breaks off before that."""
    if flag == DEFERRED:
        found = _DEFER.search(fields)
        return (fields[:found.end(1) + 1] + found[2].partition(": ")[0],
                _reason(found[2])) if found else None
    if flag == FAILED:
        return (fields.partition(": ")[0], _reason(fields)) if fields.strip() else None
    if " R=" not in fields and " T=" not in fields:
        return None
    said = _CONFIRMED.search(fields)
    plain = fields[:said.start()] + fields[said.end():] if said else fields
    return plain, re.sub(r"\\(.)", r"\1", said[1]) if said else None


def _reason(fields: str) -> str | None:
    return _TOOK.sub("", fields.partition(": ")[2]).strip() or None


def refusal_in(rest: str) -> Refusal | None:
    found = _REFUSED.search(rest)
    return Refusal(*found.groups()) if found and "@" in found[2] else None


def _seconds(text: str) -> float:
    return sum(float(number) * _SECONDS[unit]
               for number, unit in re.findall(r"([\d.]+)([ywdhms])", text))
