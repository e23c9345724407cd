"""Fixtures of the sources' tests: a real mail server, and an account of its own for each test."""

from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from servers import Dovecot


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
