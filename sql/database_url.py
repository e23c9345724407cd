"""Addresses of databases as the settings write them: by SQLAlchemy's rules, our drivers chosen."""

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from sql.secrets import is_reference, secret
from sql.trouble import Misuse

_POSTGRESQL = {"postgres", "postgresql"}


def database_url(reference: str, place: str) -> URL:
    """The URL itself, or the one that `env:NAME` or `file:PATH` holds; `place` names the setting.

    No error repeats it: it may hold a password.
    """
    text = secret(reference, place).reveal() if is_reference(reference) else reference
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError):  # a port that is no number
        raise Misuse(f"{place}: no database address; write sqlite:///FILE or env:NAME") from None
    if url.drivername in _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg")  # SQLAlchemy's own choice is not installed
    return url


def holds_password(text: str) -> bool:
    """Whether the URL says a password, before the host or as a parameter."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        return "@" in text or "password" in text.lower()
    return url.password is not None or any("password" in key.lower() for key in url.query)


def shown(url: URL) -> str:
    """The URL as it may stand in a message."""
    return url.set(query={}).render_as_string(hide_password=True)
