"""Does a link lead where its words say, can it be clicked, and does it live long enough?"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

LONGEST, MOST = 2000, 200  # characters of a link, links of a mail
SHOWN = re.compile(r"(?:https?://\S+|(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/?#]\S*)?)", re.IGNORECASE)
WEB = ("http://", "https://", "//")
NUMBER = re.compile(r"[0-9A-Z]{8,}")
EXPIRY = {"expires", "expire", "expiry", "exp", "expiration", "valid_until"}
SECONDS = range(10**9, 10**10)  # of an epoch; with three more digits, thousandths


def differing(targets: Iterable[str], texts: Iterable[str]) -> tuple[str, str] | None:
    """The first link whose words are another address than the one it leads to."""
    for target, text in list(zip(targets, texts, strict=False))[:MOST]:
        target, text = target.strip()[:LONGEST], " ".join(text.split())[:LONGEST]
        is_shown = SHOWN.fullmatch(text) and "@" not in text
        if is_shown and target.lower().startswith(WEB) and leads_elsewhere(target, text):
            return text, target
    return None


def leads_elsewhere(target: str, text: str) -> bool:
    shown = text if "//" in text else f"//{text}"
    if host_of(shown) != host_of(target):
        return True
    if text.endswith(("…", "...")):
        return False  # cut short to be shown
    said, meant = numbers_in(text), numbers_in(target)
    return bool(said and meant) and said.isdisjoint(meant)


def host_of(link: str) -> str:
    try:
        return (urlsplit(link).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def numbers_in(link: str) -> set[str]:
    """What can be a tracking number: long, and mostly digits."""
    plain = re.sub(r"[-. ]", "", unquote(link.partition("//")[2] or link)).upper()
    return {one for one in NUMBER.findall(plain) if 2 * sum(map(str.isdigit, one)) > len(one)}


def is_not_clickable(link: str, html_text: str, targets: Iterable[str]) -> bool:
    """The address stands in the HTML part to be read, and nothing leads there."""
    bare = link.strip().rstrip("/")
    if not bare.lower().startswith(("http://", "https://")) or bare not in html_text:
        return False
    return not any(bare in target for target in targets)


@lru_cache(maxsize=10_000)
def expires_on(link: str) -> date | None:
    """The day named by expires, exp or expiry: ISO, or seconds since 1970."""
    try:
        query = parse_qsl(urlsplit(link[:LONGEST]).query)
    except ValueError:
        return None
    values = [value.strip() for name, value in query if name.lower() in EXPIRY]
    return next((day for value in values if (day := day_in(value))), None)


def day_in(value: str) -> date | None:
    if value.isascii() and value.isdigit():
        seconds = int(value[:13]) // (1000 if len(value) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC).date() if seconds in SECONDS else None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
