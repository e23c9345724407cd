"""Columns of exports that come and go: what is kept beside our fields, and what is missed."""

from collections.abc import Collection, Sequence

from ingest.export_tables import shown

Names = Sequence[str]


def column_notes(
    file: str, names: Names, unmapped: Names, seen: Collection[str], others: Sequence[Names]
) -> list[str]:
    """What a person should know of a file's columns.

    `seen`: names that were told of before. `others`: the columns of this file before it was
    rewritten, else those of the source's other files.
    """
    notes = []
    if new := [name for name in unmapped if name not in seen]:
        notes.append(f"{file} has columns that no field holds, kept as they are: {_list(new)}")
    common = set.intersection(*map(set, others)) if others else set()
    if gone := sorted(common - set(names)):
        notes.append(f"{file} lacks columns that it had before: {_list(gone)}")
    return notes


def _list(names: Names) -> str:
    return ", ".join(shown(name) for name in dict.fromkeys(names) if name) or "one without a name"
