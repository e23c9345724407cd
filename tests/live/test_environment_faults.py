"""Faults of disk, handles, network and store are no bad data: nothing of them is quarantined."""

import random
import shutil

import duckdb
import pytest
from faults import Faults, fail_files, fail_sockets, fail_store, os_error
from mails import mail
from servers import deliver
from small_shop import AT, SETTINGS, held, shop_at, small_shop

import ingest.run
from ingest.run import ingest as read_all
from sql.trouble import StoreTrouble, Trouble

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
ERRORS = ("EIO", "EMFILE", "ENOSPC", "ETIMEDOUT")


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """Every run of it is at the same moment."""
    monkeypatch.setattr(ingest.run, "utc_now", lambda: AT)
    return small_shop(tmp_path)


def read(shop):
    """The troubles of one reading; the store may stop everything, then that is the trouble."""
    try:
        return [r.trouble for r in read_all(shop.settings, shop.desk, polled_at=AT) if r.trouble]
    except Trouble as trouble:
        return [str(trouble)]


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
