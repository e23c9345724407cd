"""Answering `trackrecord query`: rows of the newest build as a table, CSV or JSON."""

import duckdb

from sql.desk import Desk
from sql.readers import Build, newest
from sql.settings import Settings
from sql.trouble import Misuse, Trouble

FORMATS = ("table", "csv", "json")


def query(
    settings: Settings, desk: Desk, sql: str, output: str = "table", *, is_private: bool = False,
    by: str = "",
) -> str:
    """The rows as text. Private reading is for whoever may read the file, and is audited."""
    if output not in FORMATS:
        raise Misuse(f"--format {output} is not one of {', '.join(FORMATS)}")
    build = require_build(settings)
    try:
        if is_private:
            desk.audit("query private", build.build_id, by)
            frame = build.private_frame(sql, role="admin")
        else:
            frame = build.frame(sql)
    except duckdb.Error as error:
        raise Misuse(f"the query does not run: {error}") from error
    match output:
        case "csv":
            return frame.to_csv(index=False)
        case "json":
            return f"{frame.to_json(orient='records', date_format='iso', indent=1)}\n"
        case _:
            return (frame.to_string(index=False, na_rep="–") if len(frame) else "no rows") + "\n"


def require_build(settings: Settings) -> Build:
    build = newest(settings.data)
    if build is None:
        raise Trouble(f"{settings.builds_dir}: no build yet; run `trackrecord ingest` and `build`")
    return build
