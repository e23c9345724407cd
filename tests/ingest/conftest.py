"""Fixtures of the sources' tests: a real mail server, and an account of its own for each test."""

from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from imap_readers import scripted_options
from mails import Reader, mail
from scripted_imap import Held, Scripted
from servers import Dovecot
from shopify_reading import Reading

from ingest.sources import imap


@dataclass
class Mailbox:
    """An account on a running server."""

    server: Dovecot
    user: str

    @property
    def inbox(self) -> Path:
        return self.server.maildir(self.user)

    def add_folder(self, name: str) -> Path:
        return self.server.add_folder(name, self.user)


@pytest.fixture(scope="session")
def dovecot():
    server = Dovecot().start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def user_numbers():
    return count(1)


@pytest.fixture
def mailbox(dovecot, user_numbers, monkeypatch) -> Mailbox:
    monkeypatch.setenv("MAIL_PASSWORD", dovecot.password)
    user = f"user{next(user_numbers)}"
    dovecot.add_user(user)
    return Mailbox(dovecot, user)


@pytest.fixture
def own_server(monkeypatch):
    """A server for tests that start it themselves, in their own way."""
    server = Dovecot()
    monkeypatch.setenv("MAIL_PASSWORD", server.password)
    yield Mailbox(server, "support")
    server.stop()


@pytest.fixture
def serving(monkeypatch):
    """Starts a scripted server, with mails 1, 2 and 3 if no others, and a reader of it."""
    monkeypatch.setenv("MAIL_PASSWORD", "open sesame")
    monkeypatch.setattr(imap, "_PAUSE_SECONDS", 0.01)
    servers = []

    def start(mails=None, **more) -> tuple[Scripted, Reader]:
        options = more.pop("options", {})
        mails = [Held(uid, mail(uid)) for uid in (1, 2, 3)] if mails is None else mails
        servers.append(Scripted(mails, **more))
        return servers[-1], Reader(imap, scripted_options(servers[-1], **options))

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def shop_reading(tmp_path, monkeypatch):
    """Starts a scripted Shopify for a shop, and a store that reads it."""
    made = []

    def start(shop, server=None, **more) -> Reading:
        made.append(Reading(tmp_path, monkeypatch, shop, server, **more))
        return made[-1]

    yield start
    for one in made:
        one.server.close()
