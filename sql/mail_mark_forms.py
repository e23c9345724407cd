"""Forms of what a program left in a mail: placeholders, null words, dummies, broken letters.

Every pattern begins with a sign or a fixed word and is bounded, so a scan takes time in proportion
to the text.
"""

import re

# Words of which fields' names are made.
NAMES = (
    r"(?:name|first|last|full|customer|client|user|recipient|buyer|order|tracking|track|shipping"
    r"|shipment|delivery|number|no|date|eta|address|street|city|zip|postcode|link|url|total|price"
    r"|amount|items?|products?|summary|carrier|contact|email|phone|company|shop|store|insert|your"
    r"|placeholder|vorname|nachname|anrede|kunden?|kundenname|bestell\w*|auftrags\w*|sendungs\w*"
    r"|liefer\w*|datum|adresse|artikel|summe|betrag|nom|pr[ée]nom|client|commande|num[ée]ro|suivi"
    r"|livraison|articles?|montant|nombre|apellidos?|cliente|pedido|n[úu]mero|fecha|direcci[óo]n"
    r"|enlace|seguimiento|art[íi]culos|importe|env[íi]o|entrega)"
)
_NAME = r"[^\W\d_][\w .\-]{0,60}"  # letters first; blanks, dots and dashes inside
_FILTER = r"(?:\s?\|[^{}\[\]\n%]{1,60})?"
_BRACED = r"[$#@%]!?\{\{?\s?[^{}\n]{1,80}\}{1,2}"
_SLOTS = (
    r"ORDER_NUMBER|CUSTOMER_NAME|ORDER_SUMMARY|SHIPPING_ADDRESS|ESTIMATED_SHIPPING_TIME"
    r"|TRACKING_NUMBER|TRACKING_LINK|ESTIMATED_DELIVERY_DATE|ORDER_TOTAL|CONTACT_INFO|FIRST_NAME"
    r"|LAST_NAME|TRACKING_URL|ORDER_ID|ORDER_DATE|DELIVERY_DATE"
)
# First sign -> what begins with it.
FORMS = {sign: re.compile(form) for sign, form in {
    "{": r"\{\{\{?[^{}\n]{0,100}\}{0,3}|\{%[^\n{}]{0,100}%\}"
    rf"|\{{[$!#@^>/&=~?*%]\s?{_NAME}{_FILTER}[$!#@%?*]?\}}"
    rf"|\{{\[\s?{_NAME}\s?\]\}}|\{{\s?{_NAME}{_FILTER}\s?\}}",
    "<": r"<%[^\n<>]{0,100}%>|<\?(?:php|=)[^\n<>]{0,100}\?>"
    rf"|<<\s?{_NAME}\s?>>|<\[\s?{_NAME}\s?\]>|<#[a-z/][^<>\n]{{0,60}}>"
    r"|<(?![A-Z]{1,10}>)(?:[A-Z][A-Z0-9]*(?:[ _.\-][A-Z0-9]+)+|[a-z]+(?:_[a-z]+)+)>"
    rf"|<(?i:tmpl_\w+|(?:\w+ )?{NAMES}(?: {NAMES})?)[^<>@/:\n]{{0,40}}>",
    "[": rf"\[\[\s?{_NAME}{_FILTER}\s?\]\]"
    rf"|\[[%$#@=*~&{{]\s?{_NAME}{_FILTER}\s?[%$#@=*~}}]?\]"
    rf"|\[(?![^\]\n]{{0,80}}\[)\s?(?:[A-ZÄÖÜ][A-ZÄÖÜ0-9_]+(?:[ .\-][A-ZÄÖÜ0-9_]+){{0,5}}"
    rf"|[^\W\d_]\w*(?:[_.]\w+)+|(?i:(?:[\w\-]+ ){{0,4}}{NAMES}(?:[ _.\-][\w\-]+){{0,4}})"
    rf"|[a-z]+(?:[A-Z][a-z]+)+|[^\W\d_]\w*:\w[\w.]*){_FILTER}\s?\]",
    "%": rf"%%=[^%\n]{{1,60}}=%%|{_BRACED}|%\(\s?{_NAME}\)[sdfi]?"
    r"|(?<![\d\w%])%%?(?![0-9A-F]{2}(?![\w ]))(?! )[^\W\d_](?:[\w.\-]{0,60}"
    r"|[\w.\- ]{0,40})(?<! )%%?(?!\d)"
    r"|(?<![\w%])%(?:\d\$)?[sd@](?![\w%])",
    "$": rf"{_BRACED}|\$\[\s?{_NAME}\s?\]|\$\$\s?{_NAME}\s?\$\$"
    r"|(?<![\w$])\$[A-Z][A-Z0-9_]{2,40}\$|(?<![\w$])\$!?[A-Za-z]+(?:[_.][A-Za-z]\w*)+"
    rf"|(?<![\w$])\$(?i:{NAMES})\b",
    "#": rf"{_BRACED}|##\s?{_NAME}\s?##|(?<![\w#])#[A-Z][A-Z0-9_.\-]{{2,40}}#"
    r"|(?<!\w)#(?:if|foreach|set|elseif)\s?\([^\n]{0,60}\)",
    "@": rf"{_BRACED}|@@\s?{_NAME}\s?@@|(?<![\w@])@[A-Z][A-Z0-9_]{{2,40}}@(?!\w)"
    r"|(?<!\w)@(?:Model|ViewBag|Html)\.\w+",
    "*": r"\*\|[^|\n]{1,60}\|\*",
    "_": r"(?<![\w_])__(?!_)[^\W\d_][\w .\-]{0,60}?__(?![\w_])",
    "~": rf"~~\s?{_NAME}\s?~~|(?<![\w~])~[A-Z][A-Z0-9_]{{2,40}}~",
    "|": r"(?<![\w|])\|[A-Z]+(?:_[A-Z0-9]+)+\|",
}.items()}  # fmt: skip
SIGNS = re.compile(f"[{re.escape(''.join(FORMS))}]")
# Of a text with an underscore only.
UNDERSCORED = re.compile(
    rf"(?<![\w\-./\[{{%*@#|<~$])(?:{_SLOTS})(?![\w\-])"
    r"|(?<![\w\-])-[A-Za-z]+(?:_[A-Za-z]+)+-(?![\w\-])"
)
TAGS_OF_SUBJECTS = re.compile(
    r"\[(?:external|extern|externe|externo|ext|spam|spam\?|bulk|suspected spam|possible spam"
    r"|werbung|sic|newsletter|info|test|neu|new|sale|wichtig|hinweis|note|update|top|tipp|important"
    r"|nouveau|nuevo|oferta|promo|anzeige|ad)\]", re.IGNORECASE,
)  # fmt: skip

