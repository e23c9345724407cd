"""Faults of disk, handles, network and store are no bad data: nothing of them is quarantined."""

import random
import shutil
from datetime import datetime
from types import SimpleNamespace

import duckdb
import pytest
from faults import Faults, fail_files, fail_sockets, fail_store, os_error
from mails import mail
from servers import deliver, make_maildir

import ingest.run
from ingest.kinds import option_models
from ingest.run import ingest as read_all
from sql.desk import Desk
from sql.raw.opening import open_store
from sql.settings import load
from sql.trouble import StoreTrouble, Trouble

AT = datetime(2026, 11, 23, 12)
SETTINGS = """
data = "data"
[shops.nordlicht]
name = "Nordlicht"
zone = "Europe/Berlin"
[sources.log]
kind = "postfix"
files = ["in/mail.log*"]
zone = "Europe/Berlin"
[sources.mails]
kind = "maildir"
shop = "nordlicht"
folder = "in/mails"
folders = { "." = "inbox" }
[sources.orders]
kind = "csv"
shop = "nordlicht"
table = "orders"
files = ["in/orders.csv"]
zone = "UTC"
"""
MAILBOX = """
[sources.mailbox]
kind = "imap"
shop = "nordlicht"
host = "localhost"
port = {port}
user = "{user}"
password = "env:MAIL_PASSWORD"
ca = "{ca}"
timeout = "2s"
folders = {{ INBOX = "inbox" }}
"""
LINE = ("Nov 23 10:00:{n:02} mx1 postfix/smtp[9]: 4A1B{n}: to=<kim@c.example>, relay=a[1],"
        " delay=1, dsn=2.0.0, status=sent (250 ok)\n")
BAD_LINE = "Nov 23 10:01:00 mx1 postfix/smtp[9]: 4A1B2: to=<kim@c.example>, relay=a[1]\n"
ERRORS = ("EIO", "EMFILE", "ENOSPC", "ETIMEDOUT")
ROWS = ("messages", "message_locations", "mail_events", "order_versions")


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A small shop with one bad item in each source; every run is at the same moment."""
    inputs = tmp_path / "in"
    make_maildir(inputs / "mails")
    lines = [LINE.format(n=n) for n in range(6)]
    (inputs / "mail.log").write_text("".join([*lines[:3], BAD_LINE, *lines[3:]]))
    (inputs / "orders.csv").write_text(
        "order_id,placed_at\nC-1,2026-11-20 10:00\nC-2,yesterday\nC-3,2026-11-20 12:00\n")
    for number in (1, 2, 3):
        raw = b"" if number == 2 else mail(number)
        deliver(inputs / "mails", f"{number}.m", raw, "S", AT)
    (tmp_path / "trackrecord.toml").write_text(SETTINGS)
    monkeypatch.setattr(ingest.run, "utc_now", lambda: AT)
    return shop_at(tmp_path)


def shop_at(folder):
    settings = load(folder / "trackrecord.toml", option_models())
    return SimpleNamespace(folder=folder, settings=settings, inputs=folder / "in",
                           desk=Desk(f"sqlite:///{folder}/desk.sqlite"))


def read(shop):
    """The troubles of one reading; the store may stop everything, then that is the trouble."""
    try:
        return [r.trouble for r in read_all(shop.settings, shop.desk, polled_at=AT) if r.trouble]
    except Trouble as trouble:
        return [str(trouble)]


def held(shop):
    with open_store(shop.settings.raw_path) as store:
        rows = {table: store.db.execute(f"""select * exclude (run_id, batch_id)
            from raw.{table} order by all""").fetchall() for table in ROWS}
        bad = store.db.execute("""select source, location, reason from raw.quarantine
            order by all""").fetchall()
        wrong = store.db.execute("""select count(*) from raw.runs where items_read <>
            accepted + duplicate + quarantined + deferred + ignored""").fetchall()
    assert wrong == [(0,)]
    return rows, bad


def test_a_fault_of_any_operation_on_a_file_becomes_no_fault_of_the_data(shop, monkeypatch):
    assert read(shop) == []
    rows, bad = held(shop)
    assert len(bad) == 3
    shutil.rmtree(shop.settings.data)
    counted = Faults(0, OSError())
    with monkeypatch.context() as patch:
        fail_files(patch, shop.inputs, counted)
        assert read(shop) == []
    assert counted.calls > 40, "the layer stands where the program reads"

    for n in range(1, counted.calls + 1):
        shutil.rmtree(shop.settings.data)
        with monkeypatch.context() as patch:
            fail_files(patch, shop.inputs, Faults(n, os_error(ERRORS[n % len(ERRORS)])))
            troubles = read(shop)
        seen, refused = held(shop)
        assert set(refused) <= set(bad), f"operation {n} became a fault of the data"
        assert troubles or (seen, refused) == (rows, bad), f"operation {n} was passed over"
        assert read(shop) == []
        assert held(shop) == (rows, bad), f"operation {n} left its mark"


def test_a_fault_of_any_statement_to_the_store_stops_everything_and_leaves_no_mark(
    shop, monkeypatch
):
    assert read(shop) == []
    whole = held(shop)
    shutil.rmtree(shop.settings.data)
    counted = Faults(0, OSError())
    with monkeypatch.context() as patch:
        fail_store(patch, counted)
        assert read(shop) == []
    assert counted.calls > 80

    for n in sorted(random.Random(7).sample(range(1, counted.calls + 1), 24)):
        shutil.rmtree(shop.settings.data)
        with monkeypatch.context() as patch:
            fail_store(patch, Faults(n, duckdb.IOException("No space left on device")))
            with pytest.raises(Trouble) as stopped:
                read_all(shop.settings, shop.desk, polled_at=AT)
        assert isinstance(stopped.value, StoreTrouble) or "cannot be opened" in str(stopped.value)
        assert read(shop) == []
        assert held(shop) == whole, f"statement {n} left its mark"


def test_a_fault_of_any_reading_from_the_network_loses_and_doubles_no_mail(
    shop, mailbox, monkeypatch
):
    for number in range(1, 42):
        raw = b"\n\nno header at all\n" if number == 20 else mail(number)
        deliver(mailbox.inbox, f"{number}.m", raw, "S", AT)
    add_mailbox(shop, mailbox)
    monkeypatch.setattr("ingest.imap_fetch.BATCH", 10)
    monkeypatch.setattr("ingest.sources.imap._PAUSE_SECONDS", 0)
    shop = shop_at(shop.folder)
    counted = Faults(0, OSError())
    with monkeypatch.context() as patch:
        fail_sockets(patch, counted)
        assert read(shop) == []
    whole = held(shop)
    assert len(whole[1]) == 4 and len(whole[0]["messages"]) == 40  # two lie in both

    for n in range(1, counted.calls + 1):
        shutil.rmtree(shop.settings.data)
        with monkeypatch.context() as patch:
            fail_sockets(patch, Faults(n, os_error("ETIMEDOUT")))
            read(shop)
        assert set(held(shop)[1]) <= set(whole[1])
        assert read(shop) == []
        assert held(shop) == whole, f"reading {n} left its mark"


def add_mailbox(shop, mailbox):
    path = shop.folder / "trackrecord.toml"
    more = MAILBOX.format(port=mailbox.server.tls_port, user=mailbox.user, ca=mailbox.server.ca)
    path.write_text(SETTINGS + more)
