"""Which signs of a machine, a newsletter or an unwanted offer stand in the words of each mail?

The signs are patterns of seeds/text_signs.csv, a shop may add its own. They are matched by RE2,
which takes time in proportion to the text, whatever a stranger sends and whatever a shop writes.
"""

from collections import defaultdict
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sql.trouble import Trouble

READS = {
    "mails": """
        select
            mails.message_key,
            substr(texts.new_text, 1, 400) as opening,
            substr(texts.new_text, 1, 4000) as words,
            case when unknown.message_key is not null
                then substr(texts.text, 1, 4000) || chr(10) || substr(texts.text, -4000)
            end as whole,
            unknown.message_key is not null as is_unknown,
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
    r"|(?:vielen |herzlichen |besten )?danke? für (?:ihre|deine|die)|merci (?:pour|de) votre"
    r"|(?:muchas )?gracias por (?:su|tu|contactar|escribir))[^.!\n]{0,60}[.!]\s*"
)

Signs = dict[str, dict[tuple[str, str], str]]  # place -> (kind, sign) -> pattern
Row = tuple[str, str, str]


def run(mails: pa.Table, patterns: pa.Table) -> dict[str, list]:
    signs = compiled(patterns)
    greeted = without(without(lowered(mails["opening"]), GREETING), GREETING)  # Madame, Monsieur,
    opening = without(greeted, LEAD_IN)
    rows = list(found(signs["opening"], one_line(opening), mails["message_key"]))
    # The rest is looked at only where a machine or a stranger may be behind it.
    begins = pa.array({key for key, _, _ in rows}, pa.string())
    known = call("is_in", mails["message_key"], options=pc.SetLookupOptions(begins))
    judged = mails.filter(call("or", known, mails["is_unknown"]))
    keys = judged["message_key"]
    rows += found(signs["words"], one_line(lowered(judged["words"])), keys)
    rows += found(signs["whole"], lowered(judged["whole"]), keys)
    # Who writes with a link of ours may have passed on our own newsletter.
    rows += [(key, "asks", "our_link") for key in keys.filter(judged["links_to_us"]).to_pylist()]
    rows.sort()
    return {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}


def compiled(patterns: pa.Table) -> Signs:
    grouped = defaultdict(list)
    for row in patterns.to_pylist():
        says = f"seeds/text_signs.csv, sign {row['sign']}, pattern {row['pattern']}"
        if row["kind"] not in KINDS or row["place"] not in PLACES:
            known = f"kind is one of {', '.join(KINDS)}, place one of {', '.join(PLACES)}"
            raise Trouble(f"{says}: {known}")
        try:
            matches(pa.array([""]), row["pattern"])
        except pa.ArrowInvalid as error:
            raise Trouble(f"{says}: not a regular expression ({error}); mend it") from error
        grouped[row["place"], row["kind"], row["sign"]].append(row["pattern"])
    signs: Signs = {place: {} for place in PLACES}
    for (place, kind, sign), parts in grouped.items():
        start = "^" if place == "opening" else ""
        signs[place][kind, sign] = f"{start}(?:{'|'.join(parts)})"
    return signs


def found(signs: dict[tuple[str, str], str], texts: Any, keys: Any) -> list[Row]:
    return [
        (key, kind, sign)
        for (kind, sign), pattern in signs.items()
        for key in keys.filter(matches(texts, pattern)).to_pylist()
    ]


def matches(texts: Any, pattern: str) -> Any:
    return call("match_substring_regex", texts, options=pc.MatchSubstringOptions(pattern))


def lowered(texts: Any) -> Any:
    return replaced(replaced(call("utf8_lower", texts), "\u2019", "'"), "[ \t\u00a0]+", " ")


def one_line(texts: Any) -> Any:
    return replaced(texts, r"\s+", " ")


def without(texts: Any, pattern: str) -> Any:
    return replaced(texts, pattern, "", most=1)


def replaced(texts: Any, pattern: str, by: str, most: int | None = None) -> Any:
    options = pc.ReplaceSubstringOptions(pattern, by, max_replacements=most)
    return call("replace_substring_regex", texts, options=options)


def call(name: str, *texts: Any, options: Any = None) -> Any:
    return pc.call_function(name, list(texts), options)
