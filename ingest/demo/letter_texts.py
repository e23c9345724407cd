"""The words of a letter: greeting, what is said, closing; machines write without either."""

from random import Random

from .events import Letter, Order
from .wording import letter_words

BARE = (  # kinds that are written as they stand
    "bulk", "bulk_text", "offer_list", "spam", "spam_status", "spam_junk", "spam_text", "receipt",
    "read_receipt", "calendar", "newsletter",
)  # fmt: skip


def text_of(letter: Letter, random: Random) -> str:
    words = letter_words(letter.language)
    options = words["texts"].get(letter.topic) or words["texts"]["other"]
    body = letter.body or filled(random.choice(options), letter, random)
    if letter.kind in BARE:
        return f"{body}\n"
    is_ours = not letter.is_incoming
    greeting = random.choice(words["dear" if is_ours else "greetings"])
    name = letter.to[0] if is_ours else letter.sender[0]
    closing = random.choice(words["team_closings" if is_ours else "closings"])
    greeting = greeting.format(name=name, brand=letter.brand.name)
    text = f"{greeting}\n\n{body}\n\n{closing.format(name=letter.sender[0])}\n"
    if letter.is_form:
        number = letter.order.order_id if letter.order and letter.names_order else "-"
        text = words["form"].format(
            name=letter.sender[0], email=letter.sender[1], number=number, text=body
        )
    return text


def filled(words: str, letter: Letter, random: Random) -> str:
    """With the order's number where the letter names it, and whatever else is meant."""
    item = letter.order.items[0].title if letter.order else ""
    token = letter.message_id[10:14]
    return words.format(
        ref=_ref(letter, letter.order, random), brand=letter.brand.name, item=item, token=token,
        domain=letter.brand.domain,
    )  # fmt: skip


def _ref(letter: Letter, order: Order | None, random: Random) -> str:
    if not (letter.names_order and order):
        return ""
    return random.choice(letter_words(letter.language)["refs"]).format(number=order.order_id)
