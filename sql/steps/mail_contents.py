"""What does each automated mail say: from which template, with which values, what is wrong in it?

A mail is read again only where it or the templates of its shop changed.
"""

import pyarrow as pa

from sql.mail_choice import Shop
from sql.mail_contents import contents_of
from sql.mail_fold import folded
from sql.mail_template_text import template_of

READS = {
    "mails": """
        with taken as (
            select mail_key, min(accepted_at) as accepted_at
            from staging.mail_deliveries group by mail_key
        ),
        wordings as (
            select shops.shop,
                md5(coalesce(string_agg(cast(hash(templates) as varchar), ' '
                    order by templates.kind, templates.locale, templates.version), '')) as mark
            from seeds.shops as shops
            left join private.template_texts as templates on templates.shop = shops.shop
            group by shops.shop
        ),
        others as (
            select md5(
                coalesce((select string_agg(alias || slot, ' ' order by alias)
                    from seeds.slot_names), '')
                || coalesce((select string_agg(label || slot || locale, ' '
                    order by label, slot, locale) from seeds.slot_labels), '')
            ) as mark
        ),
        mails as (
            select mails.message_key, mails.shop,
                coalesce(told.mail_kind, subjects.kind) as kind,
                coalesce(taken.accepted_at, mails.happened_at) as sent_at,
                texts.subject, texts.text,
                texts.html_text, texts.link_targets, texts.link_texts
            from staging.messages as mails
            inner join private.messages as texts using (message_key)
            left join private.subjects as subjects using (message_key)
            left join staging.told_kinds as told on told.mail_key = mails.message_id
            left join taken on taken.mail_key = coalesce(mails.message_id, mails.message_key)
            where mails.direction = 'outgoing' and not mails.is_draft and mails.team is null
                and not coalesce(mails.has_reply_prefix, false)
                and (mails.is_archived or told.mail_kind is not null or subjects.kind is not null)
        )
        select mails.*, md5(
            cast(hash(mails) as varchar) || wordings.mark || others.mark
        ) as input_key
        from mails
        left join wordings using (shop)
        cross join others
        order by mails.message_key
    """,
    "templates": """
        select shop, kind, locale, version, valid_from_at, valid_until_at, text, origin
        from private.template_texts order by all
    """,
    "names": "select alias, slot from seeds.slot_names order by all",
    "labels": "select label, slot from seeds.slot_labels order by all",
}
SAME = ("mails", "input_key")  # rows of the last build that stand for the same mails stay
TABLE = "private.mail_contents"
COLUMNS = {
    "message_key": "varchar",
    "shop": "varchar",
    "template": "varchar",  # kind.locale
    "version": "varchar",
    "origin": "varchar",  # own, learnt, default
    "locale": "varchar",
    "how": "varchar",  # template, unknown, default, labels, unread
    "coverage_share": "double",
    "is_active_version": "boolean",
    "active_version": "varchar",
    "missing": "varchar[]",
    "changed_from": "varchar[]",
    "changed_to": "varchar[]",
    "inserted": "varchar[]",
    "inserted_words": "integer",
    "lost_labels": "varchar[]",
    "is_closing_found": "boolean",
    "body_words": "integer",
    "fixed_words": "integer",
    "language": "varchar",
    "slot_names": "varchar[]",
    "slot_values": "varchar[]",
    "slot_html_values": "varchar[]",
    "link_slot_target": "varchar",
    "mark_kinds": "varchar[]",
    "mark_places": "varchar[]",
    "mark_texts": "varchar[]",
    "mark_causes": "varchar[]",
    "input_key": "varchar",
}
KEY = ("message_key",)

BATCH = 5_000


def run(
    mails: pa.Table, templates: pa.Table, names: pa.Table, labels: pa.Table
) -> dict[str, list]:
    shops = shops_of(templates, names, labels)
    nothing = Shop([], [], {row["label"]: row["slot"] for row in labels.to_pylist()})
    made: dict[str, list] = {name: [] for name in COLUMNS}
    for batch in mails.to_batches(BATCH):  # never all the texts at once
        for mail in batch.to_pylist():
            row = mail | contents_of(mail, shops.get(mail["shop"], nothing))
            for name, column in made.items():
                column.append(row[name])
    return made


def shops_of(templates: pa.Table, names: pa.Table, labels: pa.Table) -> dict[str, Shop]:
    aliases = {row["alias"]: row["slot"] for row in names.to_pylist()}
    known = {folded(row["label"]): row["slot"] for row in labels.to_pylist()}
    grouped: dict[str, list] = {}
    for row in templates.to_pylist():
        grouped.setdefault(row["shop"], []).append(template_of(row, aliases))
    shops = {}
    for shop, found in grouped.items():
        found.sort(key=lambda template: -template.fixed_words)
        own = [template for template in found if template.origin != "default"]
        defaults = [template for template in found if template.origin == "default"]
        shops[shop] = Shop(own, defaults, known)
    return shops
