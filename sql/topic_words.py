"""A customer's words as rules and model read them: plain letters, no names, numbers or links."""

import re
import unicodedata

LONGEST = 3000  # characters of a mail that tell what it is about
LINK = re.compile(r"(?:https?://|www\.)\S+")
ADDRESS = re.compile(r"\S+@\S+\.\w+")
NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
TOKEN = re.compile(r"[a-z0]+|[?!.]")
UMLAUT = re.compile(r"(?<=[aou])e(?=[a-z])|n't\b")  # fuer and fur are one word
SPACE = re.compile(r"\s+")
# A line that takes leave; names and footers follow it.
SIGN_OFF = re.compile(
    r"(?:(?:with |my )?(?:kind|best|warm|many|sincere)?(?:est)? ?"
    r"(?:regards|wishes|greetings|thanks)|yours \w+|cheers|thank you|sincerely|lg|vg|mfg"
    r"|(?:viele|liebe|beste|schone|freundliche) grusse"
    r"|(?:mit )?(?:freundlichen|besten|lieben|herzlichen) grussen|gruss|grusse|danke|vielen dank"
    r"|(?:bien )?cordialement|cdt|bien a vous|salutations|merci(?: d.avance)?|amicalement"
    r"|(?:un )?(?:cordial )?saludos?|atentamente|gracias(?: de antemano)?)[ ,.!]*$"
)
MANY_WORDS = 6  # a line after the sign-off that long is no name: P.S. I forgot to say ...


def words_of(subject: str | None, text: str | None) -> str:
    """One line in small letters without accents; numbers are 0, links and addresses a word."""
    said = f"{subject}.\n{text or ''}" if subject else text or ""
    lines = plain(said[:LONGEST]).splitlines()
    return SPACE.sub(" ", " ".join(until_name(lines))).strip()


def plain(text: str) -> str:
    text = LINK.sub(" weblink ", ADDRESS.sub(" mailaddress ", text))
    if not text.isascii():
        text = text.replace("’", "'").replace("´", "'").replace("ß", "ss").replace("œ", "oe")
        spread = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return NUMBER.sub("0", text.lower())


def until_name(lines: list[str]) -> list[str]:
    """Without the short lines that follow a sign-off."""
    kept, is_below = [], False
    for number, line in enumerate(lines):
        line = line.strip()
        if not is_below or len(line.split()) >= MANY_WORDS:
            kept.append(line)
        is_below = is_below or (number > 1 and bool(SIGN_OFF.match(line)))
    return kept


def tokens(line: str) -> list[str]:
    """The words of such a line, and where its sentences end."""
    return TOKEN.findall(UMLAUT.sub(folded, line))


def folded(found: re.Match) -> str:
    return "" if found[0] == "e" else " not"
