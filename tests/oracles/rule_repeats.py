"""Rules of mails that should not have gone, or did not get through: 8, 9 and 10."""

from datetime import datetime, timedelta

from .bounces import BAD_STATES
from .coverage import needed
from .folding import folded
from .letters import Letter
from .records import amount
from .rule_world import (
    CONFIRM,
    CRITICAL,
    MAJOR,
    MINOR,
    SHIP,
    Findings,
    Found,
    World,
    about_mail,
)  # fmt: skip

TWICE_WITHIN = timedelta(hours=24)
CLOCKS_DIFFER = timedelta(seconds=5)


def repeated_findings(world: World) -> Findings:
    seen: dict[tuple, list[tuple[datetime, int]]] = {}
    for letter in world.letters:
        key = (letter.order_id, letter.kind, folded(letter.mail.subject), folded(letter.text))
        before = [place for at, place in seen.get(key, []) if letter.sent_at - at <= TWICE_WITHIN]
        place = max(before, default=0) + 1
        if before:
            severity = MINOR if place == 2 else MAJOR
            yield Found("DUPLICATE_SENT", about_mail(letter), "content", severity)
        if not world.is_lost(letter):
            seen.setdefault(key, []).append((letter.sent_at, place))


def after_the_end_findings(world: World) -> Findings:
    for letter in world.letters:
        order = letter.order
        ends = [order.times.get("cancelled_at")]
        total, back = amount(order["total"]), amount(order["refunded_total"])
        if total is not None and back is not None and back >= total - 0.005:
            ends.append(order.times.get("refunded_at"))
        if letter.kind in (CONFIRM, SHIP) and any(
            end and letter.sent_at - end > CLOCKS_DIFFER for end in ends
        ):
            yield Found("SENT_AFTER_CANCEL", about_mail(letter), letter.kind, MAJOR)


def bounced_findings(world: World, answers: list[tuple[str, str | None, datetime]]) -> Findings:
    """`answers`: (Message-ID, order, time) of people's mails, beside the automated ones."""
    mails = [(one.mail.message_id, (one.order_id, one.kind, parcels_of(one)), one.sent_at)
             for one in world.letters]  # fmt: skip
    mails += [(key, (order_id or key, "reply", ""), at) for key, order_id, at in answers]
    states = last_states(world)
    arrived: dict[tuple, list[datetime]] = {}
    for key, about, at in mails:
        if not any((key, to) in world.lost for to in world.shop.mails[key].recipients):
            arrived.setdefault(about, []).append(at)
    for key, about, at in mails:
        recipients = world.shop.mails[key].recipients
        told = {states.get((key, to)) for to in recipients if not world.shop.is_own(to)}
        is_bad = any((key, to) in world.lost for to in recipients)
        is_resent = any(other > at for other in arrived.get(about, []))
        if (is_bad or "deferred" in told) and not is_resent:
            severity = CRITICAL if is_bad else MINOR
            yield Found("BOUNCED", "mail:" + key.strip("<>"), about[1], severity)


def parcels_of(letter: Letter) -> str:
    """Another parcel's mail is no second try of this one's."""
    parcels = letter.announced if letter.kind == SHIP else []
    return " ".join(sorted(one["shipment_id"] or "" for one in parcels))


def last_states(world: World) -> dict[tuple[str, str], str | None]:
    """Still deferred four hours after the first try; whatever else is of no interest here."""
    _, read_until = needed(world.shop.paths, {"log"})
    tries: dict[tuple[str, str], list[tuple[datetime, str]]] = {}
    for at, key, to, state, _ in world.shop.log.deliveries:
        tries.setdefault((key, to), []).append((at, state))
    found = {}
    for key, said in tries.items():
        first, last = min(said), max(said)
        is_long = read_until and read_until >= first[0] + timedelta(hours=4)
        found[key] = last[1] if last[1] not in BAD_STATES and is_long else None
    return found
