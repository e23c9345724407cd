"""Blocks of a Postfix log as events; every line gets exactly one outcome."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from ingest.files import LONGEST_LINE
from ingest.log_stamps import Clock
from ingest.postfix_events import TELLING, Events, Line, Unreadable, is_delivery
from ingest.postfix_lines import HEAD, STAMP_AND_HOST, instance_and_program, is_repeated
from sql.raw.facts import MailEvent, Refused
from sql.settings import SourceOptions

_KEPT_OF_A_LINE = 8 << 10
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
    refused: list[Refused] = field(default_factory=list)


@dataclass
class Reader:
    """Reads lines in their order; knows the hosts seen and whose mail may be kept."""

    events: Events
    options: SourceOptions
    only_hosts: Collection[str]  # empty allows all
    hosts: dict[str, list[datetime]]  # each host's oldest and newest line

    def block(self, text: str, clock: Clock, place: str) -> Outcome:
        """All outcomes of a block of whole lines."""
        outcome = Outcome()
        newest: dict[str, str] = {}
        for line in text.split("\n")[:-1]:
            found = HEAD.match(line)
            if not found or len(line) > LONGEST_LINE:
                _headless(line, place, outcome)
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
                outcome.ignored[reason] += 1
            else:
                self._judge(line, (stamp, host, tag, message), clock, place, outcome)
        for host, stamp in newest.items():
            self._see(host, stamp, clock)
        return outcome

    def _judge(
        self, raw: str, parts: tuple[str, str, str, str], clock: Clock, place: str, outcome: Outcome
    ) -> None:
        stamp, host, tag, message = parts
        instance, _, program = tag.rpartition("/")
        try:
            found = self.events.of(Line(_moment(clock, stamp), host, instance, program, message))
        except Unreadable as reason:
            outcome.refused.append(_refusal(raw, place, str(reason)))
            return
        if isinstance(found, MailEvent):
            found = self._wanted(found)
        if isinstance(found, MailEvent):
            outcome.events.append(found)
        else:
            outcome.ignored[found] += 1

    def _wanted(self, event: MailEvent) -> MailEvent | str:
        """The event with teams for staff, or why nothing of it may be kept."""
        if self.options.since and event.event_at < self.options.since:
            return "before_since"
        allowed = self.options.addresses
        people = (event.sender, event.recipient, event.original_recipient)
        if allowed and not any(_is_among(allowed, address) for address in people):
            return "address_not_allowed"
        staff = self.options.staff
        if not staff or staff.keys().isdisjoint(people):
            return event
        sender, recipient, original = (
            f"team:{staff[person]}" if person and person in staff else person for person in people
        )
        return replace(event, sender=sender, recipient=recipient, original_recipient=original)

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


def _headless(line: str, place: str, outcome: Outcome) -> None:
    if not line.strip():
        outcome.ignored["blank"] += 1
    elif len(line) > LONGEST_LINE:
        outcome.refused.append(_refusal(line, place, "log.line_too_long"))
    elif STAMP_AND_HOST.match(line) and "postfix" not in line:
        # "last message repeated 3 times", "-- MARK --": the syslog daemon's own words.
        outcome.ignored["repeated" if "last message repeated" in line else "not_postfix"] += 1
    else:
        outcome.refused.append(_refusal(line, place, "log.unparsed"))


def _refusal(line: str, place: str, reason: str) -> Refused:
    payload = line.encode(errors="surrogateescape")[:_KEPT_OF_A_LINE]
    return Refused(place, reason, _DETAILS[reason], payload)


def _moment(clock: Clock, stamp: str) -> datetime:
    try:
        return clock.utc(stamp)
    except (ValueError, KeyError) as error:
        raise Unreadable("time.invalid") from error


def _is_among(allowed: tuple[str, ...], address: str | None) -> bool:
    return bool(address) and (address in allowed or address.rpartition("@")[2] in allowed)
