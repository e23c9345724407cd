"""What a slot's value looks like: what fits, and where it ends when more text follows it."""

import re

from sql.mail_fold import WORD

# Whose values show what they are.
STRICT = {"ORDER_NUMBER", "TRACKING_NUMBER", "TRACKING_LINK", "ESTIMATED_DELIVERY_DATE",
          "ESTIMATED_SHIPPING_TIME", "ORDER_TOTAL", "CONTACT_INFO"}
DAYS = {"ESTIMATED_DELIVERY_DATE", "ESTIMATED_SHIPPING_TIME"}
MOST_WORDS = 8  # of a name
_LEFT = re.compile(r"[\[{<$%*#@_]|[-–—]+$|0000-|(?:none|null|nil|nan|undefined|n/?a|#n/a|tb[da]"
                   r"|x{4,}|invalid date)(?!\w)(?!\s*\w)", re.IGNORECASE)  # fmt: skip
_NUMBER = re.compile(r"(?=.*\d)[0-9A-Z]{10,40}")
LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/\S+", re.IGNORECASE)
CONTACT = re.compile(r"\S+@\S+|https?://\S+|\bwww\.\S+|\+?\(?\d[\d ()/.-]{5,18}\d")
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
_SHARE = re.compile(r"\d ?%")
_MONTH = (
    r"(?:jan|feb|fév|mar|mär|mrz|apr|avr|abr|mai|may|jun|juin|jul|juil|aug|aoû|ago|sep|okt|oct"
    r"|nov|dec|dez|déc|dic|ene)[a-zéûä]{0,7}"
)
_DATED = re.compile(
    r".{0,25}?(?<!\w)(?:\d{1,2}[./-]\d{1,2}[./-]|\d{4}-\d\d-\d\d|\d{1,2}(?:st|nd|rd|th|er|\.|º)? "
    rf"(?:de )?{_MONTH}|{_MONTH}\.? \d{{1,2}}\b"
    r"|\d{1,3}(?: ?[-–] ?\d{1,3}|(?: to| bis| à| a) \d{1,3})? (?:\w+ )?(?:days?|hours?|weeks?"
    r"|tagen?|werktagen?|stunden|wochen?|jours?|heures|semaines?|días|horas|semanas?))",
    re.IGNORECASE,
)
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
            return bool(LINK.search(value)) or not is_sentence(value)
        case "CONTACT_INFO":
            return bool(CONTACT.search(value))
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
            return "/" not in line and code_length(line, 12) == len(line) and fits(slot, line)
    return slot in DAYS and _DATED.match(line) is not None


def is_sentence(line: str) -> bool:
    """Words of somebody, not a value: many of them, without figures or with a full stop."""
    words = len(WORD.findall(line))
    if words < 4:
        return False
    if line.startswith(("http://", "https://")):
        return False
    if _SHARE.search(line) and words > 3:
        return True  # 20 % off everything
    has_digit = any(map(str.isdigit, line))
    ends = line.rstrip().endswith((".", "!", "?", "…"))
    return not has_digit and (words > 6 or (words > 3 and ends)) or (words > 9 and ends)


def is_item(line: str) -> bool:
    """A line of a list of goods."""
    return _ITEM.search(line) is not None


def code_length(value: str, most: int) -> int:
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
