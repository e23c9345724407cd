"""A connection to an IMAP server that can only read, and says in one line why it cannot."""

import re
import ssl
from contextlib import suppress

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from ingest.imap_options import ImapOptions, without_controls
from sql.secrets import secret
from sql.trouble import Trouble

_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")
# What ends a connection without telling anything about the account or its mails.
DROPPED = (IMAPClientAbortError, OSError)


class NoEntry(Trouble):
    """The account cannot be entered: no folder of it can be read."""


class Unreachable(NoEntry):
    """Nobody answers; that may pass."""


class Session:
    """Connects when first asked, and again after a drop."""

    def __init__(self, options: ImapOptions, source: str) -> None:
        self.options = options
        self.source = source
        self._client: IMAPClient | None = None

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            with suppress(*DROPPED, IMAPClientError):
                self._client.logout()
            self.drop()

    def client(self) -> IMAPClient:
        if self._client is None:
            self._client = self._connected()
        return self._client

    def drop(self) -> None:
        """After any failure the connection's state is unknown: it is never used again."""
        if self._client is not None:
            with suppress(OSError, IMAPClientError):
                self._client.shutdown()
        self._client = None

    def trouble(self, fact: str, way_out: str, kind: type[Trouble] = Trouble) -> Trouble:
        options = self.options
        return kind(f"[sources.{self.source}] {options.host}:{options.port} {fact}; {way_out}")

    def _no_entry(self, fact: str, way_out: str) -> Trouble:
        return self.trouble(fact, way_out, NoEntry)

    def _connected(self) -> IMAPClient:
        password = secret(self.options.password, f"[sources.{self.source}] password").reveal()
        client = self._open()
        try:
            self._log_in(client, password)
        except BaseException:
            with suppress(OSError, IMAPClientError):
                client.shutdown()
            raise
        client.normalise_times = False  # INTERNALDATE with its own zone, not this machine's
        return client

    def _open(self) -> IMAPClient:
        options = self.options
        context = self._tls() if options.tls != "none" else None
        try:
            client = IMAPClient(
                options.host,
                port=options.port,
                ssl=options.tls == "implicit",
                ssl_context=context,
                timeout=options.timeout.total_seconds(),
            )
            if b"PREAUTH" in (client.welcome or b"")[:20].upper():
                # Such a server skips the login, and with it the proof of who answers.
                client.shutdown()
                raise self._no_entry("lets everyone in (PREAUTH)", "is this the right server?")
            if options.tls == "starttls":
                client.starttls(ssl_context=context)
        except ssl.SSLCertVerificationError as error:
            fact = f"has a certificate that is not trusted ({error.verify_message})"
            raise self._no_entry(fact, "correct `host`, or set `ca` to its authority") from error
        except ssl.SSLError as error:
            fact = f"does not speak TLS here ({error.reason or error})"
            raise self._no_entry(fact, 'check `port`, or set tls = "starttls"') from error
        except IMAPClientError as error:
            fact = f"refused to begin ({said(error)})"
            raise self._no_entry(fact, "check `port` and `tls`") from error
        except OSError as error:
            fact = f"cannot be reached ({error.strerror or error})"
            way_out = "check `host` and `port`, and that it is running"
            raise self.trouble(fact, way_out, Unreachable) from error
        return client

    def _tls(self) -> ssl.SSLContext:
        ca = self.options.ca
        try:
            return ssl.create_default_context(cafile=str(ca) if ca else None)
        except OSError as error:
            raise NoEntry(
                f"[sources.{self.source}] ca: {ca} is no readable certificate; correct the path"
            ) from error

    def _log_in(self, client: IMAPClient, password: str) -> None:
        try:
            without_controls(password)
            if password.isascii():
                client.login(self.options.user, password)
            else:
                client.plain_login(self.options.user, password)
        except ValueError as error:
            fact = "was not asked: the password is more than one line"
            raise self._no_entry(fact, "correct what `password` names") from error
        except DROPPED as error:
            fact = "hung up during the login"
            way_out = "does it limit connections? try again later"
            raise self.trouble(fact, way_out, Unreachable) from error
        except IMAPClientError as error:
            fact = f"refused the login ({said(error)})"
            way_out = f"are `user` and {self.options.password} still right?"
            raise self._no_entry(fact, way_out) from error


def said(error: Exception) -> str:
    """The server's own words, as far as they fit into a line; addresses are nobody's business."""
    text = str(error)
    if text.startswith(("b'", 'b"')):
        text = text[2:-1]
    return _ADDRESS.sub("...@...", " ".join(text.split()))[:200]
