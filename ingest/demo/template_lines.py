"""The fixed lines of the template that a mail is written from."""

import re

from .mail_seeds import MUST_SAY
from .mail_templates import template
from .said import Said
from .wording import table

LEAST_WORDS = 5  # of a line that is a sentence


def lines_of(said: Said) -> list[str]:
    return [line for line in template(said.shop, said.kind, said.language, said.version).lines
            if line]  # fmt: skip


def sentences(said: Said) -> list[str]:
    """Fixed lines without a slot; no label of the next line, no address, not the closing."""
    return [line for line in lines_of(said)[:-2]
            if "[" not in line and "www." not in line and len(line.split()) >= LEAST_WORDS
            and line != mandatory(said) and not line.endswith(":")]  # fmt: skip


def words_of(said: Said) -> dict:
    return table("fault_words")[said.language]


def mandatory(said: Said) -> str | None:
    """The line that the shop's own rows want."""
    pattern = MUST_SAY.get((said.shop, said.kind), {}).get(said.language)
    lines = [line for line in lines_of(said) if pattern and re.search(pattern, line)]
    return lines[0] if lines else None
