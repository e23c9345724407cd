"""What should have been filled in and was not: rules 25 to 27."""

from collections.abc import Callable
from functools import partial

from .mail_faults import (
    CONFIRMATION,
    CRITICAL,
    MAJOR,
    NOTICE,
    Fault,
    Faults,
    Find,
    Told,
    add,
    put,
)  # fmt: skip
from .mail_templates import KINDS
from .mark_forms import (
    FORMS,
    LINK_FORMS,
    LINK_NULLS,
    NO_DATES,
    NO_DUMMIES,
    NO_FORMS,
    NO_NULLS,
    NULLS,
    SUBJECT_FORMS,
)  # fmt: skip
from .said import Said

Change = Callable[[Said, Told], None]
FIELDS = {
    "CUSTOMER_NAME": "customer_name", "ORDER_NUMBER": "order_number", "ORDER_TOTAL": "total",
    "SHIPPING_ADDRESS": "address", "ESTIMATED_SHIPPING_TIME": "shipping_time", "CARRIER": "carrier",
    "TRACKING_NUMBER": "tracking_number", "TRACKING_LINK": "tracking_link",
    "ESTIMATED_DELIVERY_DATE": "delivery_date", "CONTACT_INFO": "contact", "ORDER_SUMMARY": "items",
}  # fmt: skip
OF_TRACKING = {
    "TRACKING_NUMBER": "mail", "TRACKING_LINK": "carrier", "ESTIMATED_DELIVERY_DATE": "link",
}  # fmt: skip
TIMES = ("ESTIMATED_SHIPPING_TIME", "ESTIMATED_DELIVERY_DATE")


def mark_faults() -> Faults:
    return [*_placeholders(), *_nulls(), *_dummies()]


def _holds(rule: str, kind: str, slot: str, value: str, field: str, severity: str) -> Fault:
    """A slot whose whole value is nothing; of tracking, the mail gives no more than is below it."""
    change = partial(_link_to, value) if slot == "TRACKING_LINK" else put(**{slot: value})
    return Fault(
        rule, kind, change, (Find(rule, field, severity),), rung=OF_TRACKING.get(slot, ""),
        unsaid=slot in TIMES,
    )  # fmt: skip


def _link_to(target: str, said: Said, told: Told) -> None:
    """Words alone are nothing that can be clicked."""
    said.slots["TRACKING_LINK"] = target
    said.link_target = target if "://" in target else None


def _in_link(form: str, said: Said, told: Told) -> None:
    """The link was built before its number was known."""
    _link_to(told.parcel.url.replace(told.parcel.number, form), said, told)


def _placeholders() -> Faults:
    rule = "PLACEHOLDER_LEFT"
    places = (
        (CONFIRMATION, "CUSTOMER_NAME"), (NOTICE, "CUSTOMER_NAME"), (CONFIRMATION, "ORDER_TOTAL"),
        (NOTICE, "CARRIER"), (CONFIRMATION, "SHIPPING_ADDRESS"), (NOTICE, "TRACKING_NUMBER"),
        (CONFIRMATION, "ORDER_NUMBER"), (NOTICE, "ESTIMATED_DELIVERY_DATE"),
    )  # fmt: skip
    faults = [_holds(rule, *places[n % len(places)], form, "text", CRITICAL)
              for n, form in enumerate(FORMS)]  # fmt: skip

    def in_subject(form: str, said: Said, told: Told) -> None:
        said.subject += f" – {form}"

    def tagged(tag: str, said: Said, told: Told) -> None:
        said.subject = f"{tag} {said.subject}"

    find = (Find(rule, "subject", CRITICAL),)
    faults += [Fault(rule, KINDS[n % 2], partial(in_subject, form), find)
               for n, form in enumerate(SUBJECT_FORMS)]  # fmt: skip
    faults += [Fault(rule, NOTICE, partial(_in_link, form), (Find(rule, "link", CRITICAL),),
                     rung="carrier") for form in LINK_FORMS]  # fmt: skip
    near = [Fault(rule, KINDS[n % 2], add(f"Info {words}")) for n, words in enumerate(NO_FORMS)]
    near += [Fault(rule, KINDS[n % 2], partial(tagged, tag))
             for n, tag in enumerate(("[EXTERNAL]", "[EXT]", "[SPAM]"))]  # fmt: skip
    return faults + near


