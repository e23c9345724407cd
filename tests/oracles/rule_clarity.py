"""Rules of how clearly and how politely it is written: 45 and 46."""

import re

from .fit_choice import language_of
from .folding import folded
from .mails import Mail
from .rule_world import MINOR, Findings, Found, World
from .template_files import SLOT, Template

LONG_TEXT, LONG_SENTENCE, TOO_HARD, ENOUGH_WORDS = 150, 30, 50, 30
BLAME = {"en": ("as i already", "your fault", "you should have")}


def template_clarity(world: World) -> Findings:
    for one in world.library.own:
        about = f"template:{one.name} {one.version}"
        text = SLOT.sub(" ", without_slot_lines(one))
        yield from clarity(text, one.locale[:2], about, world)


def without_slot_lines(template: Template) -> str:
    """A line that is nothing but a slot is no sentence."""
    return "\n".join(line.text for line in template.lines if line.fixed)


def reply_clarity(world: World, replies: list[tuple[Mail, str]]) -> Findings:
    """What people wrote, without what they quote."""
    for mail, text in replies:
        about = "mail:" + mail.message_id.strip("<>")
        yield from clarity(text, language_of(text.split("\n")), about, world)


def clarity(text: str, language: str | None, about: str, world: World) -> Findings:
    words = words_in(text)
    said = sentences(text)
    if len(words) > LONG_TEXT:
        yield Found("LONG_OR_HARD", about, "words", MINOR)
    if any(len(words_in(one)) > LONG_SENTENCE for one in said):
        yield Found("LONG_OR_HARD", about, "sentence", MINOR)
    if len(words) >= ENOUGH_WORDS and is_hard(words, len(said), language):
        yield Found("LONG_OR_HARD", about, "ease", MINOR)
    if shouts(words):
        yield Found("TONE", about, "capitals", MINOR)
    if "!!!" in text or len(re.findall(r"!!+", text)) >= 2:
        yield Found("TONE", about, "exclamation", MINOR)
    rows = world.lists["blame_phrases"]
    phrases = {row["phrase"] for row in rows} | set(BLAME["en"])
    plain = f" {folded(text)} "
    if any(f" {folded(one)} " in plain for one in phrases):
        yield Found("TONE", about, "blame", MINOR)


def words_in(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", re.sub(r"https?://\S+", " ", text))


def sentences(text: str) -> list[str]:
    """A line ends one as a full stop does."""
    found = re.split(r"(?<=[.!?:…])\s+|\n+", text)
    return [one for one in found if words_in(one)]


def is_hard(words: list[str], count: int, language: str | None) -> bool:
    count = max(count, 1)
    if language == "en":
        syllables = sum(map(syllables_in, words))
        return 206.835 - 1.015 * len(words) / count - 84.6 * syllables / len(words) < TOO_HARD
    long = sum(len(one) > 6 for one in words)
    return len(words) / count + 100 * long / len(words) > TOO_HARD


def syllables_in(word: str) -> int:
    plain = folded(word)
    plain = re.sub(r"(?<=[^aeiouyl])e$|(?<=[aeiouy])e$", "", plain)
    return max(len(re.findall(r"[aeiouy]+", plain)), 1)


def shouts(words: list[str]) -> bool:
    """Codes with digits are none."""
    able = [one for one in words if len(one) >= 4 and not re.search(r"\d", one)]
    loud = [one for one in able if one.isupper()]
    return len(loud) >= 2 and len(loud) > 0.15 * len(able)
