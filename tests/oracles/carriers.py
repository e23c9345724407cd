"""Parcel numbers of carriers, from what the carriers publish themselves."""

import re

from .folding import code, folded

KEYS = {
    "dhl": "dhl", "deutsche post": "dhl", "dpd": "dpd", "gls": "gls", "ups": "ups",
    "hermes": "hermes", "evri": "evri", "royal mail": "royal_mail", "colissimo": "la_poste",
    "la poste": "la_poste", "chronopost": "chronopost", "correos": "correos", "fedex": "fedex",
    "postnord": "postnord", "bring": "bring", "mondial relay": "mondial_relay", "seur": "seur",
    "united parcel": "ups", "poste": "la_poste", "parcelforce": "parcelforce",
}  # fmt: skip
def mod_10(digits: str, weights: tuple[int, int] = (3, 1)) -> int:
    """The digit that follows; weights from the right."""
    total = sum(int(one) * weights[n % 2] for n, one in enumerate(reversed(digits)))
    return -total % 10


def gs1(number: str) -> bool:
    return mod_10(number[:-1]) == int(number[-1])


def s10(number: str) -> bool:
    weights = (8, 6, 4, 2, 3, 5, 9, 7)
    total = sum(int(one) * by for one, by in zip(number[2:10], weights, strict=True))
    return {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11) == int(number[10])


def ups(number: str) -> bool:
    values = [int(one) if one.isdigit() else (ord(one) - 63) % 10 for one in number[2:-1]]
    total = sum(one * (2 if n % 2 else 1) for n, one in enumerate(values))
    return -total % 10 == int(number[-1])


def gls(number: str) -> bool:
    return (mod_10(number[:-1]) - 1) % 10 == int(number[-1])


def colissimo(number: str) -> bool:
    return gs1(number[2:])


def by_seven(number: str) -> bool:
    return int(number[:-1]) % 7 == int(number[-1])


def ident_code(number: str) -> bool:
    return mod_10(number[:-1], (4, 9)) == int(number[-1])


S10 = (r"[A-Z]{2}\d{9}[A-Z]{2}", s10)
FORMS = {  # carrier -> (shape, check)
    "dhl": [(r"\d{20}", gs1), (r"\d{12}", ident_code), (r"\d{10}", by_seven),
            (r"J(?:JD|VGL)\d{10,18}", None), (r"[A-Z]{2}\d{9}DE", s10), (r"G[MR]\d{16,18}", None)],
    "dpd": [(r"\d{14}[0-9A-Z]?", None), (r"\d{28}", None)],
    "gls": [(r"\d{11}", None), (r"\d{12}", gls), (r"[A-Z0-9]{8}", None)],
    "ups": [(r"1Z[0-9A-Z]{15}\d", ups), (r"T\d{10}|\d{9}", None)],
    "hermes": [(r"\d{14}", gs1), (r"H\d{19}", None), (r"\d{16}", None)],
    "evri": [(r"[A-Z0-9]{16}", None)],
    "royal_mail": [S10, (r"\d{14}|\d{21}", None)],
    "parcelforce": [S10, (r"[A-Z]{2}\d{7}", None)],
    "la_poste": [(r"\d[A-Z]\d{11}", colissimo), (r"[A-Z]{2}\d{11}", None), S10],
    "chronopost": [S10, (r"[A-Z]{2}\d{11}", None)],
    "correos": [S10, (r"P[A-Z0-9]{22}", None)],
}  # fmt: skip


def carrier_key(name: str | None) -> str | None:
    said = folded(name or "")
    for part, key in KEYS.items():
        if re.search(rf"\b{part}\b", said):
            return key
    return said.replace(" ", "_") or None


def number_state(number: str | None, carrier: str | None) -> str:
    if re.fullmatch(r"\s*\d(?:[.,]\d+)?E\+?\d+\s*", number or "", re.I):
        return "mangled"
    said, key = code(number), carrier_key(carrier)
    if key not in FORMS or not said:
        return "unknown"
    checks = [check for shape, check in FORMS[key] if re.fullmatch(shape, said)]
    if any(check is None or check(said) for check in checks):
        return "ok"
    if lost_zeros(said, key):
        return "mangled"
    if is_anothers(said, key):
        return "other_carrier"
    return "check_digit" if checks else "format"


def lost_zeros(said: str, key: str) -> bool:
    """A spreadsheet took it for a number: zeros before it are gone, or its end became zeros."""
    if not said.isdigit():
        return False
    if key == "dhl":
        return len(said) == 18 and gs1("00" + said) or len(said) == 20 and said[15:] == "00000"
    return key == "dpd" and len(said) in (12, 13)


def is_anothers(said: str, key: str) -> bool:
    return any(check and re.fullmatch(shape, said) and check(said)
               for other, forms in FORMS.items() if other != key
               for shape, check in forms if not re.fullmatch(r"\d{9,14}", said))  # fmt: skip
