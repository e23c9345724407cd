"""Blocks of a Postfix log as events; every line gets exactly one outcome."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ingest.files import LONGEST_LINE, is_too_long
from ingest.log_stamps import Clock
from ingest.log_walk import Block
from ingest.postfix_allowed import wanted
from ingest.postfix_events import TELLING, Events, Line, Unreadable, is_delivery
from ingest.postfix_lines import (
    HEAD,
    STAMP_AND_HOST,
    instance_and_program,
    is_repeated,
    repetitions,
)
from sql.raw.facts import MailEvent, Refused
from sql.settings import SourceOptions

_KEPT_OF_A_LINE = LONGEST_LINE + 1  # one that is longer stays too long when it is read again
_DETAILS = {
    "log.unparsed": "no readable line of a mail log",
    "log.truncated": "the line breaks off before it says what became of the mail",
    "log.line_too_long": "longer than 64 KiB",
    "time.invalid": "no such date or time",
}


@dataclass
class Outcome:
    """What became of the lines of a block."""

    events: list[MailEvent] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    bad: list[tuple[int, str]] = field(default_factory=list)  # number of the line, reason
    refused: list[Refused] = field(default_factory=list)


@dataclass
class Reader:
    """Reads lines in their order; knows the hosts seen and whose mail may be kept."""

    events: Events
    options: SourceOptions
    only_hosts: Collection[str]  # empty allows all
    hosts: dict[str, list[datetime]]  # each host's oldest and newest line

    def block(self, block: Block) -> Outcome:
        """All outcomes of a block of whole lines."""
        outcome = Outcome()
        newest: dict[str, str] = {}
        clock, lines = block.clock, block.text.split("\n")[:-1]
        for number, line in enumerate(lines):
            found = HEAD.match(line)
            if not found or is_too_long(line):
                _headless(number, line, outcome)
                continue
            stamp, host, tag, message = found.groups()
            if self.only_hosts and host not in self.only_hosts:
                outcome.ignored["host_not_allowed"] += 1
                continue
            if host not in newest:
                self._see(host, stamp, clock)
            newest[host] = stamp
            reason = _reason_to_ignore(tag, message)
            if reason:
                outcome.ignored[reason] += repetitions(message) if reason == "repeated" else 1
            else:
                self._judge(number, (stamp, host, tag, message), clock, outcome)
        for host, stamp in newest.items():
            self._see(host, stamp, clock)
        outcome.refused = list(_refusals(block, lines, outcome.bad))
        return outcome

    def _judge(
        self, number: int, parts: tuple[str, str, str, str], clock: Clock, outcome: Outcome
    ) -> None:
        stamp, host, tag, message = parts
        instance, _, program = tag.rpartition("/")
        try:
            found = self.events.of(Line(_moment(clock, stamp), host, instance, program, message))
        except Unreadable as reason:
            outcome.bad.append((number, str(reason)))
            return
        if isinstance(found, MailEvent):
            found = wanted(found, self.options)
        if isinstance(found, MailEvent):
            outcome.events.append(found)
        else:
            outcome.ignored[found] += 1

    def _see(self, host: str, stamp: str, clock: Clock) -> None:
        try:
            at = clock.utc(stamp)
        except (ValueError, KeyError):
            return
        oldest, newest = self.hosts.get(host, (at, at))
        self.hosts[host] = [min(oldest, at), max(newest, at)]


def _reason_to_ignore(tag: str, message: str) -> str | None:
    """Most lines say nothing of a mail's fate; they are told apart before any time is read."""
    origin = instance_and_program(tag)
    if origin is None:
        return "not_postfix"
    if is_repeated(message):
        return "repeated"
    return None if origin[1] in TELLING or is_delivery(message) else origin[1]


def _headless(number: int, line: str, outcome: Outcome) -> None:
    if not line.strip():
        outcome.ignored["blank"] += 1
    elif is_too_long(line):
        outcome.bad.append((number, "log.line_too_long"))
    elif line.startswith("-- ") or STAMP_AND_HOST.match(line) and "postfix" not in line:
        # "last message repeated 3 times", "-- MARK --", "-- Boot ...": the daemon's own words.
        times = repetitions(line.partition(" last ")[2])
        outcome.ignored["repeated" if times else "not_postfix"] += times or 1
    else:
        outcome.bad.append((number, "log.unparsed"))


def _refusals(
    block: Block, lines: Sequence[str], bad: Sequence[tuple[int, str]]
) -> Iterator[Refused]:
    """Bad lines with their place, counted in bytes from the start of the file."""
    at, done = block.start, 0
    for number, reason in bad:
        at += sum(len(line.encode(errors="surrogateescape")) + 1 for line in lines[done:number])
        done = number
        payload = lines[number].encode(errors="surrogateescape")[:_KEPT_OF_A_LINE]
        yield Refused(f"{block.file_name} byte {at}", reason, _DETAILS[reason], payload)


def _moment(clock: Clock, stamp: str) -> datetime:
    try:
        return clock.utc(stamp)
    except (ValueError, KeyError) as error:
        raise Unreadable("time.invalid") from error
