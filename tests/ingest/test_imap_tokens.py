"""Mailboxes by access token: renewed when it must be, never lost, never told to anybody."""

import stat
from types import SimpleNamespace

import pytest
from imap_readers import scripted_options, served_options
from imapclient import IMAPClient
from mails import Reader, mail
from scripted_imap import Held, Scripted
from servers import Dovecot, Proxy, deliver
from token_server import TokenServer

from ingest import imap_fetch
from ingest.sources import imap


@pytest.fixture
def tokens():
    server = TokenServer()
    yield server
    server.close()


@pytest.fixture
def account(tokens, tmp_path):
    """A mailbox that takes tokens; the settings' refresh token lies in a private file."""
    server = Dovecot(introspection_url=f"{tokens.url}/introspect").start()
    deliver(server.maildir(), "1.mail", mail(1))
    made = SimpleNamespace(server=server, user="support", inbox=server.maildir(),
                           refresh=private(tmp_path / "refresh"))  # fmt: skip
    yield made
    server.stop()


def private(path, text="refresh-1\n"):
    path.write_text(text)
    path.chmod(0o600)
    return path


def by_token(tokens, refresh, **more) -> dict:
    return {
        "auth": "oauth2", "password": None, "client_id": "an-id", "scope": "https://mail.example/",
        "refresh_token": f"file:{refresh}", "token_url": f"{tokens.url}/token",
    } | more  # fmt: skip


def reader_of(account, tokens, **more) -> Reader:
    return Reader(imap, served_options(account, **by_token(tokens, account.refresh, **more)))


def test_a_mailbox_is_read_with_a_token_that_is_asked_for(account, tokens, monkeypatch):
    monkeypatch.setenv("CLIENT_SECRET", "hush")
    reader = reader_of(account, tokens, client_secret="env:CLIENT_SECRET")

    assert reader.read().ids == ["1"] and not reader.trouble
    assert tokens.asked == [{
        "grant_type": "refresh_token", "client_id": "an-id", "client_secret": "hush",
        "refresh_token": "refresh-1", "scope": "https://mail.example/",
    }]  # fmt: skip
    assert account.refresh.read_text() == "refresh-1\n"
    assert list(account.refresh.parent.iterdir()) == [account.refresh], "no token lies about"


def test_logging_in_by_token_uses_no_command_that_could_alter_anything(account, tokens):
    proxy = Proxy(account.server.port)
    reader_of(account, tokens, port=proxy.port, tls="none").read()
    proxy.close()

    lines = [line.split(" ") for line in proxy.sent.decode().splitlines() if " " in line]
    assert {line[1] for line in lines} == {
        "CAPABILITY", "AUTHENTICATE", "EXAMINE", "UID", "LOGOUT",
    }  # fmt: skip


def test_a_server_that_only_knows_the_standard_way_is_logged_into_by_it(
    account, tokens, monkeypatch
):
    offers = IMAPClient.has_capability
    lacks = "AUTH=XOAUTH2"
    monkeypatch.setattr(
        IMAPClient, "has_capability", lambda self, name: name != lacks and offers(self, name)
    )
    assert reader_of(account, tokens).read().ids == ["1"]


