"""Of 4,000 mails edited in twenty ways: which share of templates, versions and slots is right?

To reach: .99 of the slots; templates 1.0, versions .996. The mails come from tests/edited_mails.py,
which shares nothing with the reader. `python tests/benchmarks/edits.py SEED` lists every edit.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
PEER = None
MAILS, SEED = 4_000, 4711


def prepare(folder: Path) -> None:
    """Nothing: the mails are made as they are read."""


def ours(folder: Path) -> dict[str, float]:
    from edited_readings import score

    right = score(MAILS, SEED)["all"]
    return {
        "templates": right.templates / right.mails,
        "versions": right.versions / right.mails,
        "slots": right.values / right.slots,
    }


CONTESTANTS = {"ours": ours}


def listed(seed: int) -> None:
    from edited_readings import score

    for edit, right in score(MAILS, seed).items():
        shares = (right.templates / right.mails, right.versions / right.mails,
                  right.values / right.slots)  # fmt: skip
        print(f"{edit:28}{right.mails:6}", *(f"{share:8.4f}" for share in shares), right.slots)


if __name__ == "__main__":
    listed(int(sys.argv[1]) if len(sys.argv) > 1 else SEED)
