"""The same mailbox or the same file in two sources would count every item twice."""

import glob
from collections.abc import Iterator, Mapping

from sql.settings_tables import SourceOptions


def read_twice(sources: Mapping[str, SourceOptions]) -> list[str]:
    """One line for each place that a second source reads again."""
    first: dict[tuple[object, ...], str] = {}
    wrong: list[str] = []
    for name, options in sources.items():
        for place in dict.fromkeys(_places(options)):
            owner = first.setdefault(place, name)
            if owner != name:
                wrong.append(f"[sources.{name}] {_words(place)} is read by [sources.{owner}] too")
    return wrong


def _places(options: SourceOptions) -> Iterator[tuple[object, ...]]:
    keys = options.model_dump()
    folders = keys.get("folders") or [""]
    if keys.get("host"):
        host, user = str(keys["host"]).lower(), str(keys.get("user")).lower()
        for folder in folders:
            yield "host", host, keys.get("port"), user, folder
    elif keys.get("folder"):
        for folder in folders:
            yield "folder", str(keys["folder"]), folder
    if keys.get("spool"):
        yield "spool", str(keys["spool"])
    if keys.get("url") and keys.get("relation"):
        yield "relation", keys.get("table"), keys["url"], keys["relation"]
    # One export may hold orders and their lines: the table belongs to the place.
    for pattern in keys.get("files") or []:
        for file in [pattern, *glob.glob(str(pattern))]:
            yield "files", keys.get("table"), str(file)


def _words(place: tuple[object, ...]) -> str:
    what, *rest = place
    match what:
        case "host":
            return f"host: folder {rest[3]} of the same mailbox on {rest[0]}"
        case "folder":
            return f"folder: {rest[0]}, folder {rest[1]},"
        case "spool":
            return f"spool: {rest[0]}"
        case "relation":
            return f"relation: {rest[2]}"
        case _:
            return f"files: {rest[1]}"
