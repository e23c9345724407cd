"""How mail programs quote what they answer: marks, an introducing line, or a block of headers."""

from random import Random

from .clock import local
from .events import Letter, OrderMail
from .wording import letter_words, long_date

Parent = tuple[Letter | OrderMail, str]


def together(letter: Letter, text: str, parent: Parent | None, random: Random) -> str:
    """The new words and the quotation; some people delete it, some write below it."""
    if parent is None:
        return text
    styles = ("marks", "block", "none", "below") if letter.is_incoming else ("marks", "block")
    weights = (50, 28, 14, 8)[: len(styles)]
    if letter.unseen_id or letter.topic == "newsletter":
        styles, weights = ("block",), (1,)
    match random.choices(styles, weights)[0]:
        case "marks":
            return text + _marks(letter, parent)
        case "block":
            return text + _block(letter, parent)
        case "below":
            return f"{_marks(letter, parent).lstrip()}\n{text}"
        case _:
            return text


def _written_by(letter: Letter, parent: Letter | OrderMail) -> tuple[str, str, str]:
    """Name, address, and time of the mail that is answered, as the customer's zone shows it."""
    if isinstance(parent, Letter):
        name, address = parent.sender
        at = parent.at
    else:
        name, address, at = letter.brand.name, letter.brand.order_from, parent.accepted_at
    here = local(at, letter.brand.zone)
    return name, address, f"{long_date(here.date(), letter.language)} {here:%H:%M}"


def _marks(letter: Letter, parent: Parent) -> str:
    name, address, when = _written_by(letter, parent[0])
    intro = letter_words(letter.language)["wrote"]
    lines = "\n".join(f"> {line}".rstrip() for line in parent[1].strip().split("\n"))
    return f"\n{intro.format(when=when, name=name, address=address)}\n{lines}\n"


def _block(letter: Letter, parent: Parent) -> str:
    name, address, when = _written_by(letter, parent[0])
    block = letter_words(letter.language)["block"]
    return "\n" + block.format(
        when=when, name=name, address=address, to=letter.sender[1], text=parent[1].strip()
    )
