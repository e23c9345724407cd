"""The grammar of Postfix's log: the syslog head, and the lines that say what became of a mail."""

import re

# Programs that come with Postfix; whatever else writes into the log is not ours to read.
PROGRAMS = frozenset(
    "anvil bounce cleanup defer discard dnsblog error flush lmtp local master nqmgr oqmgr pickup"
    " pipe postalias postcat postconf postdrop postfix postfix-script postfix-tlsproxy postkick"
    " postlock postlog postlogd postmap postmulti postqueue postscreen postsuper proxymap qmgr"
    " qmqpd relay retry scache sendmail showq smtp smtpd spawn tlsmgr tlsproxy trace"
    " trivial-rewrite verify virtual".split()
)

_STAMP = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})"
    r"|[A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2}"
)
_HEAD = rf"(?:<[0-9]{{1,3}}>)?({_STAMP}) (\S+ [^\s:\[\]]++)(?:\[[0-9]++\])?+: "
# Matches every line, whatever it holds, and so gives a row for each: stamp, host and tag; of a line
# that may tell of a mail also what stands before its first colon, and what is said after it.
LINE = re.compile(
    rf"(?:{_HEAD}(?:(message repeated [0-9]+ times|[^: \n]++): ([tmfr[].*+))?+)?+.*+\n", re.ASCII
)
_STAMP_AND_HOST = re.compile(rf"(?:<[0-9]{{1,3}}>)?(?:{_STAMP}) \S+", re.ASCII)

_ADDRESS = r'(?:<("(?:[^"\\]|\\.)*"@[^>]*|[^>]*)>|([^\s,]+))'
DELIVERY = re.compile(
    rf"to={_ADDRESS}, (?:orig_to={_ADDRESS}, )?relay=([^,]*),"
    r" (?:(?!delay=)[\w-]+=[^,]*, )*delay=([^,]+), (?:(?!dsn=)[\w-]+=[^,]*, )*dsn=([\d.]+),"
    r" status=([\w-]+)( \(.*+|\s*+$)",
    re.DOTALL,
)
QUEUED = re.compile(
    r"from=<([^>]*+|.*)>, (?:size=\d+, nrcpt=\d+ |(status=)(?:force-)?expired)[^>]*+$"
)
_STATED = re.compile(r" status=[\w-]+ \(")
_REPEATED = re.compile(r"(?:last )?message repeated (\d{1,6}) times?")
_REPLY_CODE = re.compile(r"(?:^|said: |refused to talk to me: )([245]\d\d)(?=[ -]|$)")

# How Postfix words an outcome, and ours. A soft bounce is tried again: it is a deferral.
OUTCOMES = {
    "sent": "sent", "deferred": "deferred", "bounced": "bounced", "expired": "expired",
    "SOFTBOUNCE": "deferred", "softbounce": "deferred",
}  # fmt: skip
PROBES = ("deliverable", "undeliverable")


def why_ignored(line: str) -> tuple[str, int] | None:
    """The daemon's own words are no line of a program; None for what nobody can read.

    The reason, and how many lines it stands for.
    """
    if not line.strip():
        return "blank", 1
    # "last message repeated 3 times", "-- MARK --", "-- Boot ..."
    if line.startswith("-- ") or _STAMP_AND_HOST.match(line) and "postfix" not in line:
        times = repetitions(line[line.find("last message repeated"):])
        return ("repeated", times) if times else ("not_postfix", 1)
    return None


def is_queue_id(text: str) -> bool:
    return 5 <= len(text) <= 24 and text.isalnum() and text.isascii()


def is_glued(said: str) -> bool:
    """A writer that was stopped left half a line, and the next one went on right behind it."""
    return said.find(": to=", 1, said.find(" status=")) > 0


def is_cut(said: str) -> bool:
    """It does not come to what its status is, or to why."""
    return is_glued(said) or not _STATED.match(said, said.find(" status="))


def repetitions(said: str) -> int:
    """How often the line before was written again."""
    found = _REPEATED.match(said)
    return int(found[1]) if found else 0


def bare_message_id(value: str) -> str:
    """Without < >; an empty Message-ID is empty text."""
    value = value.strip()
    return value[1:-1] if value[:1] == "<" and value[-1:] == ">" else value


def reply_in(rest: str) -> str | None:
    """What stands in parentheses behind the status; a cut line may have lost the last one."""
    return rest.rstrip()[2:].removesuffix(")") if rest.startswith(" (") else None


def reply_code_in(reply: str | None) -> str | None:
    found = _REPLY_CODE.search(reply) if reply else None
    return found[1] if found else None


def seconds_in(delay: str) -> float | None:
    try:
        return float(delay)
    except ValueError:
        return None
