"""Rules of the parcel's number, its link and its carrier: 38 to 44."""

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qsl, unquote, urlsplit

from .carriers import carrier_key, number_state
from .folding import code
from .hosts import host_kind, is_opaque
from .html_fit import targets_of
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
    if "tracking_number" not in silent and states(letter) & BAD_NUMBERS:
        yield Found("TRACKING_FORMAT", about, "tracking_number", MAJOR)
    kinds = set() if "tracking_link" in silent else link_kinds(letter, world)
    if "tracking_link" not in silent and not is_wrong and lacks_number(letter, world):
        yield Found("LINK_WITHOUT_NUMBER", about, "tracking_link", CRITICAL)
    is_elsewhere = "carrier" not in silent and is_other_carrier(letter, kinds)
    if is_elsewhere:
        yield Found("CARRIER_MISMATCH", about, "carrier", MAJOR)
    elif kinds & BAD_HOSTS:
        yield Found("LINK_HOST", about, "tracking_link", CRITICAL)
    if "tracking_link" not in silent:
        for field in sorted(deceptive(letter)):
            yield Found("LINK_TEXT_DIFFERS", about, field, MAJOR)


def numbers_in(letter: Letter) -> list[str]:
    """One for each parcel that the mail is about."""
    told = (letter.values.get("TRACKING_NUMBER") or "").split("\n")
    return [code(one) for one in told if code(one)]


def is_other_number(letter: Letter) -> bool:
    return bool(letter.numbers) and not set(numbers_in(letter)) <= letter.numbers


def states(letter: Letter) -> set[str]:
    """Of the record's numbers that the mail shows."""
    said = numbers_in(letter)
    return {number_state(one["tracking_number"], one["carrier"]) for one in letter.parcels
            if code(one["tracking_number"]) in said}  # fmt: skip


def link_kinds(letter: Letter, world: World) -> set[str]:
    if letter.kind != SHIP:
        return set()
    carriers = [one["carrier"] for one in letter.announced if one["carrier"]]
    rows = world.held("tracking_hosts", letter.day)
    return {host_kind(one, carriers[0] if carriers else None, world.shop.domains, rows)
            for one in targets_of(letter) if one not in ("", "#")}  # fmt: skip


def lacks_number(letter: Letter, world: World) -> bool:
    targets = targets_of(letter) if letter.kind == SHIP else []
    if set(targets) & {"", "#"}:
        return letter.values.get("TRACKING_LINK") is not None
    rows = world.held("tracking_hosts", letter.day)
    seen = [code(unquote(one)) for one in targets if not is_opaque(one, rows)]
    return bool(letter.numbers) and any(
        not any(number in one for number in letter.numbers) for one in seen
    )


def is_other_carrier(letter: Letter, kinds: set[str]) -> bool:
    if "other_carrier" in kinds | states(letter):
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
    targets = set(targets_of(letter))
    in_html = set(URL.findall("\n".join(letter.parts.rich or [])))
    if targets & in_html - {one.target for one in letter.anchors}:
        found.add("not_clickable")
    span = delivery_span(letter)
    ends = [end for end in map(expiry, targets) if end]
    if span and ends and min(ends) < span.last:
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
    for letter in world.letters:
        for number in numbers_in(letter) if letter.kind == SHIP else ():
            before = first.setdefault(number, letter) if number in letter.numbers else letter
            if before.order_id == letter.order_id or before.customers & letter.customers:
                continue
            if "tracking_number" in silent[letter.mail.message_id]:
                continue
            yield Found("TRACKING_REUSED", about_mail(letter), "tracking_number", CRITICAL)
