"""Which mails only say thanks, praise, or that all is well, so that nobody waits for an answer?

Careful on purpose: from the greeting to the signature stands nothing but what thanks_phrases.csv
holds, all of it in one language. One word outside of that, a question mark or an angry face, and
the mail stays an inquiry: "merci d'annuler ma commande" asks for something.
"""

import re
from collections import defaultdict

import pyarrow as pa

READS = {
    "mails": """
        select mails.message_key, texts.new_text, texts.from_name
        from staging.messages as mails
        inner join private.messages as texts using (message_key)
        where mails.direction = 'incoming' and len(texts.new_text) between 1 and 600
        union all
        select message_key, new_text, null as from_name
        from private.ticket_words
        where author_role = 'customer' and len(new_text) between 1 and 600
        order by message_key
    """,
    "phrases": "select says, locale, phrases from seeds.thanks_phrases order by all",
}
COLUMNS = {"message_key": "varchar"}
KEY = ("message_key",)

MOST_TOKENS = 120  # words, signs and breaks
CARRIES = frozenset(("thanks", "settled", "praise"))  # one of these must be said
BREAK = "\n"
NAME = "name "  # before what may stand between a greeting and its comma without a capital
ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
SMILE = re.compile(r"[:;]-?[)D]")
TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+(?:['-][^\W\d_]+)*)|(?P<number>\d+)|(?P<stop>[,.!;:\n\u2026]+)"
    r"|[\s\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\"'()*+/\u2013\u2014_-]+|(?P<sign>.)"
)
PARTICLES = frozenset(
    "and of the und der die von van aus et de du la le y del from tel fax mobil".split()
)
SHORT_NUMBER = 3  # digits; `two of 3` matters, the number of an order does not

Lexicon = dict[str, list[tuple[list[str], str]]]  # by first word, longest phrase first


def run(mails: pa.Table, phrases: pa.Table) -> dict[str, list]:
    lexicons = lexicons_of(phrases.to_pylist())
    found = [
        mail["message_key"]
        for mail in mails.to_pylist()
        if only_thanks(mail["new_text"], mail["from_name"] or "", lexicons)
    ]
    return {"message_key": found}


def lexicons_of(rows: list[dict]) -> list[Lexicon]:
    """What may be said in each language, with what holds in all of them."""
    said: dict[str, dict[tuple, str]] = defaultdict(dict)
    for row in rows:
        for phrase in row["phrases"].lower().split("|"):
            said[row["locale"]].setdefault((row["says"] == "name", *phrase.split()), row["says"])
    common = said.pop("*", {})
    return [by_first_word(common | own) for own in said.values()]


def by_first_word(said: dict[tuple, str]) -> Lexicon:
    lexicon: Lexicon = defaultdict(list)
    for (is_name, *phrase), says in sorted(said.items(), key=lambda item: -len(item[0])):
        # `das` is a name only behind a greeting
        lexicon[NAME + phrase[0] if is_name else phrase[0]].append((phrase, says))
    return dict(lexicon)


def only_thanks(text: str, writer: str, lexicons: list[Lexicon]) -> bool:
    if "?" in text or "¿" in text:
        return False
    # In a text all in capitals they make no names.
    tokens = tokens_of(text.lower() if text.isupper() else text)
    if len(tokens) > MOST_TOKENS:
        return False
    names = {name.lower() for name in tokens_of(writer)}
    return any(is_thanks(tokens, names, lexicon) for lexicon in lexicons)


def tokens_of(text: str) -> list[str]:
    text = SMILE.sub("🙂", ADDRESS.sub(" ", text.replace("’", "'").replace("¡", "")))
    tokens = []
    for match in TOKEN.finditer(text):
        if match.lastgroup == "stop":
            tokens.append(BREAK)
        elif match.lastgroup == "number" and len(match[0]) >= SHORT_NUMBER:
            continue
        elif match.lastgroup:
            tokens.append(match[0])
    return tokens


def is_thanks(tokens: list[str], names: set[str], lexicon: Lexicon) -> bool:
    lower = [token.lower() for token in tokens]
    carries, start = False, after_greeting(tokens, lower, lexicon)
    at = start
    while at < len(tokens):
        if lower[at] == BREAK or lower[at] in names:
            at += 1
            continue
        width, says = longest(lower, at, lexicon)
        if says == "signoff" and is_signature(tokens[at + width :]):
            break
        # `is`, `hat`, `est` begin a question: "has my parcel arrived thanks"
        begins = at == start or lower[at - 1] == BREAK
        if says not in CARRIES and says != "filler" and (says != "verb" or begins):
            return False
        carries = carries or says in CARRIES
        at += width
    return carries


def longest(lower: list[str], at: int, lexicon: Lexicon) -> tuple[int, str | None]:
    for phrase, says in lexicon.get(lower[at], ()) if at < len(lower) else ():
        if lower[at : at + len(phrase)] == phrase:
            return len(phrase), says
    return 0, None


def after_greeting(tokens: list[str], lower: list[str], lexicon: Lexicon) -> int:
    """Behind `Hello Ms Hart,`: names have capitals, what is asked for has not."""
    at = 0
    while (said := longest(lower, at, lexicon))[1] == "greeting":  # `Madame, Monsieur,` are two
        at += said[0]
        while at < len(tokens) and tokens[at] != BREAK:
            if not (tokens[at][0].isupper() or NAME + lower[at] in lexicon):
                return at
            at += 1
        at += 1
    return min(at, len(tokens))


def is_signature(tokens: list[str]) -> bool:
    return all(t == BREAK or not t[0].islower() or t.lower() in PARTICLES for t in tokens)
