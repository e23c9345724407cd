"""What states, trends and templates of recurring errors mean to a person."""

from sql.wording_lists import MAIL_KINDS

NONE = "–"
STATES = {
    "new": "new",
    "come_back": "came back",
    "acknowledged": "acknowledged",
    "being_fixed": "being fixed",
    "fixed": "fixed",
    "on_probation": "fixed, on probation",
    "resolved": "resolved",
    "accepted": "accepted",
    "muted": "muted",
    "not_an_error": "not an error",
}
CHECKED = {"clean": "clean", "faulty": "faulty", "unknown": "could not be read"}
TRENDS = {
    "rising": "▲ more often",
    "falling": "▼ more rarely",
    "steady": "steady",
    "too_few": "too few to say",
}
COUNTED = {
    "mails": ("mail", "mails"),
    "orders": ("order", "orders"),
    "parcels": ("parcel", "parcels"),
    "inquiries": ("inquiry", "inquiries"),
    "versions": ("version", "versions"),
}
ORIGINS = {"own": "own files", "learnt": "learnt from mails", "default": "the procedure's"}
LANGUAGES = {
    "de": "German", "en": "English", "fr": "French", "es": "Spanish", "it": "Italian",
    "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "da": "Danish", "sv": "Swedish",
    "und": "language unknown",
}  # fmt: skip
SPEAKS = {"everywhere": "everywhere", "digest": "only in the digest"}
# From this value on: LIX grows with long sentences and long words, Flesch's ease falls.
LIX = ((60, "very hard"), (50, "hard"), (40, "medium"), (30, "easy"))
FLESCH = ((70, "easy"), (60, "plain"), (50, "rather hard"), (30, "hard"))


def state(word: str | None) -> str:
    """How far an error is from gone."""
    return STATES.get(word or "", word or NONE)


def checked(word: str | None) -> str:
    """What became of holding a mail against its order and its template."""
    return CHECKED.get(word or "", word or NONE)


def trend(word: str | None) -> str:
    return TRENDS.get(word or "", word or NONE)


def field(word: str | None) -> str:
    """The part of a mail or record in which an error stands."""
    return word.replace("_", " ") if isinstance(word, str) and word else NONE


def template(word: str | None) -> str:
    """`order_confirmation.de` -> "Order confirmation, German"; a kind alone has no language."""
    if not isinstance(word, str) or not word:
        return NONE
    kind, _, locale = word.partition(".")
    said = MAIL_KINDS.get(kind, kind.replace("_", " "))
    named = said[:1].upper() + said[1:]
    return f"{named}, {LANGUAGES.get(locale, locale)}" if locale else named


def counted(word: str | None, number: float) -> str:
    """What an error is counted in: mails, parcels, inquiries, in the number that fits."""
    return COUNTED.get(word or "", COUNTED["mails"])[int(number != 1)]


def origin(word: str | None) -> str:
    return ORIGINS.get(word or "", word or NONE)


def reading(lix: float | None, ease: float | None) -> str:
    """How hard a text is to read, with the measure that says so; English has one of its own."""
    if ease is not None and ease == ease:
        word = next((said for least, said in FLESCH if ease >= least), "very hard")
        return f"{word} (Flesch {ease:.0f})"
    if lix is None or lix != lix:
        return NONE
    return f"{next((said for least, said in LIX if lix >= least), 'very easy')} (LIX {lix:.0f})"
