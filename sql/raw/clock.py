"""What was said of a time that is still to come: the clock was wrong, or is put right now."""

from datetime import datetime

import duckdb


def take_back_polls_after(db: duckdb.DuckDBPyConnection, now: datetime) -> int:
    """Forget looks that are dated after `now`; how many there were.

    Else they would be the newest for as long as the clock was ahead, and hide every later look.
    """
    taken = db.execute("delete from raw.polls where polled_at > ?", [now]).fetchall()
    return int(taken[0][0])
