"""The weekly report as a page and as plain text, from the same value and the same words."""

import textwrap
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reports import words
from reports.plain import name_of, readable
from reports.spark import spark
from reports.week import Week
from sql import wording

FOLDER = Path(__file__).parent / "templates"
WIDTH = 76


def html(week: Week) -> str:
    """One page that needs nothing from outside."""
    return _templates(is_page=True).get_template("weekly.html.j2").render(week=week)


def text(week: Week) -> str:
    """The same in plain text."""
    return _templates(is_page=False).get_template("weekly.txt.j2").render(week=week).strip() + "\n"


@cache
def _templates(*, is_page: bool) -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=is_page,
        undefined=StrictUndefined,
        finalize=readable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["name"] = name_of
    if not is_page:  # what they make is no longer escaped
        made.filters |= {"wrapped": _wrapped, "cell": _cell}
    made.globals |= {"w": wording, "spark": spark}
    made.globals |= {name: getattr(words, name) for name in words.__all__}
    return made


def _wrapped(line: Any, indent: int = 0) -> Markup:
    """Lines of the text's width; marked as made here, so that their line breaks stay."""
    edge = " " * indent
    return Markup(textwrap.fill(readable(line), WIDTH, initial_indent=edge, subsequent_indent=edge))


def _cell(value: Any, width: int) -> str:
    """A cell of a text table; a negative width puts it to the right."""
    shown = readable(value)
    return shown.rjust(-width) if width < 0 else shown.ljust(width)
