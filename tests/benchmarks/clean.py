"""False alarms on 10,000 clean mails: two authors, twenty-odd layouts, half of them unknown.

To reach: no critical or major finding. `python tests/benchmarks/clean.py [SEED]` lists all.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
PEER = None
MAILS, SEED = 5_000, 2026


def prepare(folder: Path) -> None:
    """Nothing: the mails are made as they are read."""


def ours(folder: Path) -> dict[str, float]:
    from clean_scores import AUTHORS, counted, warehouse

    found = {"critical": 0, "major": 0, "minor": 0, "mails": 0}
    for author in AUTHORS:
        with tempfile.TemporaryDirectory() as place:
            db = warehouse(author, MAILS, SEED, Path(place))
            found["mails"] += db.execute("select count(*) from facts.judged_mails").fetchall()[0][0]
            for (severity, _, _), count in counted(db).items():
                found[severity] += count
            db.close()
    return {name: float(count) for name, count in found.items()}


CONTESTANTS = {"ours": ours}


def listed(seed: int) -> None:
    from clean_scores import AUTHORS, counted, warehouse

    for author in AUTHORS:
        with tempfile.TemporaryDirectory() as place:
            db = warehouse(author, MAILS, seed, Path(place))
            shown = "select shop, how, count(*) from facts.judged_mails group by all order by all"
            print(author, *db.execute(shown).fetchall())
            for what, count in sorted(counted(db).items()):
                print("  ", *what, count)
            db.close()


if __name__ == "__main__":
    listed(int(sys.argv[1]) if len(sys.argv) > 1 else SEED)
