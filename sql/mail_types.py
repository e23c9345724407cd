"""What a slot's value looks like: what fits, and where it ends when more text follows it."""

import re

from sql.mail_fold import WORD

SINGLE_WORD = {"ORDER_NUMBER", "TRACKING_NUMBER"}
DAYS = {"ESTIMATED_DELIVERY_DATE", "ESTIMATED_SHIPPING_TIME"}
MOST_WORDS = 8  # of a name
_LEFT = re.compile(r"[\[{<$%*#@_]|[-–—]+$|0000-|(?:none|null|nil|nan|undefined|n/?a|#n/a|tb[da]"
                   r"|x{4,}|invalid date)(?!\w)(?!\s*\w)", re.IGNORECASE)  # fmt: skip
_CODE = re.compile(r"#?\s?[\w][\w./-]*")
_NUMBER = re.compile(r"(?=.*\d)[0-9A-Z]{10,40}")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/\S+", re.IGNORECASE)
_CONTACT = re.compile(r"\S+@\S+|https?://\S+|\bwww\.\S+|\+?\(?\d[\d ()/.-]{5,18}\d")
_MONEY = re.compile(
    r"(?:[A-Z]{3}|[$€£¥]|kr\.?|CHF)?\s?-?\d[\d.,'\u2019 ]*(?:\s?(?:[A-Z]{3}\b|[$€£¥]|kr\b\.?|zł))?"
)
_TOTAL = re.compile(
    r"(?:[A-Z]{3}|[$€£¥]|kr\.?)\s?\d[\d.,' ]*|\d[\d.,' ]*\s?(?:[A-Z]{3}|[$€£¥]|kr\.?|zł)"
)
_DAY = re.compile(
    r"\d|\b(?:today|tomorrow|heute|morgen|aujourd|demain|hoy|mañana|immediately|sofort"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag"
    r"|mittwoch|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo|days?|tagen?|jours?|días?)",
    re.IGNORECASE,
)
_DATED = re.compile(
    r".{0,25}?(?<!\w)(?:\d{1,2}[./-]\d{1,2}[./-]|\d{4}-\d\d-\d\d|\d{1,2}(?:st|nd|rd|th|er|\.|º)? "
    r"(?:de )?[^\W\d_]{3,10}\.?(?: (?:de )?\d{4})?(?:$|\W)|[^\W\d_]{3,9}\.? \d{1,2},? \d{4}"
    r"|\d{1,3}(?: ?[-–] ?\d{1,3}|(?: to| bis| à| a) \d{1,3})? (?:\w+ )?(?:days?|hours?|weeks?"
    r"|tagen?|werktagen?|stunden|wochen?|jours?|heures|semaines?|días|horas|semanas?))",
    re.IGNORECASE,
)
_MORE = re.compile(r"\s+[-–—|•(]\s*(?=\D)|\s*[;|]\s+|[.!?]\s+(?=\D)|\s+\(|, (?=[a-zß-ÿ])")
_ITEM = re.compile(r"(?<!\w)\d{1,4}\s?[x×*]\s|[x×*]\s?\d{1,4}(?!\w)|\(\d{1,3}\)|^\d{1,3}\s\w",
                   re.IGNORECASE)  # fmt: skip


def is_left(value: str) -> bool:
    """What a program left in a slot: a placeholder, a null word, a dash."""
    return _LEFT.match(value) is not None


def fits(slot: str, value: str) -> bool:
    """Whether a line can be the value of a slot."""
    if not value or is_left(value):
        return bool(value)
    match slot:
        case "ORDER_NUMBER":
            return any(map(str.isdigit, value)) and len(WORD.findall(value)) <= MOST_WORDS
        case "TRACKING_NUMBER":
            return sum(map(str.isdigit, value)) > 3 or bool(_NUMBER.fullmatch(value))
        case "TRACKING_LINK":
            return bool(_LINK.search(value)) or not is_sentence(value)
        case "CONTACT_INFO":
            return bool(_CONTACT.search(value))
        case "ORDER_TOTAL":
            return any(map(str.isdigit, value)) and not is_sentence(value)
        case "SHIPPING_ADDRESS" | "ORDER_SUMMARY":
            return not is_sentence(value)
    if slot in DAYS:
        return bool(_DAY.search(value))
    return len(WORD.findall(value)) <= MOST_WORDS and not is_sentence(value)


