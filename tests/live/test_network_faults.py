"""Whatever the network does to a mailbox's connection, what we hold is what the server holds."""

from datetime import datetime

import pytest
from live.fault_proxy import FaultProxy
from mails import mail
from servers import deliver

import ingest.run
from ingest.kinds import option_models
from ingest.run import ingest as read_all
from sql.desk import Desk
from sql.raw.opening import open_store
from sql.settings import load

AT = datetime(2026, 11, 23, 12)
MAILS = 45
SETTINGS = """
data = "data"
[shops.nordlicht]
name = "Nordlicht"
zone = "Europe/Berlin"
[sources.mailbox]
kind = "imap"
shop = "nordlicht"
host = "127.0.0.1"
port = {port}
tls = "none"
user = "{user}"
password = "env:MAIL_PASSWORD"
timeout = "1s"
folders = {{ INBOX = "inbox" }}
"""
# Before the greeting, in the login, in the listing, in mails and between them; beyond 20,000
# bytes of answer stands the end.
CUTS = (0, 40, 300, 900, 1500, 3000, 5001, 7777, 11_003, 15_000, 19_000)
FAULTS = [
    *(("cut", k, 1) for k in CUTS), *(("reset", k, 3) for k in CUTS[::2]),
    *(("garbage", k, 1) for k in CUTS[2:]), ("stall", 0, 1), ("stall", 5000, 1), ("drip", 0, 0),
]  # fmt: skip


@pytest.fixture
def box(tmp_path, mailbox, monkeypatch):
    for number in range(MAILS):
        deliver(mailbox.inbox, f"{number}.m", mail(number, "Hello " * number), "S", AT)
    monkeypatch.setattr("ingest.imap_fetch.BATCH", 10)
    monkeypatch.setattr("ingest.sources.imap._PAUSE_SECONDS", 0)
    monkeypatch.setattr(ingest.run, "utc_now", lambda: AT)
    mailbox.folder = tmp_path
    return mailbox


def read(box, port):
    """One reading over a port; a new port is no new mailbox."""
    path = box.folder / "trackrecord.toml"
    path.write_text(SETTINGS.format(port=port, user=box.user))
    settings = load(path, option_models())
    return read_all(settings, Desk(settings.desk_url), polled_at=AT)[0].trouble, settings


def held(settings):
    with open_store(settings.raw_path) as store:
        return [store.db.execute(query).fetchall() for query in (
            "select * exclude (run_id, batch_id) from raw.messages order by all",
            "select * exclude (run_id, batch_id) from raw.message_locations order by all",
            "select count(*) from raw.quarantine",
            "select cursor from raw.cursors")]  # fmt: skip


def test_after_every_fault_of_the_network_the_store_holds_what_the_server_holds(box):
    trouble, settings = read(box, box.server.port)
    assert trouble is None
    whole = held(settings)
    assert (len(whole[0]), len(whole[1]), whole[2]) == (MAILS, MAILS, [(0,)])

    for fault, k, times in FAULTS:
        settings.raw_path.unlink()
        proxy = FaultProxy(box.server.port, fault, k, times)
        try:
            first, _ = read(box, proxy.port)
            assert held(settings)[2] == [(0,)], f"{fault} after {k} bytes became bad data"
            assert proxy.struck or fault == "drip", f"{fault} after {k} bytes: it never came to it"
            trouble = first
            for _ in range(times):  # no more readings than connections that suffer
                trouble = trouble and read(box, proxy.port)[0]
            assert trouble is None, f"{fault} after {k} bytes: {trouble}"
            read(box, proxy.port)  # what broke three connections was put off until the next time
        finally:
            proxy.close()
        assert held(settings) == whole, f"{fault} after {k} bytes left its mark"
