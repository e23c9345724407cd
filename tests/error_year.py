"""A simulated year of a shop's errors: each cause known, each seen in other words each time.

Written from RULES.md and TEXT.md alone. One cause is one thing that somebody has to mend: a name
misspelt in one template, one wrong host, one carrier's broken numbers, one line reworded, a step
that garbles letters. What a rule gives as `cause` is what the mail shows of it, so it differs with
orders, items, letters, spellings and versions. Beside each cause stand others that look like it
and are mended elsewhere.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

START = datetime(2025, 1, 6)
WEEKS = 52
CONFIRMED, SHIPPED = "order_confirmation", "shipping_notice"
Say = Callable[[random.Random], str | None]


@dataclass(frozen=True)
class Cause:
    """What has to be mended; `shows` is the rule's cause, `seen` what was read in that mail."""

    rule: str
    template: str | None
    field: str
    shows: Say
    seen: Say
    severity: str = "major"
    shop: str = "nordlicht"
    about: str = "mail"


@dataclass(frozen=True)
class Seen:
    """One finding of a cause: when, in which version, what the rule says."""

    cause: Cause
    number: int
    at: datetime
    version: str | None
    shows: str | None
    observed: str | None


def said(*words: str | None) -> Say:
    return lambda dice: dice.choice(words)


def number(dice: random.Random) -> str:
    return str(dice.randrange(100_000, 999_999))


def parcel(dice: random.Random) -> str:
    return f"00{dice.randrange(10**17, 10**18)}"


def spelt(name: str) -> Say:
    """A placeholder as template engines and their authors write it."""
    return said(f"{{{{ {name} }}}}", f"{{{{{name}}}}}", f"{{{{ {name.upper()} }}}}",
                f"{{{{  {name}}}}}")  # fmt: skip


def of_item(part: str) -> Say:
    return lambda dice: f"{{{{ items[{dice.randrange(12)}].{part} }}}}"


def of_order(dice: random.Random) -> str:
    return f"${{order_{number(dice)}.total}}"


def review_host(dice: random.Random) -> str:
    return f"pr-{dice.randrange(10, 9999)}.staging.nordlicht.example"


def preview_host(dice: random.Random) -> str:
    return f"build-{dice.randrange(9, 2000)}.preview.example"


def test_page(dice: random.Random) -> str:
    return f"http://track.test.example/p/{parcel(dice)}?order={number(dice)}"


def crosses(dice: random.Random) -> str:
    return dice.choice(("XXXX", "XXXXX", "XXXXXXXX", "XXXX-XXXX", "xxxx"))


LATIN = said("Ã¼", "Ã¤", "Ã¶", "ÃŸ", "Ã©", "â€™", "â€“")
QUOTED = said("=C3=BC", "=20", "=C3=A4", "=E2=80=99")
ENTITY = said("&amp;", "&nbsp;", "&uuml;", "&#39;")
LOST, TAGS = said("\ufffd"), said("<br>", "</p>", "<b>")
EPOCH = said("1970-01-01", "01.01.1970", "1 January 1970", "Thu Jan 01 1970")
DASHES = said("-", "--")
LINES = ("3f9d8c1be0a7254411aa70f9e2b6c5d8", "b17c03d5e9f84a62870de1c2fa95b3d7",
         "77aa10c2d3e4f5061728394a5b6c7d8e")  # fmt: skip
NOTHING = said(None)


def late(dice: random.Random) -> str:
    return f"2025-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02} 10:0{dice.randrange(9)} UTC"


def causes() -> list[Cause]:
    """More than a hundred, of two brands, in four templates and none."""
    return [*placeholders(), *empties(), *letters(), *tracking(), *wording(), *values(), *orders(),
            *unseen()]  # fmt: skip


