"""Blocks of a Postfix log as events; every line gets exactly one outcome."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from operator import itemgetter

from ingest.files import LONGEST_LINE, is_too_long
from ingest.log_refusals import refusals
from ingest.log_stamps import Clock
from ingest.log_walk import Block
from ingest.postfix_events import Events, Unreadable
from ingest.postfix_lines import LINE, repetitions, why_ignored
from ingest.postfix_origins import Origins
from sql.raw.columns import Columns
from sql.raw.facts import MailEvent, Refused

_HEADLESS = ("", "", "", "")
_writer, _said = itemgetter(1), itemgetter(3)
Row = tuple[str, str, str, str]  # as LINE gives it: stamp, "host tag", name, what is said


@dataclass
class Outcome:
    """What became of lines."""

    events: Columns = field(default_factory=lambda: Columns(MailEvent))
    ignored: Counter[str] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)


class Reader:
    """Reads lines in their order; knows the hosts seen."""

    def __init__(self, events: Events, origins: Origins, hosts: dict[str, list[datetime]]):
        self.events, self._origins = events, origins
        self.hosts = hosts  # of each the oldest and the newest line

    def block(self, block: Block, outcome: Outcome) -> None:
        """Adds the outcome of each line of a block of whole lines."""
        rows: list[Row] = LINE.findall(block.text)
        if _holds_long_line(block.text):
            rows = [_HEADLESS if is_too_long(line) else row
                    for row, line in zip(rows, block.text.split("\n"), strict=False)]  # fmt: skip
        writers = Counter(map(_writer, rows))
        headless = writers.pop("", 0)
        ignored: Counter[str] = Counter()
        for writer, count in writers.items():
            origin = self._origins[writer]
            ignored[origin.ignored_as or origin.program] += count
        hosts = {host for host in map(_host, writers) if self._origins.is_allowed(host)}
        bad = self._judge(rows, hosts, block.clock, ignored)
        outcome.events.add(self.events.rows)
        self.events.rows.clear()
        if headless or bad:
            lines = block.text.split("\n")
            for number, row in enumerate(rows):
                if not row[1]:
                    _headless(number, lines[number], ignored, bad)
            outcome.refused += refusals(block, lines, sorted(bad))
        outcome.ignored += ignored

    def _judge(
        self, rows: list[Row], hosts: set[str], clock: Clock, ignored: Counter[str]
    ) -> list[tuple[int, str]]:
        """Rows that tell of a mail are no longer ignored. Gives the bad ones with the reason."""
        bad: list[tuple[int, str]] = []
        tell, origins = self.events.tell, self._origins
        # The clock must see the stamps in their order: the first of each host in its turn.
        firsts = _firsts(rows, hosts)
        for begin, end in pairwise([*firsts.values(), len(rows)]):
            self._see(_host(rows[begin][1]), rows[begin][0], clock)
            for row in filter(_said, rows[begin:end]):
                stamp, writer, name, said = row
                origin = origins[writer]
                if origin.ignored_as:
                    continue
                try:
                    reason = tell(clock, stamp, origin, name, said)
                except Unreadable as error:
                    number = next(n for n, other in enumerate(rows) if other is row)
                    bad.append((number, str(error)))
                    reason = None
                if reason != origin.program:
                    ignored[origin.program] -= 1
                    if reason:
                        ignored[reason] += repetitions(name) if reason == "repeated" else 1
        lasts = _firsts(rows[::-1], hosts)
        for host in firsts:
            self._see(host, rows[-1 - lasts[host]][0], clock)
        return bad

    def _see(self, host: str, stamp: str, clock: Clock) -> None:
        try:
            at = clock.utc(stamp)
        except (ValueError, KeyError):
            return
        oldest, newest = self.hosts.get(host, (at, at))
        self.hosts[host] = [min(oldest, at), max(newest, at)]


def _host(writer: str) -> str:
    return writer.partition(" ")[0]


def _firsts(rows: Sequence[Row], hosts: Collection[str]) -> dict[str, int]:
    """Where each host's first row stands."""
    found: dict[str, int] = {}
    for number, row in enumerate(rows):
        if len(found) == len(hosts):
            break
        host = _host(row[1])
        if host in hosts and host not in found:
            found[host] = number
    return found


def _holds_long_line(text: str) -> bool:
    """Perhaps: there is a window of text without any line end."""
    step = LONGEST_LINE // 8
    return any(text.find("\n", at, at + step) < 0 for at in range(0, len(text), step))


def _headless(number: int, line: str, ignored: Counter[str], bad: list[tuple[int, str]]) -> None:
    if is_too_long(line):
        bad.append((number, "log.line_too_long"))
    elif found := why_ignored(line):
        ignored[found[0]] += found[1]
    else:
        bad.append((number, "log.unparsed"))
