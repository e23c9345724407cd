"""Which links of order mails mislead: other words than target, not to be clicked, expiring?"""

from collections.abc import Iterator

import pyarrow as pa

from sql.link_texts import differing, expires_on, is_not_clickable

READS = {
    "mails": r"""
        select said.message_key, said.link_target, said.tracking_link, days.last_day,
            links.html_text, links.link_targets, links.link_texts
        from private.mail_values as said
        left join private.mail_links as links using (message_key)
        left join private.stated_days as days
            on days.shop = said.shop and days.local_day = said.local_day
            and days.value = said.delivery_date
        where regexp_matches(said.link_target, '(?i)[?&](exp|valid_until)')
            -- most links show words, and lead where a text part has no address
            or regexp_matches(array_to_string(links.link_texts, ' '), '\w\.\w')
            or regexp_matches(links.html_text, '(?i)https?://')
        order by said.message_key
    """,
}
TABLE = "private.link_checks"
COLUMNS = {
    "message_key": "varchar",
    "field": "varchar",  # tracking_link, not_clickable, expires
    "expected_value": "varchar",
    "observed_value": "varchar",
}
KEY = ("message_key", "field")


def run(mails: pa.Table) -> dict[str, list]:
    rows = [(mail["message_key"], *fault) for mail in mails.to_pylist() for fault in faults(mail)]
    return {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}


def faults(mail: dict) -> Iterator[tuple[str, str, str]]:
    targets, texts = mail["link_targets"] or [], mail["link_texts"] or []
    link, html_text = mail["link_target"] or "", mail["html_text"] or ""
    if shown := differing(targets, texts):
        yield "tracking_link", *shown
    if is_not_clickable(link, html_text, targets):
        yield "not_clickable", "a link", link
    ends = expires_on(link)
    if ends and mail["last_day"] and ends < mail["last_day"]:
        yield "expires", f"not before {mail['last_day']}", f"{ends}: {link}"
