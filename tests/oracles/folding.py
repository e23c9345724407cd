"""Words as a reader takes them: no case, no accents, no punctuation, no broken characters."""

import html
import re
import unicodedata
from functools import cache

LIKE = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ł": "l", "þ": "th", "ı": "i"})
TWICE = re.compile(
    r"(?:Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[\x80-\xbf]|â(?:€|\x80)[\x80-\xbf™œž“”˜¦¢])+"
)
QUOTED = re.compile(
    r"(?:=[C-F][0-9A-F](?:=[89AB][0-9A-F])+)+|(?<=[a-z]{2})=20(?![0-9])|(?<=[a-z][,.;:!?)])=20(?!\d)"
    r"|(?<=[a-z])=(?:[EF][0-9A-F]|DF)(?=[a-z])|^=20$|(?<= )=20$"
)
TAG = re.compile(
    r"</?(?:br|p|b|i|td|tr|th|div|span|strong|em|table|li|ul|a|h[1-3])(?=[\s/>])[^<>]*>", re.I
)


@cache
def folded(text: str) -> str:
    """Letters and digits with one blank between words."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).casefold())
    plain = "".join(one for one in plain if not unicodedata.combining(one)).translate(LIKE)
    return " ".join(re.sub(r"['’`´]", "", plain).translate(MARKS).split())


class _Marks(dict):
    """Whatever is neither letter nor digit becomes a blank."""

    def __missing__(self, code: int) -> str:
        one = chr(code)
        self[code] = one if one.isalnum() else " "
        return self[code]


MARKS = _Marks()


def words(text: str) -> list[str]:
    return folded(text).split()


def code(text: str | None) -> str:
    """A number as it is compared: letters and digits alone."""
    return re.sub(r"[\W_]", "", text or "").upper()


def repaired(token: str) -> str:
    """What the sender meant before an encoding was taken for another."""
    said = TWICE.sub(lambda found: read_again(found[0]), token)
    said = QUOTED.sub(unquoted, said)
    return html.unescape(TAG.sub("", said)) if "&" in said or "<" in said else said


def read_again(text: str) -> str:
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    try:  # some bytes have no letter in cp1252 and stand as they are
        return bytes(one_byte(one) for one in text).decode("utf-8")
    except (UnicodeError, ValueError):
        return text


def one_byte(letter: str) -> int:
    try:
        return letter.encode("cp1252")[0]
    except UnicodeError:
        return ord(letter)


def unquoted(found: re.Match) -> str:
    raw = bytes(int(pair, 16) for pair in found[0].split("=")[1:])
    try:
        return raw.decode("utf-8")
    except UnicodeError:
        return raw.decode("latin-1")
