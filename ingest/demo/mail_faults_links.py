"""Links to the parcel: rules 41 to 43."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from .days import end_of
from .mail_faults import CRITICAL, MAJOR, NOTICE, Fault, Faults, Find, Told
from .said import Said
from .slot_tracking import HOMES, PLATFORM

Target = Callable[[Told], str]
EARLY, LATE = -timedelta(days=3), timedelta(seconds=1)
BAD_HOSTS = (
    "https://bit.ly/3Xk{}", "https://staging.nordlicht.example/track?parcel={}",
    "http://localhost:3000/track/{}", "https://192.0.2.44/track?parcel={}",
    "https://paketblick.example/t/{}", "https://tinyurl.com/p{}", "https://127.0.0.1/parcel/{}",
    "https://follow-me.example/{}",
)  # fmt: skip


def link_to(target: str, said: Said) -> None:
    said.slots["TRACKING_LINK"] = said.link_target = target


def link_faults() -> Faults:
    return [*_numbers(), *_hosts(), *_texts()]


def _to(target: Target, said: Said, told: Told) -> None:
    link_to(target(told), said)


def _plain(told: Told) -> bool:
    """The carrier's own address over https."""
    return told.said.slots["TRACKING_LINK"] == told.parcel.url


def _numbers() -> Faults:
    rule = "LINK_WITHOUT_NUMBER"
    find = (Find(rule, "tracking_link", CRITICAL),)

    def nowhere(target: str, said: Said, told: Told) -> None:
        """Words that can be clicked, and lead nowhere."""
        said.slots["TRACKING_LINK"], said.link_target = "Tracking", target
        said.link_text = "Tracking"

    bare: list[Target] = [
        lambda told: HOMES[told.parcel.carrier], lambda told: told.parcel.url.replace(
            told.parcel.number, ""),
        lambda told: f"https://www.{told.order.brand.domain}/track",
    ]  # fmt: skip
    right: list[Target] = [
        lambda told: f"https://{PLATFORM}/t/bcdfghjkmnpqrs",
        lambda told: f"https://www.{told.order.brand.domain}/track/{told.parcel.number}",
        lambda told: f"https://www.{told.order.brand.domain}/t?p={told.parcel.number.lower()}",
    ]  # fmt: skip
    return [
        *(Fault(rule, NOTICE, partial(nowhere, target), find, rung="carrier")
          for target in ("#", "")),
        *(Fault(rule, NOTICE, partial(_to, target), find, rung="carrier") for target in bare),
        *(Fault(rule, NOTICE, partial(_to, target)) for target in right),
    ]  # fmt: skip


def _hosts() -> Faults:
    rule = "LINK_HOST"
    find = (Find(rule, "tracking_link", CRITICAL),)

    def at(form: str, told: Told) -> str:
        return form.format(told.parcel.number)

    def unsafe(told: Told) -> str:
        return told.parcel.url.replace("https:", "http:")

    right: list[Target] = [
        lambda told: f"https://track.{told.order.brand.domain}/{told.parcel.number}",
        lambda told: f"https://{told.order.brand.domain}/track?parcel={told.parcel.number}",
        lambda told: f"{told.parcel.url}#top",
    ]  # fmt: skip
    return [
        *(Fault(rule, NOTICE, partial(_to, partial(at, form)), find, rung="carrier")
          for form in BAD_HOSTS),
        Fault(rule, NOTICE, partial(_to, unsafe), find, rung="carrier"),
        *(Fault(rule, NOTICE, partial(_to, target)) for target in right),
    ]  # fmt: skip


def _texts() -> Faults:
    rule = "LINK_TEXT_DIFFERS"

    def shows(text: Target, said: Said, told: Told) -> None:
        said.link_text = text(told)

    def dead(said: Said, told: Told) -> None:
        said.link_target = said.link_text = None

    def of(field: str) -> tuple[Find]:
        return (Find(rule, field, MAJOR),)

    wrong: list[Target] = [
        lambda told: told.parcel.url.replace("https://", "https://x-"),
        lambda told: "https://www.paketblick.example/",
        lambda told: told.parcel.url.replace(told.parcel.number, told.wrong_number),
    ]  # fmt: skip
    right: list[Target] = [
        lambda told: told.parcel.url, lambda told: told.parcel.url.replace("://www.", "://"),
        lambda told: told.parcel.number, lambda told: "Track",
    ]  # fmt: skip
    return [
        *(Fault(rule, NOTICE, partial(shows, text), of("tracking_link"), fits=_plain)
          for text in wrong),
        Fault(rule, NOTICE, dead, of("not_clickable"), fits=_plain),
        *(Fault(rule, NOTICE, partial(_expires, form, EARLY), of("expires"), fits=_has_day)
          for form in (_epoch, _iso)),
        *(Fault(rule, NOTICE, partial(_expires, form, LATE), fits=_has_day)
          for form in (_epoch, _iso)),
        *(Fault(rule, NOTICE, partial(shows, text), fits=_plain) for text in right),
    ]  # fmt: skip


def _expires(at: Callable[[datetime], str], lag: timedelta, said: Said, told: Told) -> None:
    """Beside the end of the day that the mail names."""
    assert told.stated and told.stated.last
    ends = end_of(told.stated.last, told.order.brand.zone).replace(microsecond=0) + lag
    url = f"https://www.{told.order.brand.domain}/track?parcel={told.parcel.number}"
    link_to(f"{url}&{at(ends)}", said)


def _has_day(told: Told) -> bool:
    return bool(told.stated and told.stated.last) and told.said.parts == ("plain", "html")


def _epoch(at: datetime) -> str:
    return f"expires={round((at - datetime(1970, 1, 1)).total_seconds())}"


def _iso(at: datetime) -> str:
    return f"exp={at:%Y-%m-%dT%H:%M:%SZ}"
