"""Reading the newest build: read-only, hardened, and never waiting for a writer."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from sql.publish import current, private_path, public_path
from sql.raw.opening import quoted
from sql.trouble import Trouble

if TYPE_CHECKING:  # only who asks for a frame pays for it
    import pandas as pd

PRIVATE_ROLES = frozenset({"support", "admin"})
MEMORY = "1GB"
KEPT_OPEN = 4  # connections by build name; a new build gets a new one


@dataclass(frozen=True)
class Build:
    """A published build. Its data never changes; ask for the newest one again instead."""

    folder: Path
    build_id: str

    @property
    def built_at(self) -> datetime:
        return self.rows("select built_at from meta.build")[0][0]

    @property
    def data_until_at(self) -> datetime | None:
        """Up to when anything was read; single paths may lag, see metrics.sources."""
        return self.rows("select max(read_until) from staging.coverage")[0][0]

    def frame(self, sql: str, params: Sequence[object] = ()) -> "pd.DataFrame":
        return self._cursor(is_private=False).execute(sql, list(params)).df()

    def rows(self, sql: str, params: Sequence[object] = ()) -> list[tuple]:
        return self._cursor(is_private=False).execute(sql, list(params)).fetchall()

    def private_frame(
        self, sql: str, params: Sequence[object] = (), *, role: str
    ) -> "pd.DataFrame":
        """As `frame`, with addresses, names and texts as private.<table>."""
        if role not in PRIVATE_ROLES:
            raise Trouble(f"the role {role} may not read customers' data; ask support or an admin")
        return self._cursor(is_private=True).execute(sql, list(params)).df()

    def _cursor(self, *, is_private: bool) -> duckdb.DuckDBPyConnection:
        with _opening:
            cursor = connection(self.folder, self.build_id, is_private).cursor()
        if is_private:
            cursor.execute("use build")
        return cursor


_opening = threading.Lock()


def newest(data: Path) -> Build | None:
    """The newest build below the data folder, or None before the first."""
    folder = data / "builds"
    build_id = current(folder)
    return Build(folder, build_id) if build_id else None


@lru_cache(maxsize=KEPT_OPEN)
def connection(folder: Path, build_id: str, is_private: bool) -> duckdb.DuckDBPyConnection:
    """A hardened connection: no files, no attaching, no changed settings, bounded memory."""
    public, private = public_path(folder, build_id), private_path(folder, build_id)
    try:
        if is_private:
            # Its own instance: the public one is shared by path, and already locked.
            db = duckdb.connect()
            db.execute(f"attach '{quoted(public)}' as build (read_only)")
            db.execute(f"attach '{quoted(private)}' as private (read_only)")
        else:
            db = duckdb.connect(str(public), read_only=True)
    except duckdb.Error as error:
        raise Trouble(f"{public} cannot be read: {error}; run `trackrecord build`") from error
    # A bar for a long query would stand amid the JSON or CSV that is asked for.
    for setting in (f"memory_limit = '{MEMORY}'", "enable_external_access = false",
                    "enable_progress_bar = false", "lock_configuration = true"):  # fmt: skip
        db.execute(f"set {setting}")
    return db
