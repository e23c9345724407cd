"""Rows of one key that contradict each other: nobody can know which of them holds."""

from collections.abc import Sequence

import duckdb


def refuse_conflicts(db: duckdb.DuckDBPyConnection, grain: Sequence[str], column: str) -> None:
    """Mark all rows of `typed` whose grain is the same and whose content is not."""
    by = ", ".join(grain)
    # Nearly every export names each key once: then no content needs to be compared.
    repeated = db.execute(
        f"""select 1 from typed where problem is null group by {by} having count(*) > 1 limit 1"""
    ).fetchone()
    if not repeated:
        return
    same = " and ".join(f"typed.{field} is not distinct from conflicts.{field}" for field in grain)
    db.execute(
        f"""update typed set problem = ? from (
                select {by} from typed where problem is null
                group by {by} having min(content_hash) <> max(content_hash)
            ) as conflicts where problem is null and {same}""",
        [f"row.conflict:{column}"],
    )