def shows(slot: str, line: str) -> bool:
    """Whether a line without its label can be nothing but the slot's value."""
    match slot:
        case "TRACKING_LINK":
            return line.startswith(("http://", "https://", "www."))
        case "CONTACT_INFO":
            return "@" in line or line.startswith(("http://", "https://"))
        case "ORDER_TOTAL":
            return _TOTAL.fullmatch(line) is not None
        case "TRACKING_NUMBER" | "ORDER_NUMBER":
            return _code_length(line, 12) == len(line) and fits(slot, line)
    return slot in DAYS and _DATED.match(line) is not None and not is_item(line)


def is_sentence(line: str) -> bool:
    """Words of somebody, not a value: many of them, without figures or with a full stop."""
    words = len(WORD.findall(line))
    if line.startswith(("http://", "https://")):
        return False
    has_digit = any(map(str.isdigit, line))
    ends = line.rstrip().endswith((".", "!", "?", "…"))
    return not has_digit and (words > 6 or (words > 3 and ends)) or (words > 9 and ends)


def is_item(line: str) -> bool:
    """A line of a list of goods."""
    return _ITEM.search(line) is not None


def kept_length(slot: str, value: str) -> int:
    """How much of a line is the slot's value; what follows it was added."""
    if is_left(value) and slot not in ("CONTACT_INFO", "SHIPPING_ADDRESS", "ORDER_SUMMARY"):
        return _left_length(value)
    match slot:
        case "ORDER_NUMBER":
            return _code_length(value, 1)
        case "TRACKING_NUMBER":
            return _code_length(value, 12)
        case "TRACKING_LINK":
            found = _LINK.search(value)
            return len(value[: found.end()].rstrip(".,;)")) if found else _clause_length(value)
        case "ORDER_TOTAL":
            found = _MONEY.search(value)
            return len(value[: found.end()].rstrip(" ,")) if found else len(value)
        case "CONTACT_INFO":
            found = list(_CONTACT.finditer(value))
            return len(value[: found[-1].end()].rstrip(".,;!")) if found else len(value)
        case "SHIPPING_ADDRESS" | "ORDER_SUMMARY":
            return len(value)
    return _clause_length(value)


def _left_length(value: str) -> int:
    """A placeholder to its end; a word to the next blank."""
    for opened, closed in (("{{", "}}"), ("[", "]"), ("{%", "%}"), ("{", "}"), ("<", ">"),
                           ("*|", "|*"), ("%(", ")")):  # fmt: skip
        if value.startswith(opened) and (end := value.find(closed, len(opened))) > 0:
            rest = value[end + len(closed) :]
            return end + len(closed) + (rest[:1] == closed[-1:])
    found = re.match(r"invalid date|\[object object\]|\S+", value, re.IGNORECASE)
    return found.end() if found else len(value)


def _code_length(value: str, most: int) -> int:
    """Groups of letters and figures as numbers are written, up to the first ordinary word."""
    end = 0
    for groups, found in enumerate(re.finditer(r"\S+", value)):
        group = found[0]
        is_code = any(map(str.isdigit, group)) or (groups < 2 and group.isupper())
        if groups and (not is_code or groups >= most) and any(map(str.isalnum, value[:end])):
            break
        end = found.end()
        if groups == 0 and not is_code and any(map(str.isalnum, group)):
            most = 2
    return len(value[:end].rstrip(".,;:!"))


def _clause_length(value: str) -> int:
    for found in _MORE.finditer(value):
        rest = value[found.end() :]
        if len(WORD.findall(rest)) > 1 and not any(map(str.isdigit, rest)):
            return found.start()
    return len(value)
