"""A Postfix log of five million lines into the raw store: how much memory the whole way takes."""

from pathlib import Path

from logs import stored
from postfix_log import rfc3339, write_log

LINES = 5_000_000
PEER = None


def prepare(folder: Path) -> None:
    write_log(folder / "mail.log", LINES, rfc3339)


def ours(folder: Path) -> dict[str, float]:
    return stored(folder / "mail.log")


CONTESTANTS = {"ours": ours}
