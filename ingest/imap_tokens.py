"""Access tokens for mailboxes (OAuth2): asked for with the refresh token, kept in memory only."""

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import requests

from ingest.imap_options import ImapOptions
from sql.secrets import Secret, secret
from sql.trouble import Trouble

_TIMEOUT_SECONDS = 30
_EARLIER_SECONDS = 60  # a token that ends while it is on its way is refused
_NEW_LOGIN = {"invalid_grant", "interaction_required", "consent_required", "login_required"}
_WRONG_CLIENT = {"invalid_client", "unauthorized_client", "invalid_scope"}


@dataclass
class Tokens:
    """The access token of an account, renewed when it is too old or was refused."""

    options: ImapOptions
    source: str
    _token: Secret | None = None
    _ends_at: float = 0.0
    warning: str | None = None  # what a person has to do although it still works

    def access_token(self) -> Secret:
        if self._token is None or time.monotonic() > self._ends_at:
            self._renew()
        assert self._token is not None
        return self._token

    @property
    def is_held(self) -> bool:
        return self._token is not None

    def forget(self) -> None:
        """It was refused, perhaps for its age alone."""
        self._token = None

    def _renew(self) -> None:
        options = self.options
        refresh = self._secret(options.refresh_token, "refresh_token")
        form = {
            "grant_type": "refresh_token",
            "client_id": options.client_id or "",
            "refresh_token": refresh.reveal(),
        }
        if options.client_secret:
            form["client_secret"] = self._secret(options.client_secret, "client_secret").reveal()
        if options.scope:
            form["scope"] = options.scope
        answer = self._answer(form)
        token, seconds = answer.get("access_token"), answer.get("expires_in", 3600)
        if not isinstance(token, str) or not token.isascii() or not token.isprintable():
            raise self._trouble("gave no access token", "is `token_url` right?")
        lasts = float(seconds) if str(seconds).isdigit() else 3600.0
        self._token = Secret(token)
        self._ends_at = time.monotonic() + max(lasts - _EARLIER_SECONDS, 1)
        rotated = answer.get("refresh_token")
        if isinstance(rotated, str) and rotated and rotated != refresh.reveal():
            self._keep(rotated)

    def _secret(self, reference: str | None, key: str) -> Secret:
        return secret(reference or "", f"[sources.{self.source}] {key}")

    def _answer(self, form: dict[str, str]) -> dict:
        try:
            answer = requests.post(
                self.options.token_url or "", data=form, timeout=_TIMEOUT_SECONDS,
                allow_redirects=False, headers={"Accept": "application/json"},
                auth=lambda request: request,  # else a .netrc of this machine would be asked
            )  # fmt: skip
        except requests.RequestException as error:
            # The error's own text may hold what was sent.
            fact = f"cannot be reached ({type(error).__name__})"
            raise self._trouble(fact, "try again later, or correct `token_url`") from None
        try:
            said = answer.json()
        except ValueError:
            said = None
        said = said if isinstance(said, dict) else {}
        if answer.status_code != 200:
            raise self._refusal(answer.status_code, str(said.get("error", "")))
        return said

    def _refusal(self, status: int, error: str) -> Trouble:
        word = error if error.isascii() and error.replace("_", "").isalnum() else "no reason"
        fact = f"refused to renew the access ({status}, {word})"
        if error in _NEW_LOGIN:
            return self._trouble(fact, "let the mailbox's owner sign in again, and put the new"
                                 f" refresh token where {self.options.refresh_token} says")
        if error in _WRONG_CLIENT:
            return self._trouble(fact, "are `client_id`, `client_secret` and `scope` right?")
        return self._trouble(fact, "try again later, or correct `token_url`")

    def _trouble(self, fact: str, way_out: str) -> Trouble:
        return Trouble(f"[sources.{self.source}] {self.options.token_url} {fact}; {way_out}")

    def _keep(self, rotated: str) -> None:
        """The old refresh token may be worth nothing any more: the new one replaces it."""
        kind, _, name = (self.options.refresh_token or "").partition(":")
        if kind != "file":
            self.warning = str(self._trouble(
                "gave a new refresh token, which cannot be written into an environment variable",
                'write refresh_token = "file:PATH", and sign in again if the old one is refused',
            ))  # fmt: skip
            return
        path = Path(name)
        made = path.with_name(f".{path.name}.new")
        with suppress(FileNotFoundError):
            made.unlink()
        try:
            handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(rotated + "\n")
                file.flush()
                os.fsync(file.fileno())
            os.replace(made, path)
        except OSError as error:
            self.warning = str(self._trouble(
                f"gave a new refresh token, which cannot be written to {path} ({error.strerror})",
                "make its folder writable, and sign in again if the old one is refused",
            ))  # fmt: skip
