"""The public build holds keys instead of customers: no address, no name, no text of theirs."""

import re

ADDRESS = re.compile(r"[^\s<>\"',;:()\[\]|]+@[^\s<>\"',;:()\[\]|]+")


def public_texts(build):
    """(column, distinct text) of every text column of the public file."""
    columns = build.rows("""select schema_name, table_name, column_name from duckdb_columns()
        where data_type like 'VARCHAR%' and not internal""")
    for schema, table, column in columns:
        rows = build.rows(f'select distinct "{column}"::varchar from {schema}."{table}"')
        for (text,) in rows:
            if text:
                yield f"{schema}.{table}.{column}", text


def test_no_customers_address_name_or_street_stands_in_the_public_build(demo_build):
    build = demo_build.build
    addresses = set(build.private_frame(
        "select distinct lower(address) as a from private.addresses", role="admin").a)
    people = build.private_frame(
        "select distinct name, street from private.orders", role="admin")
    names = {text for column in ("name", "street") for text in people[column].dropna()}
    assert len(addresses) > 100 and len(names) > 100

    found = {
        column for column, text in public_texts(build)
        if text in names or not addresses.isdisjoint(
            found.lower() for found in ADDRESS.findall(text))
    }

    assert found == set()


def test_no_subject_and_no_text_of_a_mail_stands_in_the_public_build(demo_build):
    build = demo_build.build
    mails = build.private_frame("select subject, text from private.messages", role="admin")
    subjects = {text for text in mails.subject.dropna() if len(text) > 15}
    texts = {text[:60] for text in mails.text.dropna() if len(text) > 60}

    assert not [column for column, text in public_texts(build)
                if text in subjects or text[:60] in texts]
