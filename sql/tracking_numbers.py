"""Whether a number can be a parcel of the carrier that is named: its shape and check digit."""

import re
import unicodedata

from sql.tracking_carriers import carrier_key
from sql.tracking_formats import Format, Formats, Shapes, formats_of, shipped_formats

__all__ = ["Formats", "carrier_key", "formats_of", "number_state"]

LONGEST = 64  # signs of a number that are looked at
SPREADSHEET = re.compile(r"\d+(?:[.,]\d+)?E\+?\d{1,3}|\d+[.,]0", re.ASCII)
CERTAIN_DIGITS = 15  # of a number kept as a spreadsheet's double
LOST_ZEROS = ("0", "00")
UNSEEN = re.compile(r"[\s.\-\u2010-\u2015\u00ad\u200b-\u200d\u2060\ufeff]+")


def number_state(
    number: str, carrier: str | None, formats: Formats | None = None
) -> tuple[str, list[str]]:
    """The state of a number under the carrier's key, and the carriers that it fits fully.

    valid, check_digit (the shape fits, the digit is wrong), format (nothing of the carrier fits),
    other_carrier, mangled (by a spreadsheet) or unknown. `s10` is any country's post.
    """
    formats = formats or shipped_formats()
    raw = number[: 4 * LONGEST].strip().upper()
    if SPREADSHEET.fullmatch(raw):
        return "mangled", []
    number = plain(raw)[:LONGEST]
    if not number.strip("0") or not (number.isascii() and number.isalnum()):
        return "format" if number and carrier in formats.carriers else "unknown", []
    telling = formats.of(None, len(number), telling=True)
    carriers = list(dict.fromkeys(form.carrier for form in fitting(telling, number)))
    if not carrier:
        return state_of_nobody(number, formats, carriers), carriers
    if carrier in carriers:
        return "valid", carriers
    if carrier not in formats.carriers:
        return "unknown", carriers
    own = formats.of(carrier, len(number), telling=False)
    shapes = [(form, match) for fullmatch, form in own if (match := fullmatch(number))]
    if any(form.is_right(match) for form, match in shapes if not form.tells):
        return "valid", [carrier, *carriers]
    if is_rounded(number) or has_lost_zeros(number, formats, carrier):
        return "mangled", carriers
    if any(not form.is_sure for form, _ in shapes):
        return "unknown", carriers
    if shapes:
        return "check_digit", carriers
    return ("other_carrier" if carriers else "format"), carriers


def state_of_nobody(number: str, formats: Formats, carriers: list[str]) -> str:
    """Without a carrier: whether it fits anybody's format."""
    if carriers or fitting(formats.of(None, len(number), telling=False), number):
        return "valid"
    is_mangled = is_rounded(number) or has_lost_zeros(number, formats, None)
    return "mangled" if is_mangled else "unknown"


def fitting(shapes: Shapes, number: str) -> list[Format]:
    return [form for fullmatch, form in shapes
            if (match := fullmatch(number)) and form.is_right(match)]  # fmt: skip


def plain(number: str) -> str:
    """Without blanks, dashes, dots and what has no width."""
    if not number.isascii():
        number = unicodedata.normalize("NFKC", number)
    return number if number.isalnum() else UNSEEN.sub("", number)


def is_rounded(number: str) -> bool:
    """A spreadsheet keeps fifteen digits and writes zeros for the others."""
    if not (number.isascii() and number.isdigit()):
        return False
    lost = len(number.lstrip("0")) - CERTAIN_DIGITS
    return lost >= 2 and number.endswith("0" * lost)


def has_lost_zeros(number: str, formats: Formats, carrier: str | None) -> bool:
    """Whether zeros put back in front make a check digit right that can be relied on."""
    if not number[0].isdigit():
        return False
    whole = [zeros + number for zeros in LOST_ZEROS]
    return any(fitting(formats.of(carrier, len(n), telling=True), n) for n in whole)
