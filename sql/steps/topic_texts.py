"""What does each customer say, in the plain letters that the topics' rules and model read?"""

import pyarrow as pa

from sql.topic_words import words_of

READS = {
    "said": """
        select mails.message_key, texts.bare_subject as subject, texts.new_text
        from staging.messages as mails
        inner join private.messages as texts using (message_key)
        left join (
            select distinct subject as message_key from desk.decisions where kind = 'mail_kind'
        ) as decided using (message_key)
        where
            mails.direction = 'incoming'
            and (
                -- whatever it looks like, a person may have said that it is an inquiry
                decided.message_key is not null
                or mails.report_type is null
                and mails.customer_key is not null
                and mails.is_junk is distinct from true
                and (mails.is_from_own is distinct from true or mails.is_contact_form)
            )
        union all
        select tickets.message_key, subjects.bare_subject as subject, tickets.new_text
        from private.ticket_words as tickets
        left join private.subjects as subjects using (message_key)
        where tickets.author_role = 'customer'
        order by message_key
    """,
}
TABLE = "private.topic_texts"
COLUMNS = {"message_key": "varchar", "words": "varchar"}
KEY = ("message_key",)


def run(said: pa.Table) -> dict[str, list]:
    texts = zip(*(said[name].to_pylist() for name in ("message_key", "subject", "new_text")),
                strict=True)  # fmt: skip
    words = {key: words_of(subject, text) for key, subject, text in texts}
    told = {key: line for key, line in words.items() if line}  # of nothing, nothing is told
    return {"message_key": list(told), "words": list(told.values())}
