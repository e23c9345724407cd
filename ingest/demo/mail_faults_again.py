"""Mails sent twice, or after the end of the order: rules 8 and 9."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from .clock import is_change_between, seconds
from .days import DAY
from .events import OrderMail, Stated
from .holidays import working_day_of_carriers
from .ids import message_id
from .mail_faults import CONFIRMATION, MAJOR, MINOR, NOTICE, Fault, Faults, Find, Told
from .mail_templates import KINDS, version_at
from .sayings import language_of

DAY_SECONDS = 86_400
LAGS = (DAY_SECONDS, 60, DAY_SECONDS - 1, 7200)  # 24 hours to the second still count
CANCEL_LAGS = (6, 5, 3600, -60)
MAJOR_AGAIN, MINOR_AGAIN = (Find("DUPLICATE_SENT", "content", word) for word in (MAJOR, MINOR))
LATE = {kind: Find("SENT_AFTER_CANCEL", kind, MAJOR) for kind in KINDS}
# What is found in the mails that are added, by the name that they carry.
COPIES = {
    "second": Fault("DUPLICATE_SENT", "", finds=(MINOR_AGAIN,)),
    "third": Fault("DUPLICATE_SENT", "", finds=(MAJOR_AGAIN,)),
    "no duplicate": Fault("DUPLICATE_SENT", ""),
    "after the end": Fault("SENT_AFTER_CANCEL", "", finds=(LATE[CONFIRMATION], MINOR_AGAIN)),
    "just in time": Fault("SENT_AFTER_CANCEL", "", finds=(MINOR_AGAIN,)),
    "notice after the end": Fault(
        "SENT_AFTER_CANCEL", "", finds=(LATE[NOTICE], Find("ETA_MISMATCH", "delivery_date", MAJOR))
    ),
    "notice just in time": Fault(
        "SENT_AFTER_CANCEL", "", finds=(Find("ETA_MISMATCH", "delivery_date", MAJOR),)
    ),
}


def repeat_faults() -> Faults:
    return [*_copies(), *_too_late()]


def _send_again(told: Told, lag: int, name: str) -> OrderMail:
    """Word for word."""
    at = told.sent.accepted_at + seconds(lag)
    new_id = message_id(told.order.brand.domain, at, told.random)
    copy = replace(told.sent, accepted_at=at, message_id=new_id, faults=[name], said=None)
    told.order.mails.append(copy)
    return copy


def _copies() -> Faults:
    def again(lags: dict[str, int], told: Told) -> None:
        for name, lag in lags.items():
            _send_again(told, lag, name)

    def fault(kind: str, finds: tuple[Find, ...], **lags: int) -> Fault:
        told = {name.replace("_", " "): lag for name, lag in lags.items()}
        return Fault(
            "DUPLICATE_SENT", kind, finds=finds, plan=partial(again, told), fits=_can_repeat,
            is_copied=True,
        )  # fmt: skip

    return [
        *(fault(kind, (MINOR_AGAIN,), second=lag) for lag in LAGS for kind in KINDS),
        *(fault(kind, (MAJOR_AGAIN,), second=600, third=1200) for kind in KINDS),
        *(fault(kind, (), no_duplicate=DAY_SECONDS + 1) for kind in KINDS),
    ]


def _can_repeat(told: Told) -> bool:
    """Of the same version a day later, and what it says of days still holds."""
    at = told.sent.accepted_at
    later = at + timedelta(days=1, hours=1)
    brand, language = told.order.brand, language_of(told.order)
    versions = {version_at(told.script, brand, language, one) for one in (at, later)}
    is_clear = later < told.script.until and not is_change_between(at, later, brand.zone)
    return len(versions) == 1 and is_clear and all(one.last for one in told.sent.stated)


def _too_late() -> Faults:
    """Six seconds after the end, or five."""

    def confirm(lag: int, told: Told) -> None:
        assert told.order.cancelled_at
        at = told.order.cancelled_at + seconds(lag)
        name = "after the end" if lag > CANCEL_LAGS[1] else "just in time"
        _send_again(told, _from(told, at), name)

    def notify(lag: int, told: Told) -> None:
        assert told.order.refunded_at
        at = told.order.refunded_at + seconds(lag)
        name = "after the end" if lag > CANCEL_LAGS[1] else "just in time"
        copy = _send_again(told, _from(told, at), f"notice {name}")
        day = working_day_of_carriers(told.order.customer.country, at.date() + 9 * DAY)
        copy.stated = [Stated("deliver", day, parcel=told.parcel.shipment_id)]

    return [
        Fault("SENT_AFTER_CANCEL", kind, finds=(LATE[kind],) if lag > CANCEL_LAGS[1] else (),
              plan=partial(plan, lag), fits=fits, of=of, is_copied=True)
        for lag in CANCEL_LAGS
        for kind, plan, fits, of in (
            (CONFIRMATION, confirm, _is_cancelled, "cancelled"),
            (NOTICE, notify, _is_refunded, "refunded"),
        )
    ]  # fmt: skip


def _from(told: Told, at: datetime) -> int:
    return round((at - told.sent.accepted_at).total_seconds())


def _is_cancelled(told: Told) -> bool:
    at = told.order.cancelled_at
    is_past = at and told.sent.accepted_at + seconds(120) < at < told.script.until - DAY
    return bool(is_past) and _can_repeat(told)


def _is_refunded(told: Told) -> bool:
    at = told.order.refunded_at
    is_past = at and told.sent.accepted_at + DAY < at < told.script.until - DAY
    return bool(is_past) and told.order.refunded_total == told.order.total
