"""What changed in a template's wording from one version to the next, line by line?"""

from difflib import SequenceMatcher
from itertools import pairwise

import pyarrow as pa

READS = {
    "texts": """
        select
            shop, kind || '.' || locale as template, version, subject, text,
            coalesce(valid_from_at, timestamp '1970-01-01') as since_at
        from private.template_texts
        where origin <> 'default'
        order by shop, template, since_at, version
    """
}
TABLE = "private.template_changes"
COLUMNS = {
    "shop": "varchar",
    "template": "varchar",
    "version": "varchar",
    "previous": "varchar",  # the version before
    "line_place": "integer",
    "line_kind": "varchar",  # same, gone, new
    "line": "varchar",  # the subject is the first one
}
KEY = ("shop", "template", "version", "line_place")


def run(texts: pa.Table) -> dict[str, list]:
    rows = []
    for before, after in pairwise(texts.to_pylist()):
        if (before["shop"], before["template"]) != (after["shop"], after["template"]):
            continue
        change = changed(lines_of(before), lines_of(after))
        head = after["shop"], after["template"], after["version"], before["version"]
        rows += [(*head, place, kind, line) for place, (kind, line) in enumerate(change, 1)]
    return {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}


def lines_of(text: dict) -> list[str]:
    lines = [text["subject"] or "", *(text["text"] or "").splitlines()]
    return [" ".join(line.split()) for line in lines if line.strip()]


def changed(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, first, last, from_, until in matcher.get_opcodes():
        if what == "equal":
            found += [("same", line) for line in before[first:last]]
        else:
            found += [("gone", line) for line in before[first:last]]
            found += [("new", line) for line in after[from_:until]]
    return found
