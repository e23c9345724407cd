"""Which order gets its confirmation when: mostly at once; every fault on both sides of its line."""

from datetime import datetime
from random import Random

from .clock import seconds
from .confirmation_faults import WEEK_SECONDS, excluded, plant_confirmation_faults
from .events import Bounced, Delivery, Order, OrderMail, Script
from .ids import message_id
from .undelivered import refused, typo_in

IN_TIME_SECONDS = 300
MISSING_AFTER_SECONDS = 1800
CLOCK_OFFSET_SECONDS = 5


def confirm_orders(script: Script, count: int, random: Random) -> None:
    plant_confirmation_faults(script, count, random)
    for order in script.orders:
        _confirm(order, script, random)


def _confirm(order: Order, script: Script, random: Random) -> None:
    if excluded(order):
        order.states = [(None, "excluded")]
    elif order.plan in ("missing", "waiting"):
        order.states = _unconfirmed(order)
    elif order.plan in ("bounced", "resent"):
        _bounce(order, script, random)
    else:
        _send(order, script, random)
    if not excluded(order) and order.placed_at < script.readable_from[order.brand.shop]:
        order.states, order.confirmed_at = [(None, "unknown")], None
    if order.plan == "uncopied":
        _lose_copy(order)
    order.is_flagged = bool(order.mails) or (order.plan == "missing" and random.random() < 0.6)


def _lose_copy(order: Order) -> None:
    """The log saw a mail to the customer, the archive has none: nobody knows what it said."""
    order.mails[0].is_archived = False
    missing_at = order.placed_at + seconds(MISSING_AFTER_SECONDS)
    order.states, order.confirmed_at = [(None, "waiting"), (missing_at, "unknown")], None


def note_bounce(script: Script, mail: OrderMail) -> None:
    """A report will come, unless the server is still trying at the end."""
    if mail.delivery.final_at and mail.delivery.final_at < script.until:
        is_hard = mail.delivery.status.startswith("5.1.")  # the address itself
        script.bounces.append(Bounced(mail.message_id, is_hard))


def _unconfirmed(order: Order) -> list[tuple[datetime | None, str]]:
    return [(None, "waiting"), (order.placed_at + seconds(MISSING_AFTER_SECONDS), "missing")]


def _send(order: Order, script: Script, random: Random) -> None:
    lag = order.lag_seconds
    accepted_at = order.placed_at + seconds(_usual_lag(random) if lag is None else lag)
    begins, ends = script.outage
    if order.brand.shop == "nordlicht" and lag is None and begins <= accepted_at < ends:
        accepted_at = ends + seconds(random.randrange(5, 1500))  # the queue empties
    mail = _mail(order, accepted_at, random)
    mail.names_order = lag is not None or not order.is_single or random.random() > 0.03
    if lag is None and random.random() < 0.03:
        mail.delivery = _greylisted(accepted_at, random)
    if order.plan == "twice":  # the first counts
        _mail(order, accepted_at + seconds(random.randrange(20, 3000)), random)
    confirm_at(order, accepted_at)


def confirm_at(order: Order, at: datetime) -> None:
    """The one confirmation is sent at another moment."""
    order.mails[0].accepted_at = order.confirmed_at = at
    states = _unconfirmed(order)[: 2 if _lag_of(order) > MISSING_AFTER_SECONDS else 1]
    order.states = [*states, (at, _judged(_lag_of(order)))]


def _lag_of(order: Order) -> int:
    assert order.confirmed_at
    return round((order.confirmed_at - order.placed_at).total_seconds())


def _judged(lag_seconds: int) -> str:
    if lag_seconds < -CLOCK_OFFSET_SECONDS or lag_seconds > WEEK_SECONDS:
        return "implausible"
    return "on_time" if lag_seconds <= IN_TIME_SECONDS else "late"


def _usual_lag(random: Random) -> int:
    return min(240, 2 + round(random.lognormvariate(2.6, 0.8)))


def _mail(order: Order, accepted_at: datetime, random: Random) -> OrderMail:
    new_id = message_id(order.brand.domain, accepted_at, random)
    mail = OrderMail("order_confirmation", accepted_at, new_id, order.customer.address)
    order.mails.append(mail)
    return mail


def _greylisted(accepted_at: datetime, random: Random) -> Delivery:
    final_at = accepted_at + seconds(random.randrange(301, 900))
    reply = "450 4.7.1 Recipient address rejected: Greylisted, try again later"
    return Delivery("delivered", [accepted_at + seconds(2)], final_at, "2.0.0", reply)


def _bounce(order: Order, script: Script, random: Random) -> None:
    assert order.lag_seconds is not None
    first = _mail(order, order.placed_at + seconds(order.lag_seconds), random)
    first.delivery = refused(first.accepted_at, order.brand, random)
    assert first.delivery.final_at
    note_bounce(script, first)
    order.states = [(None, "waiting"), (first.accepted_at, "on_time")]
    order.states.append((first.delivery.final_at, "bounced"))
    if first.delivery.final_at >= script.until:  # the server is still trying
        order.confirmed_at = first.accepted_at
    if order.plan == "resent":
        first.recipient = typo_in(order.customer.address)
        lag = random.choice((300, 301, 2000, 9000))
        fixed_at = max(order.placed_at + seconds(lag), first.delivery.final_at + seconds(30))
        order.confirmed_at = _mail(order, fixed_at, random).accepted_at
        order.states.append((fixed_at, _judged(_lag_of(order))))
