"""Blocks of an Exim main log as events; every line gets exactly one outcome."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ingest import exim_lines as lines
from ingest.exim_events import Events, Line, Truncated
from ingest.exim_stamps import Clock, OutOfRange
from ingest.files import is_too_long
from ingest.log_refusals import DETAILS, refusals
from ingest.log_walk import Block
from ingest.postfix_allowed import wanted
from sql.raw.facts import MailEvent, Refused
from sql.settings import SourceOptions

_OF_A_MAIL = (  # what else a line with an identifier may say; the first that fits
    (re.compile(r"Completed(?: QT=\S+)?$"), "completed"),
    (re.compile(r"(?:Message is )?[Ff]rozen\b|Unfrozen"), "frozen"),
    (re.compile(r"no immediate delivery"), "queued"),
    (re.compile(r"(?:removed|cancelled) by|Message (?:removed|abandoned)"), "removed"),
    (re.compile(r".*: error ignored$"), "error_ignored"),
    (re.compile(r".*\brejected (?:after|by|during)\b"), "refused_by_us"),
    (re.compile(r"[LS]MTP error|H=\S+ \[|\[\S+\] |Failed to connect|Remote host"), "attempt"),
    (re.compile(r"DKIM: "), "dkim"),
)
_OF_NO_MAIL = (
    (re.compile(r"(?:Start|End) queue run"), "queue_run"),
    (re.compile(r"exim \S+ daemon (?:re)?started|pid \d+: SIG"), "daemon"),
    (re.compile(r"cwd="), "arguments"),
    (re.compile(r".*\brejected\b"), "refused_by_us"),
    (re.compile(r"(?:no MAIL in )?SMTP |Connection |TLS |(?:unexpected )?disconnect|no host name"
                r"|no IP address|H=|unexpected"), "connection"),
)


@dataclass
class Outcome:
    """What became of the lines of a block."""

    events: list[MailEvent] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    bad: list[tuple[int, str]] = field(default_factory=list)  # number of the line, reason
    refused: list[Refused] = field(default_factory=list)


@dataclass
class Reader:
    """Reads lines in their order; knows when the first and the last were written."""

    events: Events
    options: SourceOptions
    seen: list[datetime]  # oldest and newest line; empty where there was none

    def block(self, block: Block) -> Outcome:
        """All outcomes of a block of whole lines."""
        outcome = Outcome()
        texts = block.text.split("\n")[:-1]
        for number, text in enumerate(texts):
            try:
                found = self._line(text, block.clock)
            except ValueError as error:
                outcome.bad.append((number, _reason(error)))
                continue
            if isinstance(found, MailEvent):
                found = wanted(found, self.options)
            if isinstance(found, MailEvent):
                outcome.events.append(found)
            else:
                outcome.ignored[found] += 1
        outcome.refused = list(refusals(block, texts, outcome.bad))
        return outcome

    def _line(self, text: str, clock: Clock) -> MailEvent | str:
        """The event, or why the line is none; ValueError where it cannot be read."""
        found = lines.HEAD.match(text)
        if not found or is_too_long(text):
            return _undated(text)
        stamp, exim_id, rest = found.groups()
        at = clock.utc(stamp)
        self.seen = [min(at, *self.seen[:1]), max(at, *self.seen[1:])] if self.seen else [at, at]
        line = Line(at, exim_id, rest)
        if exim_id and rest[:2] in lines.FLAGS and rest[2:3] == " ":
            return self.events.of(line)
        if lines.CUT_HEAD_OR_FLAG.match(rest):
            raise Truncated
        if not exim_id:
            return self._of_no_mail(line)
        reason = _first(_OF_A_MAIL, rest)
        if reason == "completed":
            self.events.lives.end(exim_id)
        return reason

    def _of_no_mail(self, line: Line) -> MailEvent | str:
        found = lines.refusal_in(line.rest)
        return self.events.refused(line, found) if found else _first(_OF_NO_MAIL, line.rest)


def _undated(text: str) -> str:
    if not text.strip():
        return "blank"
    if is_too_long(text):
        raise ValueError("log.line_too_long")
    for pattern, reason in lines.UNDATED:
        if pattern.match(text):
            return reason
    raise Truncated if lines.CUT_HEAD.match(text) else ValueError("log.unparsed")


def _first(table: Sequence[tuple[re.Pattern, str]], rest: str) -> str:
    return next((reason for pattern, reason in table if pattern.match(rest)), "remark")


def _reason(error: ValueError) -> str:
    if isinstance(error, OutOfRange | Truncated):
        return "log.truncated" if isinstance(error, Truncated) else "time.out_of_range"
    return str(error) if str(error) in DETAILS else "time.invalid"
