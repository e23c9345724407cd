"""Bad surroundings by their id: full and read-only disks, second instances, old and new stores."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

import duckdb
import pytest
from mails import mail
from servers import deliver, make_maildir

import ingest.run
import sql.raw.migrate
from ingest.kinds import option_models
from ingest.run import ingest as read_all
from sql.build import build
from sql.desk import Desk
from sql.lock import only_writer
from sql.raw.migrate import FOLDER
from sql.raw.opening import open_store
from sql.readers import newest
from sql.settings import load
from sql.trouble import Trouble

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 11, 22, 17)
SETTINGS = """
data = "data"
desk_url = "sqlite:///{folder}/desk.sqlite"
[shops.nordlicht]
name = "Nordlicht"
zone = "Europe/Berlin"
domains = ["nordlicht.example"]
[sources.mails]
kind = "maildir"
shop = "nordlicht"
folder = "mails"
folders = {{ "." = "inbox" }}
quiet_after = "1d"
"""


@pytest.fixture
def shop(tmp_path):
    """A shop with one Maildir; its desk lies on another disk than its data."""
    make_maildir(tmp_path / "mails")
    (tmp_path / "trackrecord.toml").write_text(SETTINGS.format(folder=tmp_path))
    return tmp_path


def command(folder, *arguments, **how):
    """`trackrecord` in a process of its own, as a person runs it."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | how.pop("env", {})
    program = [sys.executable, "-c", "import trackrecord; trackrecord.main()", *arguments,
               "--settings", str(folder / "trackrecord.toml")]
    done = subprocess.run(program, capture_output=True, text=True, check=False,
                          **{"cwd": folder, "env": environment} | how)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def settings_of(folder):
    return load(folder / "trackrecord.toml", option_models())


def messages(folder):
    with open_store(settings_of(folder).raw_path) as store:
        return store.db.execute("""select count(*), count(distinct message_key),
            (select count(*) from raw.quarantine) from raw.messages""").fetchall()[0]


@contextmanager
def small_disk(place: Path, options: str):
    """A disk of its own at `place`, for as long as the test runs."""
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], check=False,
                             capture_output=True, text=True)
    if mounted.returncode != 0:
        assert os.environ.get("CI") != "true", f"CI mounts a small disk: {mounted.stderr}"
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.strip()}")
    try:
        yield lambda more: subprocess.run(["mount", "-o", f"remount,{more}", place], check=True)
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def test_c10_a_full_disk_stops_cleanly_and_is_resumed_where_it_was_left(shop):
    for number in range(900):
        deliver(shop / "mails", f"{number}.m", mail(number, os.urandom(3000).hex()), "S", AT)
    with small_disk(shop / "data", "size=4m") as resized:
        full = command(shop, "ingest")
        assert full.returncode == 1
        assert "make room or mend the disk" in full.stderr
        assert messages(shop)[2] == 0, "a full disk is no fault of a mail"
        resized("size=64m")
        assert command(shop, "ingest").returncode == 0
        assert messages(shop) == (900, 900, 0)


@pytest.mark.parametrize("options", ["ro,size=8m", "nr_inodes=1,size=8m"], ids=["ro", "inodes"])
def test_c10_a_disk_that_takes_no_file_is_told_and_taken_up_later(shop, options):
    deliver(shop / "mails", "1.m", mail(1), "S", AT)
    with small_disk(shop / "data", options) as remounted:
        for verb in ("ingest", "build"):
            told = command(shop, verb)
            assert told.returncode == 1
            assert "disk" in told.stderr and len(told.stderr.strip().splitlines()) == 1
        remounted("rw,nr_inodes=1000,size=64m")
        assert command(shop, "ingest").returncode == 0
        assert command(shop, "build").returncode == 0
        assert messages(shop) == (1, 1, 0)


