"""Which links of order mails mislead: other words than target, not to be clicked, expiring?"""

from collections.abc import Iterator

import pyarrow as pa

from sql.link_texts import differing, expires_on, is_not_clickable

READS = {
    "mails": r"""
        with asked as ( -- most links show words or themselves: no text is read of these
            select said.message_key, said.shop, said.local_day, said.delivery_date,
                said.link_target, links.link_targets, links.link_texts,
                coalesce(regexp_matches(said.link_target, '(?i)[?&](exp|valid_until)'), false)
                or coalesce(regexp_matches(array_to_string(list_filter(links.link_texts,
                    lambda shown, place: rtrim(links.link_targets[place], '/')
                        not in (shown, 'https://' || shown)), ' '), '\w\.\w'),
                    false) as is_odd
            from private.mail_values as said
            inner join private.messages as links using (message_key)
            where array_length(links.link_texts) > 0 or said.link_target is not null
        )
        select asked.message_key, asked.link_target, days.last_day, asked.link_targets,
            asked.link_texts, coalesce(texts.html_text, case
                when array_length(mails.link_targets) > 0
                    or list_contains(mails.flags, 'link_not_clickable') then texts.text
            end) as html_text -- the words of the HTML form, where one is there
        from asked
        inner join private.messages as texts using (message_key)
        inner join raw.messages as mails using (message_key)
        left join private.stated_days as days
            on days.shop = asked.shop and days.local_day = asked.local_day
            and days.value = asked.delivery_date
        where asked.is_odd or (
            not list_contains(asked.link_targets, asked.link_target)
            and coalesce(contains(coalesce(texts.html_text, case
                when array_length(mails.link_targets) > 0
                    or list_contains(mails.flags, 'link_not_clickable') then texts.text
            end), asked.link_target), false)
        )
        order by asked.message_key
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
