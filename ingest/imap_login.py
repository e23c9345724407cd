"""Signing in to an IMAP server: a password or an access token, never in the clear by accident."""

from collections.abc import Callable

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from ingest.imap_options import ImapOptions, without_controls
from ingest.imap_said import is_expired, pause_asked, said
from ingest.imap_tokens import Tokens
from sql.secrets import secret
from sql.trouble import Trouble

DROPPED = (IMAPClientAbortError, OSError)  # what tells nothing of the account or its mails


class NoEntry(Trouble):
    """The account cannot be entered: no folder of it can be read."""


class Unreachable(NoEntry):
    """Nobody answers; that may pass."""


class Throttled(NoEntry):
    """The server wants to be left alone for longer than we wait."""


class ExpiredToken(NoEntry):
    """The access token was taken before, and is refused now."""


Describe = Callable[[str, str, type[Trouble]], Trouble]


def log_in(client: IMAPClient, options: ImapOptions, tokens: Tokens, trouble: Describe) -> None:
    """Raises NoEntry with the reason; the password or token is in no message."""
    place = f"[sources.{tokens.source}] password"
    word = tokens.access_token() if options.auth == "oauth2" else secret(
        options.password or "", place)  # fmt: skip
    try:
        without_controls(word.reveal())
        if options.auth == "oauth2":
            _with_token(client, options.user, word.reveal(), trouble)
        elif word.isascii():
            client.login(options.user, word.reveal())
        else:
            client.plain_login(options.user, word.reveal())
    except ValueError as error:
        fact = "was not asked: the password is more than one line"
        raise trouble(fact, "correct what `password` names", NoEntry) from error
    except DROPPED as error:
        fact = "hung up during the login"
        way_out = "does it limit connections? try again later"
        raise trouble(fact, way_out, Unreachable) from error
    except IMAPClientError as error:
        raise _refused(error, options, trouble) from error


def _refused(error: IMAPClientError, options: ImapOptions, trouble: Describe) -> Trouble:
    fact = f"refused the login ({said(error)})"
    if pause_asked(error) is not None and not is_expired(error):
        return trouble(fact, "it wants a pause; try again later", Unreachable)
    if options.auth == "oauth2":
        way_out = "does `user` own the mailbox, and may the token read it (`scope`)?"
        return trouble(fact, way_out, ExpiredToken)
    return trouble(fact, f"are `user` and {options.password} still right?", NoEntry)


def _with_token(client: IMAPClient, user: str, token: str, trouble: Describe) -> None:
    if client.has_capability("AUTH=XOAUTH2"):
        client.sasl_login("XOAUTH2", _once(f"user={user}\1auth=Bearer {token}\1\1"))
    elif client.has_capability("AUTH=OAUTHBEARER"):
        name = user.replace("=", "=3D").replace(",", "=2C")
        client.sasl_login("OAUTHBEARER", _once(f"n,a={name},\1auth=Bearer {token}\1\1"))
    else:
        raise trouble("offers no login by token (XOAUTH2)", 'set auth = "password"', NoEntry)


def _once(answer: str) -> Callable[[bytes], bytes]:
    """The answer to the first question; a second one holds the refusal and wants only an end."""
    left = [answer.encode()]

    def reply(challenge: bytes) -> bytes:
        return left.pop() if left else b""

    return reply
