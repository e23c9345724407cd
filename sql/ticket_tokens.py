"""Numbers of tickets as helpdesks write them into subjects: [#12345], (Case 00123), ##123##."""

import re

WORDS = (
    "ticket|case|request|incident|inquiry|enquiry|anfrage|vorgang|vorfall|"
    "demande|dossier|requête|tíquet|caso|solicitud|incidencia|consulta"
)
NAME = rf"(?:{WORDS})(?:[ -]?(?:id|nr|no|number|nummer|numéro|número|n°|nº))?"
GAP, NUMBER = "[ .:-]{0,3}", r"(\d[\d-]{0,17})"
TOKEN = re.compile(
    rf"\[ ?(?:(?:\w{{1,30}} )?{NAME})?{GAP}\# ?{NUMBER} ?\]"
    rf"|[\[(] ?{NAME}{GAP}\#? ?{NUMBER} ?[\])]"
    rf"|\#\#{NUMBER}\#\#"
    rf"|\b{NAME}{GAP}\# ?{NUMBER}(?!\w)"
    # without any sign "request 2 of 3" is none, nor a year
    rf"|\b{NAME}(?:[ .:-]{{1,3}}|(?<=°))(?!(?:19|20)\d\d\b)(\d[\d-]{{2,17}})(?!\w)"
)


def ticket_token(subject: str) -> str | None:
    """The ticket that a bare subject (lower case, no reply prefixes) names, else None."""
    found = TOKEN.search(subject)
    return found[found.lastindex].rstrip("-") if found and found.lastindex else None
