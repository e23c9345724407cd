"""How long, hard and loud is the fixed text of each template, and each answer that a person wrote?

Of a template only what stands in every mail is judged: its slots are filled with one short word.
"""

import pyarrow as pa

from sql.clear_writing import Figures, figures_of

READS = {
    "templates": """
        select
            'template' as subject_kind,
            texts.shop || '|' || texts.kind || '.' || texts.locale || '|' || texts.version
                as subject_key,
            lower(left(texts.locale, 2)) as language,
            texts.text
        from private.template_texts as texts
        where texts.origin <> 'default'
        order by subject_key
    """,
    "replies": """
        select
            'reply' as subject_kind,
            mails.message_key as subject_key,
            cast(null as varchar) as language,
            texts.new_text as text
        from facts.messages as mails
        inner join private.new_texts as texts using (message_key)
        where mails.is_human and texts.new_text <> ''
        order by mails.message_key
    """,
    "phrases": "select language, phrase from seeds.blame_phrases order by language, phrase",
}
TABLE = "facts.clarity"
COLUMNS = {
    "subject_kind": "varchar",  # template, reply
    "subject_key": "varchar",  # shop|template|version, or the mail's key
    "words": "integer",
    "sentences": "integer",
    "longest_sentence": "integer",  # words
    "lix": "double",  # Björnsson: words per sentence + share of words over six letters in %
    "ease": "double",  # Flesch reading ease, of English alone
    "capital_words": "integer",  # of four letters or more, all capitals, no digit
    "capitals_share": "double",  # of the words of four letters or more
    "exclamations": "integer",  # "!!"
    "is_shouting": "boolean",  # "!!!" somewhere
    "blame": "varchar",  # the phrase of seeds/blame_phrases.csv that it holds
    "number_at": "integer",  # words before [ORDER_NUMBER]; null without it
    "next_step_at": "integer",  # words before the first link, date or span of a template
}
KEY = ("subject_kind", "subject_key")


def run(templates: pa.Table, replies: pa.Table, phrases: pa.Table) -> dict[str, list]:
    blame = [(row["language"], row["phrase"].casefold()) for row in phrases.to_pylist()]
    rows: list[tuple[str, str, Figures]] = []
    for table in (templates, replies):
        for row in table.to_pylist():
            figures = figures_of(row["text"], row["language"], blame)
            rows.append((row["subject_kind"], row["subject_key"], figures))
    found = {"subject_kind": [row[0] for row in rows], "subject_key": [row[1] for row in rows]}
    names = [name for name in COLUMNS if name not in found]
    return found | {name: [getattr(row[2], name) for row in rows] for name in names}
