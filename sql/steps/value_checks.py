"""Which values in order mails are not what the order's record says, and in what way?

What is equal by its letters never comes here. What is given to be compared is bounded.
"""

from collections.abc import Callable

import pyarrow as pa

from sql.value_addresses import address_difference, joined, place_difference
from sql.value_amounts import amount_difference
from sql.value_items import items_difference
from sql.value_names import is_name_of
from sql.value_words import spelled, words

READS = {
    "names": """
        select message_key, customer_name as said, name from private.unlike_people
        where customer_name is not null order by message_key
    """,
    "addresses": """
        select message_key, address as said, street, postcode, city, pickup_point
        from private.unlike_people where address is not null order by message_key
    """,
    "goods": """
        select mails.message_key, mails.items as said, goods.is_whole, goods.titles,
            goods.quantities
        from private.unlike_goods as mails
        inner join private.mail_goods as goods using (message_key)
        order by mails.message_key
    """,
    "totals": r"""
        select said.message_key, said.total as said, records.total, records.currency
        from private.mail_values as said
        inner join private.mail_records as records using (message_key)
        where not said.is_truncated and said.total <> '' and records.total is not null
            -- others tell of what is changed or paid back
            and said.kind in ('order_confirmation', 'shipping_notice')
            and not coalesce(
                -- 1.234,50 € of EUR: the digits alone, and nothing but its own sign
                regexp_matches(said.total,
                    '^[^0-9]*[0-9]{1,3}([.,]?[0-9]{3})*[.,][0-9]{2}[^0-9]*$')
                and regexp_replace(said.total, '[^0-9]', '', 'g')
                    = cast(cast(round(records.total * 100) as bigint) as varchar)
                and upper(regexp_replace(said.total, '[0-9.,\s]', '', 'g')) in (
                    '', records.currency, case records.currency
                        when 'EUR' then '€' when 'GBP' then '£' when 'USD' then '$' end),
                false
            )
        order by said.message_key
    """,
    "titles": "select word from seeds.name_titles order by word",
    "forms": "select word, coalesce(form, '') as form from seeds.address_words order by word",
}
TABLE = "private.value_checks"
COLUMNS = {
    "message_key": "varchar",
    "field": "varchar",  # customer_name, address, items, total
    "outcome": "varchar",  # how it differs; what does not differ has no row
    "expected_value": "varchar",
    "observed_value": "varchar",
    "span": "varchar",
    "search_keys": "varchar[]",  # the name, or what may be a postcode, to find whose else it is
}
KEY = ("message_key", "field")
LONGEST, MOST_LINES = 4000, 200  # of a value
SPAN = 200


def run(
    names: pa.Table, addresses: pa.Table, goods: pa.Table, totals: pa.Table, titles: pa.Table,
    forms: pa.Table,
) -> dict[str, list]:  # fmt: skip
    title_words = frozenset(titles["word"].to_pylist())
    form_of = dict(zip(forms["word"].to_pylist(), forms["form"].to_pylist(), strict=True))
    rows = [
        *differing("customer_name", names, lambda row: name_outcome(row, title_words)),
        *differing("address", addresses, lambda row: address_outcome(row, form_of)),
        *differing("items", goods, goods_outcome),
        *differing("total", totals, total_outcome),
    ]
    return {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}


Outcome = tuple[str, str, list[str]]  # the word, what was to stand there, search keys


def differing(field: str, table: pa.Table, outcome_of: Callable[[dict], Outcome]) -> list[tuple]:
    rows = []
    for row in table.to_pylist():
        row["said"] = "\n".join(row["said"][:LONGEST].splitlines()[:MOST_LINES])
        outcome, expected, keys = outcome_of(row)
        if outcome != "same":
            said = row["said"]
            rows.append((row["message_key"], field, outcome, expected, said, said[:SPAN], keys))
    return rows


def name_outcome(row: dict, titles: frozenset[str]) -> Outcome:
    said, name = row["said"], row["name"]
    if is_name_of(said, name, titles):
        return "same", name, []
    bare = (word for word in said.lower().split() if spelled(word) not in titles)
    return "differs", name, sorted({said.lower(), " ".join(bare)})


def address_outcome(row: dict, forms: dict[str, str]) -> Outcome:
    said = row["said"]
    if row["pickup_point"]:
        return place_difference(said, row["pickup_point"], forms), row["pickup_point"], []
    street, postcode, city = (row[name] or "" for name in ("street", "postcode", "city"))
    outcome = address_difference(said, street, postcode, city, forms)
    codes = [key for key in joined(words(said)) if len(key) >= 4 and any(map(str.isdigit, key))]
    return outcome, f"{street}\n{postcode} {city}".strip(), sorted(codes)


def goods_outcome(row: dict) -> Outcome:
    goods = list(zip(row["titles"], row["quantities"], strict=True))
    expected = "\n".join(f"{quantity:g} × {title}" for title, quantity in goods)
    return items_difference(row["said"], goods, row["is_whole"]), expected, []


def total_outcome(row: dict) -> Outcome:
    total, currency = row["total"], row["currency"]
    return amount_difference(row["said"], total, currency), f"{total:.2f} {currency or ''}", []
