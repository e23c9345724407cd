"""Which signs of tracking does each mail about a parcel show: numbers, links, a delivery date?

A label counts with what stands behind it on its line, else with the next line, unless that line
begins a label of its own. Windows are bounded, so a hostile text costs what its length costs.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

import pyarrow as pa

READS = {
    "mails": """
        select mails.message_key, mails.shop, texts.text, texts.links
        from staging.messages as mails
        inner join private.messages as texts using (message_key)
        inner join private.subjects as subjects using (message_key)
        left join staging.told_kinds as told on told.mail_key = mails.message_id
        left join private.mail_contents as said on said.message_key = mails.message_key
        where mails.direction = 'outgoing'
            and list_has_any([subjects.kind, told.mail_kind, split_part(said.template, '.', 1)],
                ['shipping_notice', 'delivery_update', 'delay_notice'])
        order by mails.message_key
    """,
    "shipments": """
        select distinct shop, number_key, order_id from staging.shipments order by all
    """,
}
TABLE = "private.mail_signs"
COLUMNS = {
    "message_key": "varchar",
    "named_numbers": "varchar[]",  # of parcels of this shop, in text or links
    "linked_numbers": "varchar[]",  # those that stand in a link
    "labelled_number": "varchar",  # behind the words "tracking number", whatever it is
    "has_tracking_link": "boolean",  # to a place that looks like tracking
    "has_delivery_date": "boolean",
}
KEY = ("message_key",)

LONGEST = 200_000  # characters of a mail that are looked at
VALUE = 100  # characters behind a label
MOST = 200  # labels, links and spaced numbers of one mail
SHORTEST, DIGITS = 6, 4  # characters and digits of what can be a tracking number
NUMBER_LABEL = re.compile(
    r"tracking[ -]?(?:number|no\b|nr\b|code|id\b|nummer)|(?:consignment|parcel) number"
    r"|sendungs-?(?:nummer|nr\b|code)|paket(?:nummer|schein)"
    r"|(?:num[ée]ro|code|n°|no) de (?:suivi|colis)"
    r"|(?:n[úu]mero|c[óo]digo|n\.?º) de (?:seguimiento|env[íi]o)|localizador",
    re.IGNORECASE,
)
DATE_LABEL = re.compile(
    r"(?:estimated|expected|planned|delivery) (?:delivery|arrival|date|day|by|on)|\bETA\b"
    r"|arriv(?:es?|ing|al)\b|delivered (?:on|by)|voraussichtlich|liefer(?:termin|datum|tag)"
    r"|zustell(?:ung|termin|datum|tag)|lieferung|ankunft|bei (?:ihnen|dir) am"
    r"|livr(?:aison|ée?)\b|arriv[ée]e|entrega|llega(?:da|rá)?\b",
    re.IGNORECASE,
)
MONTH = (
    r"(?:jan|feb|fév|mar|mär|mrz|apr|avr|abr|mai|may|jun|juin|jul|juil|aug|aoû|ago|sep|okt|oct"
    r"|nov|dec|dez|déc|dic|ene)[a-zéûä]{0,7}"
)
DATE = re.compile(
    r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[./](?:\d\d\b|\d[./])|\b\d{1,2}-\d{1,2}-\d{2,4}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th|er|º|\.)? (?:of |de )?{MONTH}\b|\b{MONTH}\.? \d{{1,2}}\b",
    re.IGNORECASE,
)
TRACKING_LINK = re.compile(
    r"track|trace|sendung|verfolg|suivi|suivre|seguimiento|nolp|parcel|paket|colis", re.IGNORECASE
)
BROKEN_LINK = re.compile(r"[{}<>\[\]]|%7b|%5b|undefined|\bnull\b|\bnone\b", re.IGNORECASE)
NEXT_LABEL = re.compile(r"[^:\n]{1,40}:")
WORD = re.compile(r"[0-9A-Za-z]+")
SPACED = re.compile(r"[0-9A-Z]{1,12}(?:[ \u00a0.-][0-9A-Z]{1,12}){1,11}")  # 1Z 999 AA1 01


def run(mails: pa.Table, shipments: pa.Table) -> dict[str, list]:
    numbers: dict[str, set[str]] = defaultdict(set)
    orders: dict[str, set[str]] = defaultdict(set)
    for row in shipments.to_pylist():
        numbers[row["shop"]].add(row["number_key"])
        orders[row["shop"]].add(squeezed(row["order_id"] or ""))
    rows = []
    for mail in mails.to_pylist():
        shop, text, links = mail["shop"], (mail["text"] or "")[:LONGEST], mail["links"] or []
        rows.append((mail["message_key"], *signs(text, links, numbers[shop], orders[shop])))
    return {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}


def signs(text: str, links: list[str], numbers: set[str], orders: set[str]) -> tuple:
    usable = [link for link in links[:MOST] if is_usable(link)]
    linked = {number for link in usable for number in written_numbers(link) & numbers}
    labelled = (labelled_number(value) for value in behind(NUMBER_LABEL, text))
    return (
        sorted(linked | (written_numbers(text) & numbers)),
        sorted(linked),
        next((number for number in labelled if number and number not in orders), None),
        any(TRACKING_LINK.search(link) for link in usable),
        any(DATE.search(value) for value in behind(DATE_LABEL, text)),
    )


def is_usable(link: str) -> bool:
    return link.lower().startswith(("http://", "https://")) and not BROKEN_LINK.search(link)


def squeezed(number: str) -> str:
    return "".join(WORD.findall(number)).upper()


def written_numbers(text: str) -> set[str]:
    """What could be a number in the text: its words, and neighbouring groups put together."""
    found = {word.upper() for word in WORD.findall(text) if len(word) >= SHORTEST}
    for place, run in enumerate(SPACED.finditer(text)):
        groups = WORD.findall(run[0])
        for first in range(len(groups)):
            for last in range(first + 2, len(groups) + 1):
                found.add("".join(groups[first:last]))
        if place >= MOST:
            break
    return found


def behind(label: re.Pattern, text: str) -> Iterator[str]:
    """What stands behind each label: the rest of its line, or the next line where that is bare."""
    for place, match in enumerate(label.finditer(text)):
        if place >= MOST:
            return
        line, _, rest = text[match.end() : match.end() + VALUE].partition("\n")
        line = line.partition("http")[0]
        if line.strip(" \t\r:.-–*|"):
            yield line
        else:
            following = rest.lstrip("\r\n \t").partition("\n")[0].partition("http")[0]
            yield "" if NEXT_LABEL.match(following) else following


def labelled_number(value: str) -> str | None:
    """The first thing behind a label that has enough characters and digits for a number."""
    groups: list[str] = []
    for word in re.findall(r"\S+", value):
        group = squeezed(word)
        if not any(map(str.isdigit, group)) and not (groups and group.isupper()):
            groups = []
            continue
        groups.append(group)
        number = "".join(groups)
        if len(number) >= SHORTEST and sum(map(str.isdigit, number)) >= DIGITS:
            return number
    return None
