"""Rules of the parcel's number, its link and its carrier: 38 to 44."""

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qsl, unquote, urlsplit

from .carriers import carrier_key, host_kind, is_opaque, number_state
from .folding import code
from .html_fit import target_of
from .letters import Letter
from .parts import URL, host_of
from .rule_dates import delivery_span
from .rule_world import CRITICAL, MAJOR, SHIP, Findings, Found, World, about_mail

BAD_HOSTS = {"shortener", "staging", "local", "ip", "not_https", "unknown_host"}
BAD_NUMBERS = {"check_digit", "format", "mangled"}


def tracking_findings(letter: Letter, world: World, silent: set[str]) -> Findings:
    about = about_mail(letter)
    is_wrong = not silent & {"tracking_number"} and is_other_number(letter)
    if is_wrong:
        yield Found("TRACKING_MISMATCH", about, "tracking_number", CRITICAL)
    if "tracking_number" not in silent and bad_number(letter) in BAD_NUMBERS:
        yield Found("TRACKING_FORMAT", about, "tracking_number", MAJOR)
    kind = None if "tracking_link" in silent else link_kind(letter, world)
    if "tracking_link" not in silent and not is_wrong and lacks_number(letter, world):
        yield Found("LINK_WITHOUT_NUMBER", about, "tracking_link", CRITICAL)
    is_elsewhere = "carrier" not in silent and is_other_carrier(letter, kind)
    if is_elsewhere:
        yield Found("CARRIER_MISMATCH", about, "carrier", MAJOR)
    elif kind in BAD_HOSTS:
        yield Found("LINK_HOST", about, "tracking_link", CRITICAL)
    if "tracking_link" not in silent:
        for field in sorted(deceptive(letter)):
            yield Found("LINK_TEXT_DIFFERS", about, field, MAJOR)


def is_other_number(letter: Letter) -> bool:
    said = code(letter.values.get("TRACKING_NUMBER"))
    return bool(said and letter.numbers) and said not in letter.numbers


def bad_number(letter: Letter) -> str:
    """The state of the record's number that the mail shows."""
    said = code(letter.values.get("TRACKING_NUMBER"))
    for parcel in letter.parcels:
        if said and code(parcel["tracking_number"]) == said:
            return number_state(parcel["tracking_number"], parcel["carrier"])
    return "unknown"


def link_kind(letter: Letter, world: World) -> str | None:
    target = target_of(letter)
    if not target or not re.match(r"[a-z]+:|www\.|\w", target, re.I) or letter.kind != SHIP:
        return None
    carriers = [one["carrier"] for one in letter.announced if one["carrier"]]
    return host_kind(target, carriers[0] if carriers else None, world.shop.domains,
                     world.held("tracking_hosts", letter.day))  # fmt: skip


def lacks_number(letter: Letter, world: World) -> bool:
    target = target_of(letter)
    if target is None or letter.kind != SHIP:
        return False
    if target in ("", "#"):
        return letter.values.get("TRACKING_LINK") is not None
    if not letter.numbers or is_opaque(target, world.held("tracking_hosts", letter.day)):
        return False
    return not any(one in code(unquote(target)) for one in letter.numbers)


def is_other_carrier(letter: Letter, kind: str | None) -> bool:
    if kind == "other_carrier" or bad_number(letter) == "other_carrier":
        return True
    said = carrier_key(letter.values.get("CARRIER"))
    held = {carrier_key(one["carrier"]) for one in letter.announced if one["carrier"]}
    return bool(said and held) and said not in held


def deceptive(letter: Letter) -> set[str]:
    found = set()
    for anchor in letter.anchors:
        shown = URL.fullmatch(anchor.text)
        if shown and shows_another(anchor.text, anchor.target, letter):
            found.add("tracking_link")
    target = target_of(letter)
    in_html = URL.findall("\n".join(letter.parts.rich or []))
    if target and target in in_html and target not in {one.target for one in letter.anchors}:
        found.add("not_clickable")
    span = delivery_span(letter)
    ends = expiry(target or "")
    if span and ends and ends < span.last:
        found.add("expires")
    return found


def shows_another(text: str, target: str, letter: Letter) -> bool:
    shown, leads = host_of(text), host_of(target)
    if shown is None or leads is None:
        return bool(shown and target not in ("", "#"))
    if shown.name.removeprefix("www.") != leads.name.removeprefix("www."):
        return True
    said, led = long_numbers(shown.rest), long_numbers(leads.rest)
    return bool(said) and not said & led


def long_numbers(text: str) -> set[str]:
    pieces = re.split(r"[/?&#=]", unquote(text))
    return {code(one) for one in pieces if len(re.sub(r"\D", "", one)) >= 6}


def expiry(url: str) -> date | None:
    for name, value in parse_qsl(urlsplit(url).query):
        if name.lower() not in ("expires", "exp", "expiry"):
            continue
        if value.isdigit():
            seconds = int(value) / (1000 if len(value) > 11 else 1)
            return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date()
        try:
            return datetime.fromisoformat(value).date()
        except ValueError:
            return None
    return None


def reused_findings(world: World, silent: dict[str, set[str]]) -> Findings:
    """One number in mails about orders of two customers, and by the records it is both orders'."""
    first: dict[str, Letter] = {}
    told: set[tuple[str, str]] = set()
    for letter in world.letters:
        number = code(letter.values.get("TRACKING_NUMBER"))
        if letter.kind != SHIP or number not in letter.numbers or not number:
            continue
        before = first.setdefault(number, letter)
        if before.order_id == letter.order_id or before.customers & letter.customers:
            continue
        if "tracking_number" not in silent[letter.mail.message_id] and (
            (letter.mail.message_id, number) not in told
        ):
            told.add((letter.mail.message_id, number))
            yield Found("TRACKING_REUSED", about_mail(letter), "tracking_number", CRITICAL)
