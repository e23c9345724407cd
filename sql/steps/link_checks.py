"""Which links of order mails mislead: other words than target, not to be clicked, expiring?"""

from collections.abc import Iterator

import pyarrow as pa

from sql.link_texts import differing, expires_on, is_not_clickable

READS = {
    "mails": r"""
        with forms as ( -- the HTML form's words, where one is there
            select texts.message_key, texts.link_targets, texts.link_texts,
                coalesce(texts.html_text, case
                    when array_length(mails.link_targets) > 0
                        or list_contains(mails.flags, 'link_not_clickable') then texts.text
                end) as html_text
            from private.messages as texts
            inner join raw.messages as mails using (message_key)
        )
        select said.message_key, said.link_target, days.last_day,
            forms.html_text, forms.link_targets, forms.link_texts
        from private.mail_values as said
        inner join forms using (message_key)
        left join private.stated_days as days
            on days.shop = said.shop and days.local_day = said.local_day
            and days.value = said.delivery_date
        where regexp_matches(said.link_target, '(?i)[?&](exp|valid_until)')
            -- most links show words
            or regexp_matches(array_to_string(forms.link_texts, ' '), '\w\.\w')
            or (forms.html_text is not null and contains(forms.html_text, said.link_target)
                and not list_contains(forms.link_targets, said.link_target))
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
