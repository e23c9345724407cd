"""What the settings say of an IMAP account, checked before anything connects."""

import re
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, model_validator

from sql.settings import Duration, MailRole, Port, SecretRef, SourceOptions

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


def without_controls(text: str) -> str:
    """A line end inside an argument would be a second command to the server."""
    if not text or _CONTROLS.search(text):
        raise ValueError("must be one line of text")
    return text


Line = Annotated[str, AfterValidator(without_controls)]


class ImapOptions(SourceOptions):
    host: Line
    port: Port = 993
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    user: Line
    password: SecretRef
    ca: Path | None = None  # own authority; else the system's
    timeout: Duration = timedelta(seconds=60)  # of every single answer
    folders: dict[Line, MailRole]

    @model_validator(mode="after")
    def _only_loopback_in_the_clear(self) -> "ImapOptions":
        if self.tls == "none" and not _is_loopback(self.host):
            raise ValueError(f'tls = "none" is for this machine alone, not for {self.host}')
        return self


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
