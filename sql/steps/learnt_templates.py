"""Which templates do the sent mails show where nobody has files of them?

Offered to the template owner, who gives a name (decision template_named, subject SHOP/learnt_id,
payload {"name": ..., "kind": ..., "locale": ...}) or turns it down ({"ignored": true}); a named one
counts as the shop's own from then on (private.template_texts). A shop with templates of a kind
costs nothing here.
"""

import pyarrow as pa

READS = {
    "mails": """
        select mails.message_key, mails.shop, coalesce(told.mail_kind, subjects.kind) as kind,
            mails.happened_at as sent_at, said.subject, said.text
        from staging.messages as mails
        inner join private.messages as said using (message_key)
        inner join private.subjects as subjects using (message_key)
        left join staging.told_kinds as told on told.mail_key = mails.message_id
        where mails.direction = 'outgoing' and not mails.is_draft and mails.shop is not null
            and not subjects.has_reply_prefix and mails.happened_at is not null
            and coalesce(told.mail_kind, subjects.kind) in ('order_confirmation', 'payment',
                'order_edited', 'cancelled', 'refunded', 'delay_notice', 'shipping_notice',
                'delivery_update', 'pickup_ready', 'invoice')
            and not exists (
                select 1 from staging.templates as own
                where own.shop = mails.shop and not own.is_default
                    and own.kind = coalesce(told.mail_kind, subjects.kind))
        order by mails.happened_at, mails.message_key
    """,
}
TABLE = "private.learnt_templates"
COLUMNS = {
    "shop": "varchar",
    "kind": "varchar",
    "learnt_id": "varchar",  # of the template, whatever its version
    "name": "varchar",  # null: names are decisions
    "locale": "varchar",  # of its fixed words; und where they tell none
    "version": "integer",  # from 1, in the order of first use
    "subject": "varchar",
    "text": "varchar",  # with [SLOT]
    "slots": "varchar[]",
    "optional_lines": "varchar[]",  # fixed lines that only some of its mails have
    "first_seen_at": "timestamp",
    "last_seen_at": "timestamp",
    "mails": "bigint",
    "valid_from_at": "timestamp",  # null: from the beginning
}
KEY = ("shop", "kind", "learnt_id", "version")


def run(mails: pa.Table) -> dict[str, list]:
    return {name: [] for name in COLUMNS}