def placeholders() -> Iterator[Cause]:
    for template in (f"{CONFIRMED}.de", f"{CONFIRMED}.en", f"{SHIPPED}.de"):
        for shown in (spelt("order.number"), spelt("customer.name"), of_item("title"),
                      of_item("price"), of_order):  # fmt: skip
            yield Cause("PLACEHOLDER_LEFT", template, "text", shown, shown, "critical")
    shown = spelt("order.number")
    yield Cause("PLACEHOLDER_LEFT", f"{CONFIRMED}.de", "subject", shown, shown, "critical")
    yield Cause("PLACEHOLDER_LEFT", f"{SHIPPED}.de", "link", spelt("token"), parcel, "critical")
    yield Cause("PLACEHOLDER_LEFT", f"{CONFIRMED}.de", "text", said("[CUSTOMER_NAME]"), number)
    yield Cause("PLACEHOLDER_LEFT", f"{CONFIRMED}.de", "text", spelt("order.number"), number,
                shop="fjordkind")  # fmt: skip


def empties() -> Iterator[Cause]:
    yield Cause("NULL_VALUE", f"{CONFIRMED}.de", "customer_name", said("None"), said("None"))
    yield Cause("NULL_VALUE", f"{CONFIRMED}.de", "customer_name", said("null", "NULL"), number)
    yield Cause("NULL_VALUE", f"{CONFIRMED}.de", "shipping_time", EPOCH, EPOCH)
    yield Cause("NULL_VALUE", f"{CONFIRMED}.de", "total", DASHES, DASHES)
    yield Cause("NULL_VALUE", f"{CONFIRMED}.de", "total", said("NaN", "nan"), number)
    yield Cause("NULL_VALUE", f"{SHIPPED}.en", "tracking_link", said("undefined"), test_page)
    yield Cause("DUMMY_VALUE", f"{CONFIRMED}.en", "contact", crosses, crosses)
    yield Cause("DUMMY_VALUE", f"{CONFIRMED}.en", "contact", said("test@test"), number)
    yield Cause("DUMMY_VALUE", f"{CONFIRMED}.en", "text",
                said("lorem ipsum", "Lorem ipsum"), number)  # fmt: skip


def letters() -> Iterator[Cause]:
    for template in (f"{CONFIRMED}.de", f"{SHIPPED}.de"):
        for shown in (LATIN, QUOTED, ENTITY, LOST, TAGS):
            yield Cause("MOJIBAKE", template, "text", shown, shown, "minor")
    yield Cause("MOJIBAKE", f"{CONFIRMED}.de", "customer_name", LATIN, LATIN)


def tracking() -> Iterator[Cause]:
    for carrier in ("gls", "dhl", "dpd"):
        for state in ("check digit", "format", "mangled"):
            yield Cause("TRACKING_FORMAT", f"{SHIPPED}.de", "tracking_number",
                        said(f"{carrier} {state}"), parcel)  # fmt: skip
        yield Cause("CARRIER_MISMATCH", f"{SHIPPED}.en", "carrier", said(carrier), parcel)
    for shown in (review_host, test_page, said("track1.example"), said("track2.example"),
                  said("10.0.3.17"), said("sho.rt.example")):  # fmt: skip
        yield Cause("LINK_HOST", f"{SHIPPED}.de", "tracking_link", shown, test_page, "critical")
    yield Cause("LINK_WITHOUT_NUMBER", f"{SHIPPED}.de", "tracking_link", NOTHING, test_page)


def wording() -> Iterator[Cause]:
    for line in LINES:
        yield Cause("TEMPLATE_DRIFT", f"{CONFIRMED}.en", "text", said(line), said("1 line"))
    for version in ("1", "2", "2025-03", "2025-06"):
        yield Cause("TEMPLATE_RETIRED", f"{CONFIRMED}.en", "version", said(version), said(version))
    yield Cause("SUBJECT_MISMATCH", f"{CONFIRMED}.en", "order_number", said("no number"), number)
    yield Cause("SUBJECT_MISMATCH", f"{CONFIRMED}.en", "stage", said("shipping_notice"), number)
    yield Cause("TONE", f"{SHIPPED}.en", "blame", said("your fault"), number, about="version")
    yield Cause("LONG_OR_HARD", f"{SHIPPED}.en", "words", NOTHING, number, about="version")


