"""A mailbox of 100,000 mails: all of it in one pass, then looked at again when nothing changed.

No peer: memory is bounded and time is small, or not. The second contestant starts from the store
that the first one left.
"""

from pathlib import Path

import imap

PEER = None
MAILS = 100_000


def prepare(folder: Path) -> None:
    imap.serve(folder, MAILS)


def one_pass(folder: Path) -> dict[str, float]:
    path = folder / "large.duckdb"
    path.unlink(missing_ok=True)
    return imap.stored(folder, path)


def unchanged(folder: Path) -> dict[str, float]:
    return imap.stored(folder, folder / "large.duckdb")


CONTESTANTS = {"one_pass": one_pass, "unchanged": unchanged}
