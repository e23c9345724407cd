"""Fixtures of the sources' tests: a real mail server."""

import pytest
from servers import Dovecot


@pytest.fixture
def dovecot(monkeypatch):
    """Dovecot with one user, not yet started: mails may be put into its Maildirs before."""
    server = Dovecot()
    monkeypatch.setenv("MAIL_PASSWORD", server.password)
    yield server
    server.stop()