def test_c11_a_second_instance_names_the_process_that_holds_the_lock(shop):
    settings = settings_of(shop)
    desk, held_by_us = Desk(settings.desk_url), f"process {os.getpid()} is reading or building"
    with only_writer(shop / "data"):
        second = command(shop, "ingest")
        for start in (read_all, build, ingest.run.replay):
            with pytest.raises(Trouble, match=held_by_us):
                start(settings, desk)
    assert second.returncode == 1
    assert held_by_us in second.stderr
    assert read_all(settings, desk)[0].trouble is None


def test_c11_a_lock_of_a_dead_process_holds_nobody_up(shop):
    (shop / "data").mkdir()
    (shop / "data/writer.lock").write_text("4711")
    assert command(shop, "ingest").returncode == 0


def test_c12_a_store_of_a_newer_program_is_refused_and_left_as_it_is(shop):
    path = settings_of(shop).raw_path
    with open_store(path) as store:
        store.db.execute("insert into schema_version values (99, 'from_the_future.sql')")
    before = path.read_bytes()
    for verb in ("ingest", "build"):
        told = command(shop, verb)
        assert told.returncode == 1
        assert "schema version 99" in told.stderr and "install the newer" in told.stderr
    assert path.read_bytes() == before


@pytest.fixture
def old_store(shop):
    """A store as the first program wrote it, with a mail and a refused one."""
    path = settings_of(shop).raw_path
    path.parent.mkdir()
    with duckdb.connect() as db:
        db.execute(f"attach '{path}' as store")
        db.execute("use store")
        db.execute("create table schema_version (version integer, file varchar)")
        db.execute((FOLDER / "001_first.sql").read_text())
        db.execute("insert into schema_version values (1, '001_first.sql')")
        db.execute("insert into raw.messages (message_key, source) values ('m1', 'mails')")
        db.execute("""insert into raw.quarantine values ('r1', 'mails', 'mails/./7.m',
            'mail.empty', '', ''::blob, '2026-11-01', '2026-12-01', null)""")
    return path


def test_c12_an_older_store_is_copied_before_it_is_brought_up(shop, old_store):
    assert command(shop, "ingest").returncode == 0

    (copy,) = old_store.parent.glob("raw-before-*.duckdb")
    assert copy.stat().st_mode & 0o077 == 0
    with duckdb.connect(str(copy), read_only=True) as db:
        assert db.execute("select max(version) from schema_version").fetchall() == [(1,)]
        assert db.execute("select message_key from raw.messages").fetchall() == [("m1",)]
    with open_store(old_store) as store:
        assert store.db.execute("select message_key from raw.messages").fetchall() == [("m1",)]
        ((key, digest),) = store.db.execute(
            "select quarantine_key, payload_hash from raw.quarantine").fetchall()
        assert len(key) == 32 and digest.startswith("e3b0c442")
    assert list(old_store.parent.glob("*.tmp*")) == []


def test_c12_a_migration_that_fails_leaves_the_old_store_and_its_copy(
    shop, old_store, tmp_path, monkeypatch
):
    migrations = tmp_path / "migrations"
    shutil.copytree(FOLDER, migrations)
    (migrations / "099_broken.sql").write_text("alter table raw.messages drop column subject; nope")
    monkeypatch.setattr(sql.raw.migrate, "FOLDER", migrations)

    with pytest.raises(duckdb.Error), open_store(old_store):
        pass

    with duckdb.connect() as db:
        for path in (old_store, *old_store.parent.glob("raw-before-*.duckdb")):
            db.execute(f"attach '{path}' as held (read_only)")
            assert db.execute("select subject from held.raw.messages").fetchall() == [(None,)]
            db.execute("detach held")


JUMPS = {"back": timedelta(hours=-1), "forward": timedelta(days=366)}


@pytest.mark.parametrize("jump", JUMPS)
def test_c13_a_clock_that_jumps_while_we_read_doubles_and_loses_nothing(shop, jump, monkeypatch):
    for number in range(30):
        deliver(shop / "mails", f"{number}.m", mail(number), "S", AT)
    monkeypatch.setattr("ingest.sources.maildir.BATCH", 5)
    moments = cycle([AT, AT, AT + JUMPS[jump]])
    monkeypatch.setattr(ingest.run, "utc_now", lambda: next(moments))
    settings = settings_of(shop)
    for _ in range(3):
        (result,) = read_all(settings, Desk(settings.desk_url))
        assert result.trouble is None
    assert messages(shop) == (30, 30, 0)


