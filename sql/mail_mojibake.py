"""Letters that were read in the wrong encoding, and markup that shows as text."""

import re

# What cp1252 makes of the second byte of a letter in UTF-8, without quotes and blanks.
_SECOND = (
    "\u0080-\u009f\u00a1-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u201a\u201e\u2020\u2021\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
)
_QUOTES = "\u2018\u2019\u201c\u201d \u00a0"
_ENTITIES = (
    r"amp|nbsp|lt|gt|quot|apos|[aouAOUei]uml|szlig|[aeiouAEIOU](?:acute|grave|circ|tilde)|[cC]cedil"
    r"|[nN]tilde|euro|[nm]dash|[lr][sd]quo|hellip|copy|reg|trade|laquo|raquo|bull|middot|oslash"
    r"|aring|aelig|iexcl|iquest|deg|pound|sect|zwnj|ensp|emsp|thinsp|shy"
    r"|#\d{2,5}|#[xX][0-9a-fA-F]{2,5}"
)
_TAGS = (
    r"br|p|b|i|u|td|tr|th|table|tbody|div|span|strong|em|a|ul|ol|li|h[1-6]|html|body|img"
    r"|font|hr"
)
LETTERS = re.compile(
    f"Ã(?:[{_SECOND}\u00ad]|(?<![A-ZÀ-Þ]Ã)[{_QUOTES}](?![A-ZÀ-Þ])|ƒ.)"
    f"|â(?:€.?|‚¬|„¢|[\u0080-\u009f]|œ[\u0080-\u00bf\u201c\u201d\u2026]|†[\u2018-\u201d])"
    f"|Â(?:[\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf]"
    f"|(?<=[\\d\\s.,:]Â)(?=[ \u00a0]))"
    f"|[ÄÅ][\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf\u2020\u2021]"
    r"|ï»¿|ï¿½|ðŸ|[ÐÑ][\u0080-\u00bf\u0192\u201a-\u2122][ÐÑ][\u0080-\u00bf\u0192\u201a-\u2122]"
    r"|\ufffd"
)
MARKUP = re.compile(
    r"=(?:[C-F][0-9A-F](?:=[89AB][0-9A-F])+(?:=[C-F][0-9A-F](?:=[89AB][0-9A-F])+)*"
    r"|(?<=[^\W\d_]=)(?:E4|F6|FC|DF|E9|E8|E0|E7|C4|D6|DC|F1|ED|F3|FA)(?=[a-z ])"
    r"|(?<=[^\W\d_][^\W\d_]=)20(?=\n|$)|(?<=[.,:;!?]=)20(?=\s|$)|(?<= =)20(?=\n|$)"
    r"|3D(?=[\"'])|(?<=[a-zß-ÿ]=)\n(?=[a-zß-ÿ]))"
    rf"|&(?:amp;)*(?:{_ENTITIES});"
    rf"|</?(?:{_TAGS})(?: [^<>\n]{{0,200}})?\s?/?>"
)
_TAG = re.compile(r"</?(\w+)")


def normal_form(found: str) -> str:
    """What names the fault, without anything a customer wrote."""
    if tag := _TAG.match(found):
        return f"<{tag[1].lower()}>"
    if found == "\ufffd":
        return "U+FFFD"
    return "soft line break" if found == "=\n" else found.strip()