_WORDS = {
    "none": "None", "null": "null", "nil": "nil", "undefined": "undefined", "nan": "NaN",
    "n/a": "N/A", "#n/a": "#N/A", "[object object]": "[object Object]",
    "invalid date": "Invalid Date", "-": "-", "--": "--", "–": "-", "—": "-",
    "0000-00-00": "0000-00-00", "nat": "NaT", "<null>": "null", "(null)": "null",
}  # fmt: skip
NULL_WORDS = r"(?:none|null|nil|undefined|nan|n/a|\[object object\]|invalid date)"
_EPOCH = re.compile(
    r"(?:\w+,? )?(?:1970-0?1-0?1|0?1[./-]0?1[./-](?:19)?70|1970[/.]0?1[/.]0?1"
    r"|0?1(?:st|er|\.|º)? (?:de )?(?:january|januar|jan\.?|janvier|janv\.?|enero|ene\.?) "
    r"(?:de )?1970|(?:january|jan\.?) 0?1(?:st)?,? 1970)(?:[t ,]+\d{1,2}:\d\d.{0,20})?"
)
NULL_SIGNS = ("none", "null", "nil", "undefined", "nan", "n/a", "[object", "invalid date")
GREETED = re.compile(
    r"(?:dear|hello|hi|hey|good (?:morning|day)|hallo|guten tag|moin|liebe[rs]?|lieber?"
    r"|sehr geehrte[rs]?|bonjour|bonsoir|chère?|hola|estimad[oa]|buenos días)"
    rf"(?: (?:herr|frau|mr\.?|mrs\.?|ms\.?|dr\.?|monsieur|madame|señora?))?,? "
    rf"(?P<word>{NULL_WORDS})(?=\s?[,.!:;\n]|$)", re.IGNORECASE,
)  # fmt: skip
NUMBERED = re.compile(
    r"(?:\border|bestell\w*|auftrag\w*|commande|pedido)(?: ?(?:no\.?|nr\.?|number|nummer"
    rf"|n°|n\.?º))?(?: ?:? ?# ?(?P<word>{NULL_WORDS})(?![\w/])"
    rf"| ?: ?(?P<alone>{NULL_WORDS})(?!/| ?\w))", re.IGNORECASE,
)  # fmt: skip
ITEM = re.compile(
    rf"^\W{{0,3}}(?P<count>{NULL_WORDS}) ?[x×*] "
    rf"|^\W{{0,3}}\d{{1,4}} ?[x×*] ?(?P<title>{NULL_WORDS})(?! ?[\w-])"
    rf"|^(?P<only>{NULL_WORDS})(?: [x×*] ?\d+| ?\(\d+\))?$"
    rf"| [x×*] ?(?P<last>{NULL_WORDS})$",
    re.IGNORECASE,
)


def null_word(value: str) -> str | None:
    """A null word in its usual writing, if that is all of the value."""
    bare = value.strip().lower()
    if len(bare) > 60 or not bare:
        return None
    if word := _WORDS.get(bare):
        return word
    return "1970-01-01" if "70" in bare and _EPOCH.fullmatch(bare) else None


DUMMY = re.compile(
    r"(?P<lorem>lorem ipsum)|(?<![\w-])(?P<x>(?>x{4,}(?:[ \-./]x{2,})*|xx(?:[ \-./]xx+){2,}))"
    r"(?![\w])(?![ \-./]?\d)"
    r"|(?<![\w.-])(?P<mail>(?:test@test|foo@bar|test@example|mail@mail)\b)"
    r"|(?<![\w-])(?P<host>example\.(?:com|org|net))(?![\w-])(?!\.\w)", re.IGNORECASE,
)  # fmt: skip
DUMMY_SIGNS = ("ipsum", "xx", "test@", "foo@", "mail@", "example.c", "example.o", "example.n")
DUMMY_VALUES = {
    "tbd": "TBD", "tba": "TBA", "t b d": "TBD", "t b a": "TBA", "to be determined": "TBD",
    "to be announced": "TBA", "max mustermann": "Max Mustermann",
    "erika mustermann": "Max Mustermann", "john doe": "John Doe", "jane doe": "John Doe",
    "test test": "test", "foo bar": "foo bar",
}  # fmt: skip
DUMMY_BEGINS = {word[0] for word in DUMMY_VALUES}


def dummy_value(line: str) -> str | None:
    """The usual writing of a dummy, if that is all of a line."""
    small = line.strip(" .").lower()
    if small[:1] not in DUMMY_BEGINS:
        return None
    return DUMMY_VALUES.get(" ".join(small.replace(".", " ").split()))
