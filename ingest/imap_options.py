"""What the settings say of an IMAP account, checked before anything connects."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from ingest.web_address import WebAddress, is_loopback
from sql.settings import Duration, MailRole, Port, SecretRef, SourceOptions

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Provider:
    """What is the same for every account of a provider."""

    host: str
    token_url: str
    scope: str
    daily_bytes: int | None = None


PROVIDERS = {
    "gmail": Provider(
        "imap.gmail.com", "https://oauth2.googleapis.com/token", "https://mail.google.com/",
        daily_bytes=2_000_000_000,  # Google allows about 2,500 MB a day
    ),
    "microsoft": Provider(
        "outlook.office365.com", "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        "https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
    ),
}  # fmt: skip


def without_controls(text: str) -> str:
    """A line end inside an argument would be a second command to the server."""
    if not text or _CONTROLS.search(text):
        raise ValueError("must be one line of text")
    return text


Line = Annotated[str, AfterValidator(without_controls)]
TokenUrl = Annotated[WebAddress, AfterValidator(without_controls)]
Bytes = Annotated[int, Field(gt=0)]


class ImapOptions(SourceOptions):
    provider: Literal["gmail", "microsoft"] | None = None  # fills in what it has in common
    host: Line
    port: Port = 993
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    user: Line
    auth: Literal["password", "oauth2"] = "password"
    password: SecretRef | None = None
    client_id: Line | None = None
    client_secret: SecretRef | None = None
    refresh_token: SecretRef | None = None
    token_url: TokenUrl | None = None
    scope: Line | None = None
    ca: Path | None = None  # own authority; else the system's
    timeout: Duration = timedelta(seconds=60)  # of every single answer
    folders: dict[Line, MailRole]
    labels: dict[Line, MailRole] = {}  # Gmail: places of their own for mails under these labels
    daily_bytes: Bytes | None = None  # for what is old: new mails are always read
    reconcile_every: Duration = timedelta(days=1)  # the server's mails against those held

    @model_validator(mode="before")
    @classmethod
    def _of_the_provider(cls, values: Any) -> Any:
        known = PROVIDERS.get(str(values.get("provider"))) if isinstance(values, dict) else None
        if known is None:
            return values
        given = {"host": known.host, "daily_bytes": known.daily_bytes}
        if values.get("auth", "oauth2") == "oauth2" and "password" not in values:
            given |= {"auth": "oauth2", "token_url": known.token_url, "scope": known.scope}
        return given | values

    @model_validator(mode="after")
    def _only_loopback_in_the_clear(self) -> "ImapOptions":
        if self.tls == "none" and not is_loopback(self.host):
            raise ValueError(f'tls = "none" is for this machine alone, not for {self.host}')
        return self

    @model_validator(mode="after")
    def _one_place_for_each(self) -> "ImapOptions":
        if both := sorted(self.labels.keys() & self.folders.keys()):
            raise ValueError(f"{both[0]} stands in both `folders` and `labels`; keep one")
        return self

    @model_validator(mode="after")
    def _can_log_in(self) -> "ImapOptions":
        wanted = ("client_id", "refresh_token", "token_url") if self.auth == "oauth2" else (
            "password",)  # fmt: skip
        if missing := [key for key in wanted if getattr(self, key) is None]:
            raise ValueError(f'auth = "{self.auth}" needs {" and ".join(missing)}')
        return self
