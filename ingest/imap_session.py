"""A connection to an IMAP server that can only read, and says in one line why it cannot."""

import ssl
from contextlib import suppress

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from ingest.imap_login import DROPPED, ExpiredToken, NoEntry, Throttled, Unreachable, log_in
from ingest.imap_options import ImapOptions
from ingest.imap_said import pause_asked, said
from ingest.imap_tokens import Tokens
from sql.trouble import Trouble

__all__ = ["DROPPED", "NoEntry", "Session", "Throttled", "Unreachable", "said"]


class Session:
    """Connects when first asked, and again after a drop."""

    def __init__(self, options: ImapOptions, source: str) -> None:
        self.options = options
        self.source = source
        self.tokens = Tokens(options, source)
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
        is_renewed = not self.tokens.is_held
        while True:
            client = self._open()
            try:
                log_in(client, self.options, self.tokens, self.trouble)
                return client
            except BaseException as error:
                with suppress(OSError, IMAPClientError):
                    client.shutdown()
                if is_renewed or not isinstance(error, ExpiredToken):
                    raise
                self.tokens.forget()  # taken some while ago: a new one may be let in
                is_renewed = True

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
            if pause_asked(error) is not None:
                raise self.trouble(fact, "try again later", Unreachable) from error
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
