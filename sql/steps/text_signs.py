"""Which signs of a machine, a newsletter or an unwanted offer stand in the words of each mail?

The signs are patterns of seeds/text_signs.csv, a shop may add its own. They are matched by RE2,
which takes time in proportion to the text, whatever a stranger sends and whatever a shop writes.
"""

from collections import defaultdict

import pyarrow as pa
import pyarrow.compute as pc

from sql.trouble import Trouble

READS = {
    "mails": """
        select
            mails.message_key,
            substr(texts.new_text, 1, 4000) as words,
            case when unknown.message_key is not null
                then substr(texts.text, 1, 4000) || chr(10) || substr(texts.text, -4000)
            end as whole,
            unknown.message_key is not null and exists (
                select 1 from seeds.domains as domains
                where contains(lower(array_to_string(texts.links, ' ')), lower(domains.domain))
            ) as links_to_us
        from staging.messages as mails
        inner join private.messages as texts using (message_key)
        left join staging.unknown_senders as unknown on unknown.message_key = mails.message_key
        where mails.direction = 'incoming' and texts.new_text <> ''
        order by mails.message_key
    """,
    "patterns": """
        select kind, sign, place, pattern
        from seeds.text_signs
        order by kind, sign, place, locale, pattern
    """,
}
COLUMNS = {"message_key": "varchar", "kind": "varchar", "sign": "varchar"}
KEY = ("message_key", "kind", "sign")

KINDS = ("auto_reply", "bulk", "spam", "asks")
PLACES = ("opening", "words", "whole")
GREETING = (
    r"^\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen"
    r"|abend)|moin|sehr geehrte\S{0,2}|liebe[rs]?|bonjour|bonsoir|madame|monsieur|chère?|hola"
    r"|buen[oa]s (?:días|tardes|noches)|estimad[oa]s?)(?: [^,.!:;\n]{1,60})?(?:[,.!:;]|\n)\s*"
)
LEAD_IN = (
    r"^(?:(?:thank you|many thanks|thanks) for (?:your|contacting|getting|writing|reaching)"
    r"|(?:vielen|herzlichen|besten)? ?danke? für (?:ihre|deine|die)|merci (?:pour|de) votre"
    r"|(?:muchas )?gracias por (?:su|tu|contactar|escribir))[^.!\n]{0,60}[.!]\s*"
)


def run(mails: pa.Table, patterns: pa.Table) -> dict[str, list]:
    signs = compiled(patterns)
    words = lowered(mails["words"])
    opening = pc.replace_substring_regex(words, GREETING, "", max_replacements=1)
    opening = pc.replace_substring_regex(opening, LEAD_IN, "", max_replacements=1)
    texts = {"opening": one_line(opening), "words": one_line(words), "whole": lowered(mails["whole"])}
    is_unknown = pc.is_valid(mails["whole"])
    rows = []
    begins = found(signs, "auto_reply", "opening", texts["opening"], rows, mails["message_key"])
    judged = pc.or_(begins, is_unknown)
    keys = mails["message_key"].filter(judged)
    texts = {place: column.filter(judged) for place, column in texts.items()}
    for kind, place in {(kind, place) for kind, place, _ in signs} - {("auto_reply", "opening")}:
        found(signs, kind, place, texts[place], rows, keys)
    rows += [(key, "asks", "our_link") for key in keys_linked(mails)]
    rows.sort()
    return {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}


def keys_linked(mails: pa.Table) -> list[str]:
    """Who writes with a link of ours may have forwarded our own newsletter."""
    return mails["message_key"].filter(pc.fill_null(mails["links_to_us"], False)).to_pylist()


def found(signs, kind, place, texts, rows, keys):
    """Adds (key, kind, sign) of every hit, and tells which texts had any."""
    any_hit = pa.chunked_array([pa.repeat(False, len(texts))])
    for (of_kind, of_place, sign), pattern in signs.items():
        if (of_kind, of_place) == (kind, place):
            hits = pc.fill_null(pc.match_substring_regex(texts, pattern), False)
            rows += [(key, kind, sign) for key in keys.filter(hits).to_pylist()]
            any_hit = pc.or_(any_hit, hits)
    return any_hit


def compiled(patterns: pa.Table) -> dict[tuple[str, str, str], str]:
    grouped = defaultdict(list)
    for row in patterns.to_pylist():
        kind, place, pattern = row["kind"], row["place"], row["pattern"]
        says = f"seeds/text_signs.csv, sign {row['sign']}, pattern {pattern}"
        if kind not in KINDS or place not in PLACES:
            raise Trouble(f"{says}: kind is one of {', '.join(KINDS)}, place of {', '.join(PLACES)}")
        try:
            pc.match_substring_regex(pa.array([""]), pattern)
        except pa.ArrowInvalid as error:
            raise Trouble(f"{says}: not a regular expression ({error}); mend it") from error
        grouped[kind, place, row["sign"]].append(pattern)
    return {
        (kind, place, sign): ("^" if place == "opening" else "") + f"(?:{'|'.join(parts)})"
        for (kind, place, sign), parts in grouped.items()
    }


def lowered(texts):
    texts = pc.replace_substring(pc.utf8_lower(texts), "\u2019", "'")
    return pc.replace_substring_regex(texts, "[ \t\u00a0]+", " ")


def one_line(texts):
    return pc.replace_substring_regex(texts, r"\s+", " ")
