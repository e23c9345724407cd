"""Tracking numbers that pass their carrier's check, and the links to them."""

from random import Random

LINKS = {
    "DHL": "https://www.dhl.de/de/privatkunden/dhl-sendungsverfolgung.html?piececode={}",
    "DPD": "https://tracking.dpd.de/status/de_DE/parcel/{}",
    "GLS": "https://gls-group.com/track/{}",
    "UPS": "https://www.ups.com/track?tracknum={}",
    "Royal Mail": "https://www.royalmail.com/track-your-item#/tracking-results/{}",
    "Colissimo": "https://www.laposte.fr/outils/suivre-vos-envois?code={}",
}


def _digits(random: Random, count: int) -> str:
    return "".join(random.choices("0123456789", k=count))


def _mod10(digits: str, odd: int, even: int) -> str:
    """The check digit over weights that alternate from the right."""
    weighted = sum(int(d) * (odd if i % 2 == 0 else even) for i, d in enumerate(reversed(digits)))
    return str(-weighted % 10)


def _ups(random: Random) -> str:
    body = "".join(random.choices("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", k=6)) + "68"
    body += _digits(random, 7)
    values = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in body]
    check = -sum(v * (2 if i % 2 else 1) for i, v in enumerate(values)) % 10
    return f"1Z{body}{check}"


def _s10(random: Random) -> str:
    body = _digits(random, 8)
    total = sum(int(d) * w for d, w in zip(body, (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
    check = {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11)
    return f"{random.choice(('RA', 'RN', 'VB'))}{body}{check}GB"


def tracking_number(carrier: str, random: Random) -> str:
    match carrier:
        case "DHL":
            body = "0034043" + _digits(random, 12)
            return body + _mod10(body, 3, 1)
        case "DPD":
            return "0" + _digits(random, 13)
        case "GLS":
            body = str(random.randrange(1, 10)) + _digits(random, 9)
            return body + _mod10(body, 3, 1)
        case "UPS":
            return _ups(random)
        case "Colissimo":
            body = _digits(random, 10)
            return "6A" + body + _mod10(body, 3, 1)
        case _:
            return _s10(random)


def tracking_link(carrier: str, number: str) -> str:
    return LINKS[carrier].format(number)
