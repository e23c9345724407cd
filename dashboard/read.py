"""The only data door of the pages: the newest build, the settings, and who may see what."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
import streamlit as st

from dashboard.rows import ROWS, Rows, Value, named
from sql import readers, settings_check, settings_file
from sql.desk import Desk
from sql.settings import Settings, find

KEPT = 512  # results kept in memory, over all builds and roles
MODELS = Path(readers.__file__).parent
# Pandas' own types make every cell a union that fits nowhere; pages read cells by name.
Frame = Any
Row = Any


def role() -> str:
    """One person on loopback has all roles; the server refuses other addresses."""
    return "admin"


def settings() -> Settings:
    path = find()
    return _settings(path, path.stat().st_mtime_ns if path.exists() else 0)


@st.cache_resource(max_entries=4, show_spinner=False)
def _settings(path: Path, changed_ns: int) -> Settings:
    # Pages need no sources; their options belong to ingest/.
    tables = settings_file.read_toml(path)
    return settings_check.check(path, {**tables, "sources": {}}, {})


def build() -> readers.Build | None:
    """Asked for on every rerun: a new build shows itself at once."""
    return readers.newest(settings().data)


def table(
    name: str, *, since: Mapping[str, date | datetime] | None = None,
    weeks: tuple[str, date, date] | None = None, order: str = "", limit: int = ROWS,
    **where: Value,
) -> Frame:  # fmt: skip
    """Rows of a public table; `order` is a column, with a leading "-" for the greatest first."""
    shown = build()
    if shown is None:
        return pd.DataFrame()
    since_when = tuple((since or {}).items())
    rows = Rows(name, tuple(where.items()), since_when, weeks, order, limit)
    return _kept(shown.build_id, role(), rows)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _kept(build_id: str, as_role: str, rows: Rows) -> Frame:
    query, values = rows.query()
    found = readers.Build(settings().builds_dir, build_id).frame(query, values)
    # pandas' NA is neither true nor false nor equal to anything; what SQL did not know is None.
    for column in found.columns[found.dtypes.isin([object, pd.BooleanDtype()])]:
        found[column] = found[column].astype(object).where(found[column].notna(), None)
    return found


def plain(rows: Frame) -> Frame:
    """The rows with None for what is not known, whatever pandas has for it."""
    return rows.astype(object).where(rows.notna(), None)


def definition(model: str) -> str:
    """The text of the model that made a table, as it stands in sql/."""
    path = MODELS / Path(*named(model).split(".")).with_suffix(".sql")
    return path.read_text("utf-8") if path.exists() else ""


@st.cache_resource(max_entries=2, show_spinner=False)
def _desk(url: str) -> Desk:
    return Desk(url)


def desk() -> Desk:
    """What people decided, and how runs and builds went; also there before the first build."""
    return _desk(settings().desk_url)


def last_builds(n: int) -> list[dict]:
    return desk().last_builds(n)


def audited(action: str, subject: str) -> Callable[[], None]:
    """For a button: writes down that somebody did this."""
    return lambda: desk().audit(action, subject, role())


def mail_link(message_key: str) -> str | None:
    """Where the settings' template opens a mail; its Message-ID is data, so it is encoded."""
    template = settings().mail_link
    found = table("facts.messages", message_key=message_key, limit=1) if template else None
    if template is None or found is None or found.empty:
        return None
    message_id = str(found["message_id"].iloc[0]).strip("<>")
    return template.replace("{message_id}", quote(message_id, safe=""))


def order_of(key: str) -> str:
    """The shop and the order of a wait or of a single mail."""
    found = table("facts.waits", wait_id=key, limit=1)
    found = table("facts.messages", message_key=key, limit=1) if found.empty else found
    return "" if found.empty else f"{found['shop'].iloc[0]} {found['order_id'].iloc[0] or ''}"
