"""A Postfix log, read line by line: when a mail was accepted, and what became of it."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

LINE = re.compile(
    r"^(?:<\d+>)?(?P<at>\d{4}-\d\d-\d\dT\S+|[A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d) (?P<host>\S+) "
    r"(?P<instance>postfix[^/\s]*)/(?:\S+/)?(?P<daemon>[a-z-]+)\[\d+\]: "
    r"(?P<queue_id>[0-9A-Za-z]+): (?P<rest>.*)$"
)
MESSAGE_ID = re.compile(r"^message-id=(<[^<>\s]+>)")
DELIVERY = re.compile(
    r"^to=<(?P<to>[^>]*)>,(?: orig_to=<(?P<orig>[^>]*)>,)?.*"
    r"dsn=(?P<dsn>[\d.]+), status=(?P<state>\w+)"
)


@dataclass
class Log:
    """What all log files together say, by Message-ID."""

    accepted_at: dict[str, datetime] = field(default_factory=dict)
    deliveries: list[tuple[datetime, str, str, str, str]] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)


def read_logs(files: list[Path], zone: str, until: datetime) -> Log:
    log = Log()
    in_queue: dict[tuple[str, str, str], str] = {}
    for at, host, instance, queue_id, rest in entries(files, zone, until):
        if at > until:
            break
        log.times.append(at)
        place = (host, instance, queue_id)
        if named := MESSAGE_ID.match(rest):
            in_queue[place] = named[1]
            log.accepted_at.setdefault(named[1], at)
        elif (told := DELIVERY.match(rest)) and place in in_queue:
            recipient = (told["orig"] or told["to"]).lower()
            log.deliveries.append((at, in_queue[place], recipient, told["state"], told["dsn"]))
        elif rest == "removed":
            in_queue.pop(place, None)
    return log


def entries(
    files: list[Path], zone: str, until: datetime
) -> Iterator[tuple[datetime, str, str, str, str]]:
    """All log lines about a queued mail, oldest first."""
    found = []
    for path in files:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", errors="replace") as lines:
            previous = None
            for line in lines:
                match = LINE.match(line.rstrip("\n"))
                if match and line.endswith("\n"):
                    previous = moment(match["at"], ZoneInfo(zone), until, previous)
                    rest = (match["host"], match["instance"], match["queue_id"], match["rest"])
                    found.append((previous, *rest))
    # A stable sort: lines of one second keep the order in which they were written.
    return iter(sorted(found, key=lambda entry: entry[0]))


def moment(text: str, zone: ZoneInfo, until: datetime, previous: datetime | None) -> datetime:
    if text[0].isdigit():
        return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)
    # The old form names no year: it is the newest year that does not lie ahead of the reading.
    local = datetime.strptime(f"2000 {text}", "%Y %b %d %H:%M:%S").replace(year=until.year)
    if local > until + timedelta(days=2):
        local = local.replace(year=until.year - 1)
    first, second = (
        local.replace(tzinfo=zone, fold=fold).astimezone(UTC).replace(tzinfo=None)
        for fold in (0, 1)
    )
    # In the hour that the clock repeats, a line that would go back in time is its second pass.
    return second if previous and first < previous - timedelta(minutes=5) else first
