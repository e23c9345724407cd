"""Following mailboxes: a mail that comes while we wait is stored without anybody asking."""

import signal
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

import pytest
from imap_readers import scripted_options, served_options
from mails import Reader, mail
from scripted_imap import Held, Scripted
from servers import Proxy, deliver, wait_for

from ingest import follow, imap_wait
from ingest.kinds import option_models
from ingest.sources import imap
from sql.desk import Desk
from sql.settings import load

SOON_SECONDS = 60  # only how long a broken test takes


@pytest.fixture
def shop(mailbox, tmp_path) -> Path:
    path = tmp_path / "trackrecord.toml"
    path.write_text(f"""
[shops.a]
name = "A"
zone = "UTC"
[sources.support]
kind = "imap"
host = "127.0.0.1"
port = {mailbox.server.tls_port}
user = "{mailbox.user}"
password = "env:MAIL_PASSWORD"
ca = "{mailbox.server.ca}"
folders = {{ INBOX = "inbox" }}
""")
    return path


def test_a_mail_that_comes_while_we_follow_is_stored_and_a_signal_ends_it(mailbox, shop, tmp_path):
    deliver(mailbox.inbox, "1.mail", mail(1))
    program, said = Path(sys.executable).with_name("trackrecord"), tmp_path / "said"
    with said.open("w") as told:
        following = subprocess.Popen(
            [sys.executable, program, "ingest", "--follow", "--settings", shop], stderr=told
        )
    try:
        wait_for(lambda: said.read_text().count("1 accepted") == 1, "the first mail", SOON_SECONDS)
        deliver(mailbox.inbox, "2.mail", mail(2))
        wait_for(lambda: said.read_text().count("1 accepted") == 2, "the new mail", SOON_SECONDS)
        following.send_signal(signal.SIGTERM)
        assert following.wait(SOON_SECONDS) == 0
    finally:
        following.kill()
    assert "error" not in said.read_text()


def test_a_connection_that_breaks_while_we_wait_is_made_again_soon(mailbox, shop, monkeypatch):
    monkeypatch.setattr(follow, "REST_SECONDS", 0)
    monkeypatch.setattr(follow, "AGAIN_SECONDS", 0.05)
    monkeypatch.setattr(imap, "wait_for_news", lambda *_, **__: False)
    settings, said = load(shop, option_models()), []

    def say(results):
        said.extend(result.trouble for result in results)
        if len(said) == 2:
            signal.raise_signal(signal.SIGTERM)

    too_late = threading.Timer(SOON_SECONDS, signal.raise_signal, [signal.SIGTERM])
    too_late.start()
    try:
        follow.follow(settings, Desk(settings.desk_url), (), say, 10 * SOON_SECONDS)
    finally:
        too_late.cancel()
    assert said == [None, None]


def test_a_server_that_hangs_up_while_we_wait_is_noticed_at_once(own_server):
    own_server.server.start()
    waited = []
    options = served_options(own_server)
    reader = Reader(imap, options).read()
    waiting = threading.Thread(target=lambda: waited.append(
        imap.wait_for_news(options, "support", 2 * SOON_SECONDS, reader.cursors)))
    waiting.start()
    wait_for(lambda: own_server.server.log().count("Login: ") >= 2, "the wait's login")

    own_server.server.end()

    waiting.join(SOON_SECONDS / 2)
    assert not waiting.is_alive() and waited == [False]


def test_waiting_over_idle_ends_with_the_news_and_alters_nothing(mailbox, monkeypatch):
    monkeypatch.setattr(imap_wait, "LOOK_SECONDS", 10 * SOON_SECONDS)
    deliver(mailbox.inbox, "1.mail", mail(1))
    proxy = Proxy(mailbox.server.port)
    reader = Reader(imap, served_options(mailbox, port=proxy.port, tls="none")).read()
    proxy.sent.clear()
    postman = threading.Timer(
        1.0, lambda: deliver(mailbox.inbox, "2.mail", mail(2), at=datetime(2026, 11, 2))
    )
    postman.start()

    assert imap.wait_for_news(reader.options, "support", SOON_SECONDS, reader.cursors)

    proxy.close()
    lines = [line.split(" ") for line in proxy.sent.decode().splitlines()]
    commands = {line[1] if len(line) > 1 else line[0] for line in lines}
    assert commands <= {"CAPABILITY", "LOGIN", "EXAMINE", "IDLE", "DONE", "LOGOUT"}
    assert "IDLE" in commands
    assert proxy.sent.count(b"EXAMINE") == 1, "told, not looked for"
    assert reader.read().ids == ["2"]


@pytest.fixture
def plain(monkeypatch):
    monkeypatch.setenv("MAIL_PASSWORD", "open sesame")
    monkeypatch.setattr(imap_wait, "LOOK_SECONDS", 0.05)
    server = Scripted([Held(1, mail(1))])
    yield server, Reader(imap, scripted_options(server)).read()
    server.close()


def test_a_server_without_idle_is_asked_again_until_something_came(plain):
    server, reader = plain
    assert not imap.wait_for_news(reader.options, "support", 0.3, reader.cursors)
    assert "NOOP" in server.commands and "IDLE" not in server.commands

    server.mails.append(Held(2, mail(2)))

    assert imap.wait_for_news(reader.options, "support", SOON_SECONDS, reader.cursors)


def test_what_came_before_the_wait_began_is_news_at_once_and_a_fault_is_none(plain):
    server, reader = plain
    server.mails.clear()
    server.uidnext = 2
    assert imap.wait_for_news(reader.options, "support", SOON_SECONDS, reader.cursors)

    server.on["LOGIN"] = lambda s, client, tag, rest: tag + b" NO [AUTHENTICATIONFAILED] no\r\n"
    assert not imap.wait_for_news(reader.options, "support", SOON_SECONDS, reader.cursors)


def test_waiting_stops_when_it_is_over(plain):
    _, reader = plain
    assert not imap.wait_for_news(
        reader.options, "support", SOON_SECONDS, reader.cursors, is_over=lambda: True
    )
