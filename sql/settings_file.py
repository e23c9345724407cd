"""The settings file as text: readable, and TOML."""

import re
import tomllib
from pathlib import Path
from typing import Any

from sql.trouble import Misuse

_TAB_IN_QUOTES = re.compile(r"""^[^#"']*("[^"]*\t|'[^']*\t)""")


def read_toml(path: Path) -> dict[str, Any]:
    """Every table of the file, or Misuse with the line that is no TOML."""
    text = _text(path)
    if text.startswith("\ufeff"):
        raise Misuse(f"{path}: line 1 begins with a byte order mark; save it as UTF-8 without one")
    for number, line in enumerate(text.splitlines(), start=1):
        if _TAB_IN_QUOTES.match(line):
            raise Misuse(f"{path}: line {number} holds a tab inside quotes; write \\t or a space")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        fact = str(error).replace("Cannot overwrite a value", "a key stands there twice")
        fact = re.sub(r"^Cannot declare .* twice", "a table stands there twice", fact)
        raise Misuse(f"{path}: {fact}; mend that line") from error


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        raise Misuse(
            f"{path}: no settings there; name them with --settings FILE or TRACKRECORD_SETTINGS,"
            " write them as the README shows, or try `trackrecord demo`"
        ) from None
    except OSError as error:
        raise Misuse(f"{path}: {error.strerror}; may this user read it?") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise Misuse(f"{path}: line {line} is not UTF-8; save the file as UTF-8") from error
