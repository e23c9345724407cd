"""An account of its own on a real mail server, for each test that asks for one."""

from itertools import count
from types import SimpleNamespace

import pytest
from servers import Dovecot


@pytest.fixture(scope="session")
def mail_server():
    server = Dovecot().start()
    yield SimpleNamespace(server=server, numbers=count(1))
    server.stop()


@pytest.fixture
def mailbox(mail_server, monkeypatch):
    server, user = mail_server.server, f"user{next(mail_server.numbers)}"
    monkeypatch.setenv("MAIL_PASSWORD", server.password)
    server.add_user(user)
    return SimpleNamespace(server=server, user=user, inbox=server.maildir(user))
