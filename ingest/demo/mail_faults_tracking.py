"""The way to the parcel: rules 38, 39 and 44, numbers and carriers."""

from collections.abc import Callable
from functools import partial

from .mail_faults import CRITICAL, MAJOR, NOTICE, Fault, Faults, Find, Told
from .mail_faults_links import link_faults, link_to
from .parcels import tracking_link, tracking_number
from .said import Said

CHECKED = ("DHL", "UPS", "Royal Mail", "Colissimo")  # whose numbers hold a check digit


def tracking_faults() -> Faults:
    return [*_numbers(), *_forms(), *_carriers(), *link_faults()]


def number_is(number: str, said: Said) -> None:
    said.slots["TRACKING_NUMBER"] = number


def _numbers() -> Faults:
    rule = "TRACKING_MISMATCH"
    find = Find(rule, "tracking_number", CRITICAL)
    foreign = Find("FOREIGN_DATA", "tracking_number", CRITICAL)

    def other_sign(said: Said, told: Told) -> None:
        number_is(told.wrong_number, said)

    def and_link(said: Said, told: Told) -> None:
        number_is(told.wrong_number, said)
        link_to(tracking_link(told.parcel.carrier, told.wrong_number), said)

    def fresh(said: Said, told: Told) -> None:
        number_is(tracking_number(told.parcel.carrier, told.random), said)

    def of_other(said: Said, told: Told) -> None:
        number_is(told.other.shipments[0].number, said)

    def has_other(told: Told) -> bool:
        return bool(told.other.shipments and told.other.shipments[0].number)

    return [
        *(Fault(rule, NOTICE, change, (find,), rung="number")
          for change in (other_sign, and_link, fresh)),
        *(Fault(rule, NOTICE, change) for change in (_spaced, _dashed)),
        Fault(rule, NOTICE, _small, fits=lambda told: not told.parcel.number.isdigit()),
        Fault("FOREIGN_DATA", NOTICE, of_other, (find, foreign), rung="number", fits=has_other),
        Fault("FOREIGN_DATA", NOTICE, fresh, (find,), rung="number"),
        Fault(rule, NOTICE, of_other, (find, foreign), rung="number", fits=has_other),
    ]  # fmt: skip


def _spaced(said: Said, told: Told) -> None:
    """In groups of three or four, as they come out even; letters before them stand alone."""
    number = told.parcel.number
    head, rest = ("", number) if number.isdigit() else (number[:2], number[2:])
    step = 4 if len(rest) % 4 == 0 else 3
    groups = [rest[n : n + step] for n in range(0, len(rest), step)]
    number_is(" ".join([head, *groups]).strip(), said)


def _dashed(said: Said, told: Told) -> None:
    number = told.parcel.number
    number_is("-".join((number[:4], number[4:8], number[8:])), said)


def _small(said: Said, told: Told) -> None:
    number_is(told.parcel.number.lower(), said)


def _forms() -> Faults:
    """The record itself holds a number that cannot be; or one written in groups."""
    rule = "TRACKING_FORMAT"
    find = (Find(rule, "tracking_number", MAJOR),)

    def record(change: Callable[[str], str], told: Told) -> None:
        parcel = told.parcel
        parcel.number = change(parcel.number)
        parcel.url = tracking_link(parcel.carrier, parcel.number)

    def of(carriers: tuple[str, ...], told: Told) -> bool:
        return told.parcel.carrier in carriers

    def written(form: str, said: Said, told: Told) -> None:
        number = told.parcel.number
        number_is(form.join((number[:3], number[3:7], number[7:])), said)

    ways = ((wrong_check, CHECKED), (shortened, ("UPS",)), (as_a_figure, ("DHL",)))
    return [
        *(Fault(rule, NOTICE, plan=partial(record, change), finds=find, rung="record",
                fits=partial(of, carriers)) for change, carriers in ways),
        *(Fault(rule, NOTICE, partial(written, form), fits=partial(of, CHECKED))
          for form in (" ", "-")),
        Fault(rule, NOTICE, plan=_renewed, fits=partial(of, CHECKED)),
    ]  # fmt: skip


def wrong_check(number: str) -> str:
    """Its last digit, or the one before the country, is one more."""
    place = max(n for n, sign in enumerate(number) if sign.isdigit())
    return f"{number[:place]}{(int(number[place]) + 1) % 10}{number[place + 1 :]}"


def shortened(number: str) -> str:
    return number[:3] + number[5:]


def as_a_figure(number: str) -> str:
    """As a sheet writes long numbers."""
    digits = "".join(sign for sign in number if sign.isdigit()).lstrip("0")
    return f"{digits[0]},{digits[1:6]}E+{len(digits) - 1}"


def _renewed(told: Told) -> None:
    """Another number that is as good."""
    parcel = told.parcel
    parcel.number = tracking_number(parcel.carrier, told.random)
    parcel.url = tracking_link(parcel.carrier, parcel.number)


def _carriers() -> Faults:
    rule = "CARRIER_MISMATCH"
    find = (Find(rule, "carrier", MAJOR),)

    def says(said: Said, told: Told) -> None:
        said.slots["CARRIER"] = _another(told)

    def links(said: Said, told: Told) -> None:
        link_to(tracking_link(_another(told), told.parcel.number), said)

    def written(change: Callable[[str], str], said: Said, told: Told) -> None:
        said.slots["CARRIER"] = change(told.parcel.carrier)

    def by_shop(said: Said, told: Told) -> None:
        domain = told.order.brand.domain
        link_to(f"https://www.{domain}/track?parcel={told.parcel.number}", said)

    return [
        *(Fault(rule, NOTICE, change, find, rung="format") for change in (says, links)),
        *(Fault(rule, NOTICE, partial(written, change)) for change in (str.upper, str.lower)),
        Fault(rule, NOTICE, by_shop),
    ]  # fmt: skip


def _another(told: Told) -> str:
    """Of the carriers whose numbers nobody takes for ours."""
    return "UPS" if told.parcel.carrier != "UPS" else "DPD"
