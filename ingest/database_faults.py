"""Faults of a database in words: the place, the fact and the way out; never a value of a row."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, NoSuchTableError, SQLAlchemyError

from sql.trouble import Trouble

_BY_STATE = {  # SQLSTATE, or its first two characters
    "57014": "a statement took longer than timeout; raise it, or give the database an index on"
             " the incremental column and one on key",
    "55P03": "another holds a lock on it for longer than we wait; the next run goes on",
    "42501": "this user may not read it; grant select on it",
    "42703": "a column was renamed or dropped while we read; see what the relation holds now",
    "42P01": "it was renamed or dropped while we read; see what the database holds now",
    "3D000": "there is no such database on that server; is the url right?",
    "53300": "it has no connection left; the next run goes on",
    "28": "it refused the login; are the user and the password still valid?",
    "22": "it cannot compute a value of a row; mend the view or the query",
    "57P": "the server was shut down or is starting; the next run goes on",
    "25006": "it would have to write; name a relation or query that only reads",
}  # fmt: skip
_LOST = "the connection was lost; what was stored stands, the next run goes on"
_UNREACHED = "it cannot be reached; is the server up, are host, port and database right?"
_LOCKED = "it stays locked by a writer; the next run goes on"
_UNREADABLE = "it is no database that can be read; is the url right?"


@contextmanager
def in_words(place: str) -> Iterator[None]:
    """Whatever the database refuses becomes Trouble of that place."""
    try:
        yield
    except NoSuchTableError:
        raise Trouble(f"{place}: {_BY_STATE['42P01']}") from None
    except DBAPIError as error:
        raise Trouble(f"{place}: {fact_of(error)}") from None
    except SQLAlchemyError as error:
        raise Trouble(f"{place}: {type(error).__name__}; is the url right?") from None


def fact_of(error: DBAPIError) -> str:
    """Its class in our words: its own may hold a row, and so a customer."""
    state = getattr(error.orig, "sqlstate", None) or ""
    for length in (5, 3, 2):
        if state[:length] in _BY_STATE and len(state) == 5:
            return _BY_STATE[state[:length]]
    said = str(error.orig).lower()
    if "password authentication failed" in said or "no pg_hba.conf entry" in said:
        return _BY_STATE["28"]
    if "does not exist" in said and 'fatal:  database "' in said:
        return _BY_STATE["3D000"]
    if "locked" in said:
        return _LOCKED
    if "readonly database" in said:
        return _BY_STATE["25006"]
    if "not a database" in said or "unable to open" in said or "malformed" in said:
        return _UNREADABLE
    if "no such" in said:
        return _BY_STATE["42703" if "column" in said else "42P01"]
    if "starting up" in said or "shutting down" in said or "too many clients" in said:
        return _BY_STATE["57P"]
    if error.connection_invalidated or state.startswith("08"):
        return _LOST
    if not state and "connect" in said:
        return _UNREACHED
    kind = type(error.orig).__name__
    return f"it answered {' '.join(filter(None, (kind, state)))}; ask whoever runs it"