def test_c13_what_a_clock_ahead_said_is_taken_back_once_it_is_right(shop, monkeypatch):
    """A look dated next year would hide every true one until then."""
    settings = settings_of(shop)
    desk = Desk(settings.desk_url)
    deliver(shop / "mails", "1.m", mail(1, Date="Sun, 22 Nov 2026 16:00:00 +0000"), "S",
            AT - timedelta(hours=1))
    for moment in (AT, AT + JUMPS["forward"], AT + timedelta(minutes=10)):
        monkeypatch.setattr(ingest.run, "utc_now", lambda moment=moment: moment)
        read_all(settings, desk)
        build(settings, desk)
    rows = newest(settings.data).rows(
        "select polled_at, read_until, is_stale from metrics.sources")
    now = AT + timedelta(minutes=10)
    assert rows == [(now, now, False)]


PLAIN_C = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "HOME": ""}
ODD = {
    "umask, plain C, far zone": {
        "umask": 0, "env": PLAIN_C | {"TZ": "Pacific/Kiritimati"}, "cwd": "/"},
    "odd zone": {"env": {"TZ": "Mars/Olympus+99"}},
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A small demo shop's inputs, and what is made of them in usual surroundings."""
    from ingest.demo import make

    folder = tmp_path_factory.mktemp("odd") / "shop"
    make(folder, 20, 2, 5, AT)
    (folder / "data/customer.key").write_text("c" * 64)
    return folder, judged(folder)


def judged(folder, **how):
    for verb in ("ingest", "build"):
        done = command(folder, verb, **how)
        assert done.returncode == 0, done.stderr
    data = folder / "data"
    loose = [path.name for path in data.rglob("*") if path.is_file()
             and path.name != "customer.key" and path.stat().st_mode & 0o077]
    assert loose == []
    with open_store(data / "raw.duckdb") as store:
        raw = [store.db.execute(f"""select count(*), bit_xor(hash(t)) from (
            select * exclude (run_id, batch_id, read_at) from raw.{table}) as t""").fetchall()
            for table in ("messages", "message_locations", "mail_events", "order_versions")]
    facts = newest(data).rows("""select order_id, verdict, placed_at, confirmed_at
        from facts.order_confirmations order by all""")
    return raw, facts


@pytest.mark.parametrize("name", ODD)
def test_c17_in_odd_surroundings_the_result_is_the_same(demo, name):
    folder, usual = demo
    shutil.rmtree(folder / "data")
    (folder / "data").mkdir()
    (folder / "data/customer.key").write_text("c" * 64)
    assert usual[1], "there is something to compare"

    assert judged(folder, **ODD[name]) == usual


def test_c09_a_certificate_that_nobody_vouches_for_is_refused_until_its_authority_is_named(
    shop, mailbox
):
    deliver(mailbox.inbox, "1.m", mail(1), "S", AT)
    path = shop / "trackrecord.toml"
    text = path.read_text().replace("sources.mails", "sources.files") + f"""
[sources.support]
kind = "imap"
shop = "nordlicht"
host = "localhost"
port = {mailbox.server.tls_port}
user = "{mailbox.user}"
password = "env:MAIL_PASSWORD"
folders = {{ INBOX = "inbox" }}
"""
    path.write_text(text)
    refused = command(shop, "ingest", "support")
    assert refused.returncode == 1 and "certificate that is not trusted" in refused.stderr
    assert messages(shop) == (0, 0, 0)
    path.write_text(text + f'ca = "{mailbox.server.ca}"\n')
    assert command(shop, "ingest", "support").returncode == 0
    assert messages(shop) == (1, 1, 0)
