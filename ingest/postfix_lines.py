"""The grammar of Postfix's log: the syslog head, and the lines that say what became of a mail."""

import re
from dataclasses import dataclass
from functools import lru_cache

# Programs that come with Postfix; whatever else writes into the log is not ours to read.
PROGRAMS = frozenset(
    "anvil bounce cleanup defer discard dnsblog error flush lmtp local master nqmgr oqmgr pickup"
    " pipe postalias postcat postconf postdrop postfix postfix-script postfix-tlsproxy postkick"
    " postlock postlog postlogd postmap postmulti postqueue postscreen postsuper proxymap qmgr"
    " qmqpd relay retry scache sendmail showq smtp smtpd spawn tlsmgr tlsproxy trace"
    " trivial-rewrite verify virtual".split()
)

HEAD = re.compile(
    r"(?:<\d{1,3}>)?"
    r"([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d"
    r"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))"
    r" (\S+) ([^\s:\[\]]+)(?:\[\d+\])?: (.*)",
    re.DOTALL,
)
STAMP_AND_HOST = re.compile(HEAD.pattern.rpartition(r" ([^\s:")[0])
QUEUE_ID = re.compile(r"[0-9A-Za-z]{5,24}$")

_ADDRESS = r'(?:<("(?:[^"\\]|\\.)*"@[^>]*|[^>]*)>|([^\s,]+))'
_DELIVERY = re.compile(
    rf"([0-9A-Za-z]{{5,24}}): to={_ADDRESS}, (?:orig_to={_ADDRESS}, )?relay=([^,]*),"
    r" (?:(?!delay=)[\w-]+=[^,]*, )*delay=([^,]+), (?:(?!dsn=)[\w-]+=[^,]*, )*dsn=([\d.]+),"
    r" status=([\w-]+)(?: \((.*?)\)?)?\s*$",
    re.DOTALL,
)
_QUEUED = re.compile(r"from=<(.*)>, (?:size=\d+, nrcpt=\d+ |(status=)(?:force-)?expired)")
_STATED = re.compile(r" status=[\w-]+ \(")
_REPEATED = re.compile(r"message repeated (\d{1,6}) times?")
_REPLY_CODE = re.compile(r"(?:^|said: |refused to talk to me: )([245]\d\d)(?=[ -]|$)")

# How Postfix words an outcome, and ours. A soft bounce is tried again: it is a deferral.
OUTCOMES = {
    "sent": "sent", "deferred": "deferred", "bounced": "bounced", "expired": "expired",
    "SOFTBOUNCE": "deferred", "softbounce": "deferred",
}  # fmt: skip
PROBES = ("deliverable", "undeliverable")


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a delivery line says, as it says it."""

    queue_id: str
    recipient: str
    original_recipient: str | None
    relay: str
    delay_seconds: float
    dsn: str
    status: str
    reply: str | None


@lru_cache(maxsize=4096)
def instance_and_program(tag: str) -> tuple[str, str] | None:
    """`postfix-out/smtp` apart; None for a program that is not Postfix's."""
    instance, slash, program = tag.rpartition("/")
    return (instance, program) if slash and program in PROGRAMS else None


def is_cut(message: str) -> bool:
    """A writer that was stopped leaves half a line; the next one may go on right behind it."""
    return _is_glued(message) or not _STATED.match(message, message.find(" status="))


def _is_glued(message: str) -> bool:
    return message.find(": to=", 26, message.find(" status=")) > 0


def delivery_in(message: str) -> Delivery | None:
    found = _DELIVERY.match(message)
    if not found or _is_glued(message):
        return None
    queue_id, to, bare_to, original, bare_original, relay, delay, dsn, status, reply = (
        found.groups())  # fmt: skip
    try:
        seconds = float(delay)
    except ValueError:
        return None
    return Delivery(
        queue_id, bare_to if to is None else to, bare_original if original is None else original,
        relay, seconds, dsn, status, reply,
    )  # fmt: skip


def is_repeated(message: str) -> bool:
    """The syslog daemon says the line before once more: nothing happened that was not told."""
    return repetitions(message) > 0 and ": [" in message


def repetitions(message: str) -> int:
    """How often the line before was written again."""
    found = _REPEATED.match(message)
    return int(found[1]) if found else 0


def message_id_in(message: str) -> tuple[str, str] | None:
    """Queue id and Message-ID of cleanup's line; an empty Message-ID is empty text."""
    queue_id, found, value = message.partition(": message-id=")
    if not found or not QUEUE_ID.match(queue_id):
        return None
    value = value.strip()
    return queue_id, value[1:-1] if value[:1] == "<" and value[-1:] == ">" else value


def queued_in(message: str) -> tuple[str, str, bool] | None:
    """Queue id, sender, and whether qmgr gave the mail up."""
    queue_id, _, rest = message.partition(": ")
    found = _QUEUED.match(rest)
    return (queue_id, found[1], found[2] is not None) if found else None


def removed_in(message: str) -> str | None:
    queue_id, found, rest = message.partition(": removed")
    return queue_id if found and not rest.strip() and QUEUE_ID.match(queue_id) else None


def reply_code_in(reply: str | None) -> str | None:
    found = _REPLY_CODE.search(reply) if reply else None
    return found[1] if found else None
