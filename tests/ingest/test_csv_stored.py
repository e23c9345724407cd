"""Logs and exports through the real store: each fact once, and every item accounted for."""

from datetime import datetime, timedelta

import pytest

from ingest.run import ingest
from ingest.sources import csv, postfix
from sql.desk import Desk
from sql.raw.opening import open_store
from sql.settings import Settings, Shop

NOW = datetime(2026, 11, 23, 12)
DELIVERY = (
    "2026-11-23T08:00:{second:02}Z mx1 postfix/smtp[9]: AB12{second:02}: to=<k@c.example>, "
    "relay=mx, delay=2, delays=0/0/1/1, dsn=2.0.0, status=sent (250 ok)\n"
)


class House:
    """A shop whose log and orders are read into its store."""

    def __init__(self, folder):
        self.folder = folder
        options = {
            "log": postfix.Options(kind="postfix", files=(str(folder / "*.log"),)),
            "orders": csv.Options(
                kind="csv", shop="nordlicht", table="orders", files=(str(folder / "*.csv"),),
                zone="Europe/Berlin",
            ),
        }
        self.settings = Settings(
            path=folder / "trackrecord.toml", data=folder / "data",
            desk_url=f"sqlite:///{folder}/desk.sqlite", sources=options,
            shops={"nordlicht": Shop(name="Nordlicht", zone="Europe/Berlin")},
        )
        self.desk = Desk(self.settings.desk_url)
        self.write("mail.log", "".join(DELIVERY.format(second=n) for n in range(3)))
        self.write("orders.csv", "order_id,placed_at,total\nC-1,2026-11-20,5\nC-2,2026-11-20,6\n")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def read(self, hours=0):
        """Counts by source."""
        results = ingest(self.settings, self.desk, polled_at=NOW + timedelta(hours=hours))
        assert [result.trouble for result in results] == [None, None]
        return {result.source: +result.counts for result in results}

    def rows(self, sql: str) -> list[tuple]:
        with open_store(self.settings.raw_path) as store:
            return store.db.execute(sql).fetchall()


@pytest.fixture
def house(tmp_path):
    return House(tmp_path)


def test_reading_again_adds_nothing_but_that_we_looked(house):
    assert house.read() == {"log": {"accepted": 3}, "orders": {"accepted": 2}}
    assert house.read(hours=1) == {"log": {}, "orders": {}}

    assert house.rows("select path, max(polled_at) from raw.polls group by path order by path") == [
        ("log/mx1", NOW + timedelta(hours=1)), ("orders", NOW + timedelta(hours=1)),
    ]  # fmt: skip


def test_the_same_log_and_export_under_second_names_are_duplicates(house):
    house.read()
    house.write("copy.log", (house.folder / "mail.log").read_text().replace("Z mx1", "+00:00 mx1"))
    house.write("copy.csv", "order_id,total,placed_at\nC-1,5.00,2026-11-20\nC-2,6,2026-11-20\n")

    again = house.read()

    assert again["log"] == {"duplicate": 3}
    assert house.rows("select count(*) from raw.mail_events") == [(3,)]
    assert again["orders"]["duplicate"] == 2


def test_a_changed_order_adds_a_version_and_the_others_none(house):
    house.read()
    house.write("orders.csv", "order_id,placed_at,total\nC-1,2026-11-20,5\nC-2,2026-11-20,7\n")

    assert house.read()["orders"] == {"accepted": 1, "duplicate": 1}
    assert house.rows("select order_id, total from raw.order_versions order by read_at, 1") == [
        ("C-1", 5.0), ("C-2", 6.0), ("C-2", 7.0),
    ]  # fmt: skip


def test_every_line_and_row_is_accounted_for_by_reason(house):
    house.write("mail.log", DELIVERY.format(second=1) + "what is this\n"
                "2026-11-23T08:00:01Z mx1 dovecot: hello\n")  # fmt: skip
    house.write("orders.csv", "order_id,placed_at\nC-1,2026-11-20\nn/a,2026-11-20\n,\nC-3\n")

    house.read()

    assert house.rows("""
        select source, items_read, accepted, duplicate, quarantined, deferred, ignored
        from raw.runs order by source
    """) == [("log", 3, 1, 0, 1, 0, 1), ("orders", 4, 1, 0, 2, 0, 1)]
    assert house.rows("select source, location, reason from raw.quarantine order by 1, 2") == [
        ("log", f"mail.log byte {len(DELIVERY.format(second=1))}", "log.unparsed"),
        ("orders", "orders.csv line 3", "order.no_id"),
        ("orders", "orders.csv line 5", "csv.too_few_columns"),
    ]  # fmt: skip
