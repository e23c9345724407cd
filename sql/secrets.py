"""Secrets: from an environment variable or a private file, and never shown."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sql.trouble import Misuse

MASK = "***"


class Secret(str):
    """A text that prints as ***; `reveal()` is the only way to its value in a message."""

    __slots__ = ()

    def __repr__(self) -> str:
        return MASK

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return MASK

    def reveal(self) -> str:
        return "".join(self)


def secret(reference: str, place: str) -> Secret:
    """What `env:NAME` or `file:PATH` holds; `place` names the setting in an error."""
    kind, _, name = reference.partition(":")
    match kind:
        case "env" if name:
            return _from_variable(name, place)
        case "file" if name:
            return _from_file(Path(name), place)
    raise Misuse(f'{place}: a secret; write "env:NAME" or "file:PATH"')


def all_there(tables: Mapping[str, Mapping[str, Any]]) -> None:
    """Misuse with a line for each secret that tables of the settings name and nobody can read."""
    wrong: list[str] = []
    for place, table in tables.items():
        for key, value in table.items():
            if isinstance(value, str) and is_reference(value):
                try:
                    secret(value, f"[{place}] {key}")
                except Misuse as misuse:
                    wrong.append(str(misuse))
    if wrong:
        raise Misuse("\n".join(wrong))


def is_reference(text: str) -> bool:
    """Whether a setting names a secret instead of holding a value."""
    return text.startswith(("env:", "file:"))


def _from_variable(name: str, place: str) -> Secret:
    value = os.environ.get(name)
    if not value:
        fact = "is empty" if value == "" else "is not set"
        raise Misuse(f"{place}: the environment variable {name} {fact}; set it and start again")
    return Secret(value)


def _from_file(path: Path, place: str) -> Secret:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if mode & 0o077:
                raise Misuse(
                    f"{place}: {path} can be read by others (mode {mode:04o}); chmod 600 {path}"
                )
            value = file.read().removesuffix("\n").removesuffix("\r")
    except OSError as error:
        raise Misuse(f"{place}: {path}: {error.strerror}; does the file exist for us?") from error
    except UnicodeDecodeError:
        # The error would carry the bytes.
        raise Misuse(f"{place}: {path} is not UTF-8; save the secret as text") from None
    if not value:
        raise Misuse(f"{place}: {path} is empty; write the secret into it")
    return Secret(value)