def _nulls() -> Faults:
    rule = "NULL_VALUE"
    places = (
        (CONFIRMATION, "ORDER_NUMBER", CRITICAL), (NOTICE, "TRACKING_NUMBER", CRITICAL),
        (CONFIRMATION, "CUSTOMER_NAME", MAJOR), (NOTICE, "TRACKING_LINK", CRITICAL),
        (NOTICE, "CUSTOMER_NAME", MAJOR), (CONFIRMATION, "ORDER_TOTAL", MAJOR),
        (CONFIRMATION, "SHIPPING_ADDRESS", MAJOR), (NOTICE, "ORDER_NUMBER", CRITICAL),
        (NOTICE, "CARRIER", MAJOR), (CONFIRMATION, "ESTIMATED_SHIPPING_TIME", MAJOR),
        (CONFIRMATION, "CONTACT_INFO", MAJOR),
    )  # fmt: skip
    faults = []
    for number in range(len(places) * 2):
        kind, slot, severity = places[number % len(places)]
        value = NULLS[number % len(NULLS)]
        faults.append(_holds(rule, kind, slot, value, FIELDS[slot], severity))
    slot = "ESTIMATED_DELIVERY_DATE"
    faults += [_holds(rule, NOTICE, slot, text, FIELDS[slot], MAJOR) for text in NO_DATES]
    faults += [Fault(rule, NOTICE, partial(_in_link, word), (Find(rule, "link", CRITICAL),),
                     lambda told: "#" not in told.parcel.url, rung="carrier")
               for word in LINK_NULLS]  # fmt: skip

    def in_items(place: str, said: Said, told: Told) -> None:
        item = told.order.items[0]
        new = {"quantity": f"null × {item.title}", "title": f"{item.quantity} × undefined"}[place]
        said.slots["ORDER_SUMMARY"] = "\n".join([new, *said.slots["ORDER_SUMMARY"].split("\n")[1:]])

    faults += [Fault(rule, CONFIRMATION, partial(in_items, place), (Find(rule, "items", CRITICAL),))
               for place in ("quantity", "title")]  # fmt: skip

    def with_query(said: Said, told: Told) -> None:
        _link_to(f"{said.slots['TRACKING_LINK']}&from=nonesuch", said, told)

    near = [Fault(rule, KINDS[n % 2], add(words)) for n, words in enumerate(NO_NULLS)]
    near.append(Fault(rule, NOTICE, with_query, fits=lambda told: "?" in told.parcel.url))
    return faults + near


def _dummies() -> Faults:
    rule = "DUMMY_VALUE"
    texts = ("Lorem ipsum dolor sit amet", "test@test", "info@example.com", "foo@bar",
             "www.example.org", "Lorem ipsum", "shop.example.net")  # fmt: skip
    values = (
        (CONFIRMATION, "ESTIMATED_SHIPPING_TIME", "TBD"), (CONFIRMATION, "ORDER_NUMBER", "XXXX"),
        (NOTICE, "ORDER_NUMBER", "XXXX-XXXX"), (CONFIRMATION, "CUSTOMER_NAME", "Max Mustermann"),
        (NOTICE, "CUSTOMER_NAME", "John Doe"), (NOTICE, "CARRIER", "TBA"),
        (CONFIRMATION, "ORDER_TOTAL", "XXXXX"), (CONFIRMATION, "ESTIMATED_SHIPPING_TIME", "TBA"),
    )  # fmt: skip
    return [
        *(Fault(rule, KINDS[n % 2], add(words), (Find(rule, "text", MAJOR),))
          for n, words in enumerate(texts)),
        *(_holds(rule, kind, slot, value, FIELDS[slot], MAJOR) for kind, slot, value in values),
        *(Fault(rule, KINDS[n % 2], add(words)) for n, words in enumerate(NO_DUMMIES)),
    ]  # fmt: skip
