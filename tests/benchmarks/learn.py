"""Templates learnt backwards from 5,000 mails of six templates in two versions each.

To reach: 10 s CPU. There is no peer that does this.
"""

import pickle
from pathlib import Path

PEER = None
MAILS = 5_000


def prepare(folder: Path) -> None:
    from learnt_shop import mails
    from learnt_texts import LAYOUTS, NOISE

    (folder / "made.pickle").write_bytes(pickle.dumps(mails(LAYOUTS, NOISE, count=MAILS, seed=51)))


def ours(folder: Path) -> dict[str, float]:
    from sql.learn_templates import learnt

    made = pickle.loads((folder / "made.pickle").read_bytes())
    versions = learnt(made.rows, {})
    exact = sum(
        version.first_seen_at == made.first_of(*made.truth[version.message_keys[0]][:2])
        for version in versions if version.message_keys[0] in made.truth
    )  # fmt: skip
    return {"versions": float(len(versions)), "days_exact": float(exact)}


CONTESTANTS = {"ours": ours}
