"""Log files with something bad between good lines, read by the run loop into a real store."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import ingest.run
from ingest.kinds import kinds
from sql.desk import Desk
from sql.raw.opening import open_store

NOW = datetime(2026, 11, 23, 12)
START = datetime(2026, 11, 23, 6, tzinfo=UTC)


@dataclass
class Run:
    """A run as the store keeps it; every line of it has exactly one outcome."""

    accepted: int
    duplicate: int
    ignored: Counter[str]
    deferred: Counter[str]
    quarantined: list[tuple[str, str, bytes]]  # location, reason, payload
    trouble: str | None
    holes: list[str]

    @property
    def reasons(self) -> list[str]:
        return [reason for _, reason, _ in self.quarantined]


class Logs:
    """A source `log` over FOLDER/mail.log*, and the warehouse behind it."""

    def __init__(self, warehouse, kind: str = "postfix", **options):
        self.folder: Path = warehouse.settings.data.parent / "logs"
        self.folder.mkdir()
        self.log = self.folder / "mail.log"
        chosen = {"kind": kind, "zone": "UTC", "files": (f"{self.folder}/mail.log*",), **options}
        source = kinds()[kind].Options(**chosen)
        self.warehouse = warehouse
        warehouse.settings = warehouse.settings.model_copy(update={"sources": {"log": source}})
        self.written = 0

    def good(self, count: int = 1) -> str:
        """The next delivery lines, one a second, each of a mail of its own."""
        lines = [good_line(number) for number in range(self.written, self.written + count)]
        self.written += count
        return "".join(lines)

    def write(self, *texts: str | bytes, name: str = "mail.log") -> "Logs":
        with (self.folder / name).open("ab") as file:
            for text in texts:
                file.write(text.encode() if isinstance(text, str) else text)
        return self

    def read(self, now: datetime = NOW) -> Run:
        settings = self.warehouse.settings
        desk = Desk(settings.desk_url)
        (result,) = ingest.run.ingest(settings, desk, polled_at=now)
        desk.close()
        with open_store(settings.raw_path) as store:
            run = stored_run(store.db)
        assert run.trouble == result.trouble
        return run

    def held(self, columns: str = "queue_id") -> list:
        """The events that the store holds, in the order of their time."""
        with open_store(self.warehouse.settings.raw_path) as store:
            rows = store.db.execute(
                f"select {columns} from raw.mail_events order by event_at, rowid").fetchall()
        return [row[0] if len(row) == 1 else row for row in rows]

    def has_all_good(self) -> bool:
        """Each good line is held once, and nothing else is."""
        return sorted(self.held()) == [queue_id(number) for number in range(self.written)]


def stored_run(db) -> Run:
    (row,) = db.execute("""select run_id, items_read, accepted, duplicate, quarantined, deferred,
        ignored, error from raw.runs order by started_at desc, rowid desc limit 1""").fetchall()
    run_id, read, accepted, duplicate, *rest, error = row
    assert read == accepted + duplicate + sum(rest), "every line has exactly one outcome"
    counts: dict[str, Counter[str]] = {"ignored": Counter(), "deferred": Counter()}
    for outcome, reason, items in db.execute(
            "select outcome, reason, items from raw.counts where run_id = ?", [run_id]).fetchall():
        counts.setdefault(outcome, Counter())[reason] += items
    bad = db.execute("""select location, reason, payload from raw.quarantine where run_id = ?
        order by rowid""", [run_id]).fetchall()
    assert rest == [len(bad), counts["deferred"].total(), counts["ignored"].total()]
    holes = db.execute("""select distinct unnest(holes) from raw.polls where run_id = ?
        order by 1""", [run_id]).fetchall()
    return Run(accepted, duplicate, counts["ignored"], counts["deferred"], bad, error,
               [hole for (hole,) in holes])


def queue_id(number: int) -> str:
    return f"AB{number:05}"


def good_line(number: int) -> str:
    at = START + timedelta(seconds=number)
    return (
        f"{at.isoformat()} mx1 postfix/smtp[9]: {queue_id(number)}: to=<k{number}@c.example>, "
        "relay=mx[192.0.2.4]:25, delay=2, delays=0/0/1/1, dsn=2.0.0, status=sent (250 ok)\n"
    )
