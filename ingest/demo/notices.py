"""Which shipping mail goes out when and with what in it: the ladder and its faults."""

from datetime import datetime
from random import Random

from .clock import seconds
from .confirmation_faults import excluded
from .confirmations import note_bounce
from .events import Order, OrderMail, Script, Shipment
from .ids import message_id
from .notice_faults import plant_notice_faults
from .undelivered import refused

IN_TIME_SECONDS = 3600
MISSING_AFTER_SECONDS = 14_400
CLOCK_OFFSET_SECONDS = 5

POOR_FROM_SHARE = 0.45  # of the demo's time: from then on GLS's numbers come too late for the mail


def notify(script: Script, each: int, random: Random) -> None:
    lags = plant_notice_faults(script, each, random)
    for order in script.orders:
        for shipment in order.shipments:
            if excluded(order) or order.fulfilment != "ship" or shipment.cancelled_at:
                shipment.states, shipment.rung = [(None, "excluded")], "none"
                continue
            if shipment.plan == "with_first":
                _share_mail(order, shipment)
                continue
            lag = lags.get(id(shipment))
            _notice(order, shipment, _usual_lag(random) if lag is None else lag, script, random)


def _share_mail(order: Order, parcel: Shipment) -> None:
    """What became of the first parcel's mail became of this one's: it is the same mail."""
    first = order.shipments[0]
    parcel.noticed_at, parcel.rung, parcel.states = first.noticed_at, first.rung, first.states
    for mail in order.mails:
        if first in mail.parcels:
            mail.parcels = (first, parcel)


def missing_after(parcel: Shipment) -> datetime:
    return parcel.shipped_at + seconds(MISSING_AFTER_SECONDS)


def _usual_lag(random: Random) -> int:
    return min(3000, 40 + round(random.lognormvariate(6.2, 0.8)))


def _notice(order: Order, parcel: Shipment, lag: int, script: Script, random: Random) -> None:
    noticed_at = parcel.shipped_at + seconds(lag)
    parcel.states = [(None, "waiting")]
    if lag > MISSING_AFTER_SECONDS or parcel.plan == "unmailed" or noticed_at >= script.until:
        parcel.states.append((missing_after(parcel), "missing"))
    if parcel.plan == "unmailed" or noticed_at >= script.until:
        parcel.rung = "none"
    else:
        _send(order, parcel, noticed_at, script, random)
    if parcel.shipped_at < script.readable_from[order.brand.shop]:
        parcel.states, parcel.noticed_at, parcel.rung = [(None, "unknown")], None, "none"


def _send(order: Order, parcel: Shipment, at: datetime, script: Script, random: Random) -> None:
    parcel.rung = _rung(order, parcel, script, random)
    mail = _mail(order, parcel, at, parcel.rung, random)
    is_alone = order.is_single and len(order.shipments) == 1 and parcel.plan == "usual"
    mail.names_order = not is_alone or random.random() > 0.03
    parcel.noticed_at = at
    parcel.states.append((at, _judged(round((at - parcel.shipped_at).total_seconds()))))
    if parcel.plan == "bounced" or _is_wrong_address(order):
        mail.delivery = refused(at, order.brand, random)
        assert mail.delivery.final_at
        parcel.states.append((mail.delivery.final_at, "bounced"))
        if mail.delivery.final_at < script.until:
            parcel.rung = "none"  # the customer holds nothing
        note_bounce(script, mail)
    elif parcel.plan == "uncopied":
        mail.is_archived, parcel.noticed_at, parcel.rung = False, None, "none"
        parcel.states = [(None, "waiting"), (missing_after(parcel), "unknown")]
    elif parcel.plan == "number_later":
        mail.rung = "mail"
        later_at = at + seconds(random.randrange(4000, 70_000))
        _mail(order, parcel, later_at, "clear", random).kind = "tracking_number"
        parcel.rung = "clear"


def _is_wrong_address(order: Order) -> bool:
    """Where nobody lives, the shipping mail does not arrive either."""
    return order.plan == "bounced" and order.mails[0].delivery.status == "5.1.1"


def _judged(lag_seconds: int) -> str:
    if lag_seconds < -CLOCK_OFFSET_SECONDS:
        return "too_early"
    return "on_time" if lag_seconds <= IN_TIME_SECONDS else "late"


def _rung(order: Order, parcel: Shipment, script: Script, random: Random) -> str:
    poor_from = script.start + POOR_FROM_SHARE * (script.until - script.start)
    is_poor = parcel.carrier == "GLS" and parcel.shipped_at > poor_from
    if len(order.shipments) > 1 or random.random() > (0.4 if is_poor else 0.025):
        return "clear"  # each mail of a split order names its parcel
    return random.choices(("mail", "carrier", "link"), (4, 4, 2) if is_poor else (1, 1, 1))[0]


def _mail(order: Order, parcel: Shipment, at: datetime, rung: str, random: Random) -> OrderMail:
    new_id = message_id(order.brand.domain, at, random)
    mail = OrderMail("shipping_notice", at, new_id, order.customer.address, (parcel,), rung)
    order.mails.append(mail)
    return mail