def values() -> Iterator[Cause]:
    for template in (f"{CONFIRMED}.de", f"{SHIPPED}.de"):
        yield Cause("ORDER_NO_MISMATCH", template, "order_number", NOTHING, number, "critical")
        yield Cause("REQUIRED_MISSING", template, "contact", NOTHING, said("missing"))
        yield Cause("REQUIRED_MISSING", template, "order_number", NOTHING, said("missing"))
    yield Cause("ETA_IMPLAUSIBLE", f"{SHIPPED}.de", "delivery_date", said("public holiday"), late)
    yield Cause("ETA_IMPLAUSIBLE", f"{SHIPPED}.de", "delivery_date", said("before the mail"), late)
    yield Cause("TRACKING_MISMATCH", f"{SHIPPED}.de", "tracking_number", NOTHING, parcel)


def orders() -> Iterator[Cause]:
    for shop in ("nordlicht", "fjordkind"):
        yield Cause("CONF_MISSING", None, CONFIRMED, NOTHING, late, "critical", shop, "order")
        yield Cause("CONF_LATE", None, CONFIRMED, NOTHING, late, "major", shop, "order")
        yield Cause("SHIP_LATE", None, SHIPPED, NOTHING, late, "major", shop, "parcel")
        yield Cause("WAIT_OVERDUE", None, "reply", NOTHING, late, "critical", shop, "wait")
    yield Cause("PROMISE_PASSED", None, "shipping", NOTHING, late, "critical", about="order")
    yield Cause("PROMISE_PASSED", None, "delivery", NOTHING, late, "critical", about="order")


def unseen() -> Iterator[Cause]:
    """Added when the grouping was already made: other engines' forms, hosts, words and lines."""
    for forms in (
        ("%ORDER_NUMBER%", "%order_number%"), ("*|FNAME|*", "*|fname|*"),
        ("<<total>>", "<< total >>"), ("{% if order %}", "{%if order%}"),
        ("<%= order.id %>", "<%=order.id%>"), ("%(total)s",), ("@@CITY@@",), ("__CITY__",),
        ("[LINE_1]", "[LINE_2]", "[LINE_17]"), ("{name}", "{ name }"), ("${name}",),
        ("{{ order.number | upper }}", "{{order.number|upper}}"),
    ):  # fmt: skip
        yield Cause("PLACEHOLDER_LEFT", f"{SHIPPED}.fr", "text", said(*forms), number, "critical")
    for forms in (("N/A", "n/a"), ("#N/A",), ("[object Object]",), ("Invalid Date", "invalid date"),
                  ("undefined",), ("0000-00-00",)):  # fmt: skip
        yield Cause("NULL_VALUE", f"{SHIPPED}.fr", "delivery_date", said(*forms), late)
    for forms in (("lorem ipsum",), ("TBD", "tbd"), ("john doe", "John Doe")):
        yield Cause("DUMMY_VALUE", f"{SHIPPED}.fr", "customer_name", said(*forms), late)
    for host in ("localhost", "192.168.0.4", "192.168.0.5", "s3.shop.example", "s4.shop.example"):
        yield Cause("LINK_HOST", f"{SHIPPED}.fr", "tracking_link", said(host), test_page)
    yield Cause("LINK_HOST", f"{SHIPPED}.fr", "tracking_link", preview_host, test_page)
    for pair in ("de en", "de fr"):
        yield Cause("LANGUAGE_MISMATCH", f"{SHIPPED}.fr", "language", said(pair), said("fr"))
    for shown in (LATIN, LOST, ENTITY):
        yield Cause("MOJIBAKE", f"{SHIPPED}.fr", "address", shown, shown)


def year(seed: int) -> list[Seen]:
    """Each cause in a span of the year, 8 to 60 times, through a change of the version."""
    dice = random.Random(seed)
    found: list[Seen] = []
    for cause in causes():
        first = dice.randrange(WEEKS - 6)
        weeks = dice.randrange(4, WEEKS - first)
        changed = first + dice.randrange(weeks)
        for _ in range(dice.randrange(8, 61)):
            at = START + timedelta(weeks=first, seconds=dice.randrange(weeks * 7 * 86_400))
            is_new = at >= START + timedelta(weeks=changed)
            version = ("2" if is_new else "1") if cause.template else None
            found.append(Seen(cause, len(found), at, version, cause.shows(dice), cause.seen(dice)))
    return found
