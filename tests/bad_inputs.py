"""Which tests hold which bad input, by the ids in their names; run it to write BAD_INPUTS.md."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parent
TABLE = TESTS / "BAD_INPUTS.md"
# E-mails, logs and events, orders and exports, settings and surroundings; C14 to C16 come with
# reports and alerts.
IDS = (
    *(f"E{number:02}" for number in range(1, 55)), *(f"L{number:02}" for number in range(1, 27)),
    *(f"O{number:02}" for number in range(1, 36)),
    *(f"C{number:02}" for number in (*range(1, 14), 17)),
)  # fmt: skip
_NAMED = re.compile(r"test_((?:[eloc]\d\d_)+)")
HEAD = """# Bad inputs and their tests

Written by `make bad-inputs` from the names of the tests; each id is a row of the design's list.

| id | tests |
|---|---|
"""


def tests_by_id() -> dict[str, list[str]]:
    """Id -> the tests that carry it at the start of their name, by file and name."""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (named := _NAMED.match(node.name)):
                for one in named[1].upper().strip("_").split("_"):
                    place = path.relative_to(TESTS).as_posix()
                    found.setdefault(one, []).append(f"{place}::{node.name}")
    return found


def table() -> str:
    """The whole page."""
    found = tests_by_id()
    rows = (
        f"| {one} | {'<br>'.join(f'`{name}`' for name in sorted(found.get(one, []))) or '–'} |\n"
        for one in IDS
    )
    return HEAD + "".join(rows)


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
    held = tests_by_id()
    print(f"{len(IDS) - len(set(IDS) - held.keys())} of {len(IDS)} ids have a test")
