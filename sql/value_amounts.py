"""Is this the order's total? Separators and the place of the currency make no difference."""

import re

NUMBER = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3})+(?:[.,]\d{1,2})?(?![\d])|\d+(?:[.,]\d{1,2})?(?!\d)"
)
DOLLARS = frozenset("USD CAD AUD NZD SGD HKD MXN TWD CLP COP ARS".split())
CROWNS = frozenset("SEK NOK DKK ISK".split())
SIGNS = {
    "US$": {"USD"}, "CA$": {"CAD"}, "C$": {"CAD"}, "A$": {"AUD"}, "AU$": {"AUD"}, "NZ$": {"NZD"},
    "HK$": {"HKD"}, "S$": {"SGD"}, "R$": {"BRL"}, "$": DOLLARS, "€": {"EUR"}, "£": {"GBP"},
    "¥": {"JPY", "CNY"}, "₹": {"INR"}, "₺": {"TRY"}, "₽": {"RUB"}, "₩": {"KRW"}, "zł": {"PLN"},
    "Kč": {"CZK"}, "kr": CROWNS, "SFr": {"CHF"}, "Fr": {"CHF"}, "Ft": {"HUF"}, "lei": {"RON"},
    "Euro": {"EUR"}, "euro": {"EUR"}, "euros": {"EUR"}, "Euros": {"EUR"},
}  # fmt: skip
CODES = frozenset(
    "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EUR GBP HKD HUF IDR ILS INR ISK JPY KRW MXN "
    "MYR NOK NZD PHP PLN RON RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR".split()
)
CURRENCY = re.compile(
    "|".join(rf"(?<![^\W\d_]){re.escape(sign)}(?![^\W\d_])"
             for sign in sorted([*SIGNS, *CODES], key=len, reverse=True))
)  # fmt: skip
LEAST = 0.005 + 1e-9  # of a difference


def amount_difference(said: str, total: float, currency: str | None) -> str:
    """same, amount, currency, or unread where no number stands."""
    number = NUMBER.search(said)
    if number is None:
        return "unread"
    if abs(amount(number[0]) - total) > LEAST:
        return "amount"
    named = (SIGNS.get(found[0], {found[0]}) for found in CURRENCY.finditer(said))
    return "currency" if currency and any(currency not in one for one in named) else "same"


def amount(written: str) -> float:
    """The number; the last comma or point with one or two digits behind it begins the cents."""
    cents = re.search(r"[.,](\d{1,2})$", written)
    whole = written[: cents.start()] if cents else written
    digits = re.sub(r"\D", "", whole)
    return float(f"{digits}.{cents[1]}" if cents else digits)
