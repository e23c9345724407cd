"""Whether an address in a mail is the one of the record, however it is spelled."""

import re

from .folding import folded
from .seeds import Rows

WORDS = {
    "str": "strasse", "st": "street", "rd": "road", "ave": "avenue", "av": "avenue",
    "avda": "avenida", "c": "calle", "pl": "platz", "plaza": "platz",
    "place": "platz", "plz": "platz", "nr": "", "no": "", "n": "",
    "apt": "apartment", "blvd": "boulevard", "bd": "boulevard", "ln": "lane", "dr": "drive",
    "sq": "square", "apartamento": "apartment",
}  # fmt: skip


def address_words(text: str, rows: Rows) -> list[str]:
    """Folded, abbreviations written out, 12 a as 12a; line by line and comma by comma."""
    forms = {row["word"]: row["form"] for row in rows} if rows else WORDS
    endings = [(one[1:], form[1:]) for one, form in forms.items() if one.startswith("-")]
    found = []
    for piece in re.split(r"[\n,]", text.replace("ß", "ss")):
        said = re.sub(r"(?i)\bc/", "calle ", piece)
        said = folded(re.sub(r"(?i)(?<=[a-zäöü])str\.?(?=[\s\d]|$)", "strasse", said))
        said = re.sub(r"\b(\d+) ([a-z])$", r"\1\2", said)
        for word in said.split():
            end = next((one for one in endings if word.endswith(one[0]) and word != one[0]), None)
            told = word[: -len(end[0])] + end[1] if end else forms.get(word, word)
            found += told.split()
    return found


def differs(value: str, street: str, postcode: str, city: str, rows: Rows) -> str | None:
    """critical where the parcel may go astray, minor where only the wording differs."""
    said = address_words(value, rows)
    squeezed = "".join(said)
    wanted = address_words(street, rows)
    numbers = [word for word in wanted if re.search(r"\d", word)]
    town = [word for word in address_words(city, rows)]
    code = "".join(folded(postcode).split())
    if code and code not in squeezed or any(word not in said for word in [*numbers, *town]):
        return "critical"
    if "".join(wanted) in squeezed or all(word in said for word in wanted):
        return None
    return "minor"