def test_a_token_that_ended_while_we_read_is_renewed_once(account, tokens, monkeypatch):
    monkeypatch.setattr(imap, "_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(imap_fetch, "BATCH", 2)
    for number in range(2, 12):
        deliver(account.inbox, f"{number}.mail", mail(number, text="x" * 4000))
    proxy = Proxy(account.server.tls_port, cut_after=20_000, cuts=1)
    reader = reader_of(account, tokens, port=proxy.port)
    given = tokens.answer

    def ends_with_the_connection(path, form):
        if path == "/introspect" and proxy.connections == 2:
            tokens.valid.discard("t1")
        return given(path, form)

    tokens.answer = ends_with_the_connection
    reader.read()
    proxy.close()

    assert sorted(reader.ids, key=int) == [str(number) for number in range(1, 12)]
    assert not reader.trouble and tokens.given == 2


def test_a_token_that_is_never_taken_is_not_renewed_for_ever(account, tokens):
    tokens.user = "somebody.else"
    reader = reader_of(account, tokens)

    assert "refused the login" in reader.read().trouble
    assert "does `user` own the mailbox" in reader.trouble
    assert tokens.given == 1 and "t1" not in reader.trouble


def test_a_new_refresh_token_replaces_the_old_one_for_our_eyes_only(account, tokens):
    tokens.rotates_to = "refresh-2"
    reader = reader_of(account, tokens)

    assert reader.read().ids == ["1"] and not reader.trouble
    assert account.refresh.read_text() == "refresh-2\n"
    assert stat.S_IMODE(account.refresh.stat().st_mode) == 0o600
    assert [path.name for path in account.refresh.parent.iterdir()] == ["refresh"]
    reader.read()
    assert tokens.asked[-1]["refresh_token"] == "refresh-2" and not reader.trouble


def test_a_new_refresh_token_that_cannot_be_kept_is_said_after_the_reading(
    account, tokens, monkeypatch
):
    monkeypatch.setenv("REFRESH", "refresh-1")
    tokens.rotates_to = "refresh-2"
    reader = reader_of(account, tokens, refresh_token="env:REFRESH")

    assert reader.read().ids == ["1"]
    assert "cannot be written into an environment variable" in reader.trouble
    assert "file:PATH" in reader.trouble and "refresh-2" not in reader.trouble


@pytest.fixture
def refused(tokens, tmp_path, monkeypatch):
    """A reader whose token server refuses; and the mail server, which must not be asked."""
    server = Scripted([Held(1, mail(1))], capabilities=b"IMAP4rev1 AUTH=XOAUTH2")
    options = by_token(tokens, private(tmp_path / "refresh"))
    yield Reader(imap, scripted_options(server, **options)), server
    server.close()


@pytest.mark.parametrize(
    ("status", "error", "way_out"),
    [
        (400, "invalid_grant", "let the mailbox's owner sign in again"),  # both providers
        (400, "interaction_required", "let the mailbox's owner sign in again"),  # Microsoft
        (401, "invalid_client", "are `client_id`, `client_secret` and `scope` right?"),
        (400, "invalid_scope", "are `client_id`, `client_secret` and `scope` right?"),
        (403, "org_internal", "try again later"),
        (503, "temporarily_unavailable", "try again later"),
        (500, "a\r\nreally {odd} one", "try again later"),
    ],
)
def test_a_refusal_of_the_token_server_says_at_once_what_to_do(
    refused, tokens, status, error, way_out
):
    tokens.refusal = (status, {"error": error, "error_description": "AADSTS70000: grant refresh-1"})
    reader, _ = refused

    reader.read()

    assert way_out in reader.trouble and f"({status}, " in reader.trouble
    assert "refresh-1" not in reader.trouble and reader.trouble.isprintable()
    assert len(tokens.asked) == 1 and reader.batches == []


def test_a_redirect_is_not_followed_and_the_token_goes_nowhere_else(refused, tokens):
    other = TokenServer()
    tokens.redirect = f"{other.url}/token"
    reader, _ = refused

    assert "refused to renew the access (302" in reader.read().trouble
    other.close()
    assert other.asked == []


def test_a_token_server_that_is_not_there_is_said(refused, tokens):
    tokens.close()
    reader, _ = refused

    assert "cannot be reached (ConnectionError)" in reader.read().trouble
    assert "refresh-1" not in reader.trouble


def test_a_mail_server_without_token_login_is_never_sent_one(refused, tokens):
    reader, server = refused
    server.capabilities = b"IMAP4rev1 AUTH=PLAIN"

    assert "offers no login by token (XOAUTH2)" in reader.read().trouble
    assert "AUTHENTICATE" not in server.commands


@pytest.mark.parametrize("url", ["http://tokens.example/token", "ftp://tokens.example", "tokens"])
def test_tokens_are_asked_for_over_tls_alone(tokens, tmp_path, url):
    with pytest.raises(ValueError, match="https://"):
        imap.Options(kind="imap", host="mail.example", user="x", folders={"INBOX": "inbox"},
                     **by_token(tokens, tmp_path / "r", token_url=url))  # fmt: skip
