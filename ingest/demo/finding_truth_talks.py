"""What was found of mails that came back, of waits and of promises: what else is true of them."""

from collections.abc import Iterator
from datetime import datetime

from .cast import NORDLICHT
from .clock import seconds
from .events import Delivery, Letter, OrderMail, Script
from .findings import Found, found, is_read, of_mail, of_order, spells
from .promise_chains import chains, event
from .promise_truth import promise_states

STUCK_SECONDS = 14_400
FIELDS = {"ship": "shipping", "deliver": "delivery"}
KIND_OF_MAIL = {"tracking_number": "shipping_notice"}


def talk_findings(script: Script) -> Iterator[Found]:
    yield from _order_mails(script)
    yield from _replies(script)
    for wait in script.waits:
        for spell in spells(wait.states, "overdue"):
            of = wait.first.brand.shop, f"wait:{wait.first.message_id}"
            yield found("WAIT_OVERDUE", of, "reply", "critical", spell)
    yield from _promises(script)


def _order_mails(script: Script) -> Iterator[Found]:
    reports = [one for one in script.letters if one.topic == "delayed" and one.at < script.until]
    delayed = {report.about.message_id for report in reports if report.about}
    for order in script.orders:
        mails = [mail for mail in order.mails if is_read(script, order, mail)]
        for mail in mails:
            later = [one for one in mails
                     if one.message_id not in delayed and _is_again(mail, one, script)]  # fmt: skip
            kind = KIND_OF_MAIL.get(mail.kind, mail.kind)
            yield from _came_back(script, of_mail(order, mail), kind, mail, bool(later))


def _is_again(mail: OrderMail, later: OrderMail, script: Script) -> bool:
    """The same of the same, and as far as anybody knows it arrived."""
    kinds = {KIND_OF_MAIL.get(one.kind, one.kind) for one in (mail, later)}
    about, again = ({parcel.shipment_id for parcel in one.parcels} for one in (mail, later))
    is_same = len(kinds) == 1 and (about & again or not about | again)
    is_later = later.accepted_at > mail.accepted_at
    return bool(is_same) and is_later and _arrived(later.delivery, script)


def _arrived(delivery: Delivery, script: Script) -> bool:
    is_tried = delivery.deferred_at and (delivery.final_at or script.until) >= script.until
    return delivery.state == "delivered" and not is_tried


def _replies(script: Script) -> Iterator[Found]:
    """Whoever got a later answer got an answer."""
    answers: dict[tuple[str, str], list[Letter]] = {}
    for letter in script.letters:
        is_seen = letter.folder != "Service" or letter.at >= script.service_from
        if letter.kind == "reply" and is_seen and letter.at < script.until:
            answers.setdefault((letter.brand.shop, letter.recipient), []).append(letter)
    for letters in answers.values():
        for letter in letters:
            later = [one for one in letters if one.at > letter.at
                     and _arrived(one.delivery, script)]  # fmt: skip
            of = letter.brand.shop, f"mail:{letter.message_id}"
            yield from _came_back(script, of, "reply", letter, bool(later))


def _came_back(
    script: Script, of: tuple[str, str], kind: str, sent: OrderMail | Letter, is_resent: bool
) -> Iterator[Found]:
    delivery = sent.delivery
    if is_resent:
        return
    if delivery.state != "delivered" and delivery.final_at and delivery.final_at < script.until:
        yield found("BOUNCED", of, kind, "critical", (delivery.final_at, None))
    elif delivery.deferred_at and of[0] == NORDLICHT.shop:  # its log tells of every attempt
        stuck_at = delivery.deferred_at[0] + seconds(STUCK_SECONDS)
        if delivery.final_at and stuck_at < delivery.final_at:
            yield found("BOUNCED", of, kind, "minor", (stuck_at, delivery.final_at))


def _promises(script: Script) -> Iterator[Found]:
    answered = _answered(script)
    for order in script.orders:
        for chain, told in chains(script, order).items():
            if not told or event(order, chain, script):
                continue
            states = promise_states(order, chain, told[-1], None, None)
            for since, _ in spells(states, "broken"):
                assert since
                spell = since, _first_after(answered.get(id(order), []), since)
                of = of_order(order)
                if chain.shipment_id:
                    of = of[0], f"shipment:{chain.shipment_id}"
                yield found("PROMISE_PASSED", of, FIELDS[chain.kind], "critical", spell)


def _answered(script: Script) -> dict[int, list[datetime]]:
    """When people wrote to the customer about each order."""
    told: dict[int, list[datetime]] = {}
    for letter in script.letters:
        is_seen = letter.folder != "Service" or letter.at >= script.service_from
        if letter.kind == "reply" and letter.order and is_seen and letter.at < script.until:
            told.setdefault(id(letter.order), []).append(letter.at)
    return told


def _first_after(moments: list[datetime], since: datetime) -> datetime | None:
    return min((at for at in moments if at >= since), default=None)
