"""What did the writer newly write: without quotes, forwarded heads and signature?

Of each mail, and of each message in a ticket of the helpdesk.
"""

import re

import pyarrow as pa

READS = {
    "messages": """
        select message_key, text from raw.messages
        union all
        select event_id as message_key, text from private.ticket_texts
        order by message_key
    """
}
TABLE = "private.new_texts"
COLUMNS = {"message_key": "varchar", "new_text": "varchar"}
KEY = ("message_key",)

LONGEST = 200_000  # characters of a mail that are looked at
INTRO_LINES = 3  # "On Tue, 3 Mar 2026 at 10:00, Anna" may be wrapped before "wrote:"
HEAD_LINES = 7  # a quoted head: From, Sent, To, Cc, Subject, with blank or wrapped lines

VERB = re.compile(r"\b(?:wrote|writes|schrieb|schreibt|écrit|escribió|escribe)\b", re.IGNORECASE)
MOMENT = re.compile(r"\d{1,2}[:.h]\d\d|\b(?:19|20)\d\d\b")
HEAD = re.compile(
    r"[ \t*>]*(?:(?P<sender>from|von|de|expéditeur|remitente)"
    r"|(?P<sent>sent|date|gesendet|datum|envoyé|enviado|fecha)"
    r"|(?P<to>to|an|à|para|cc|kopie)"
    r"|(?P<subject>subject|betreff|objet|asunto))[ \t*]{0,4}:",
    re.IGNORECASE,
)
DIVIDER = re.compile(
    r"[ \t]*[-_=]{2,}[ \t]*(?:original message|forwarded message|ursprüngliche nachricht|"
    r"originalnachricht|weitergeleitete nachricht|message d'origine|message transféré|"
    r"mensaje original|mensaje reenviado)",
    re.IGNORECASE,
)
# What telephones and programs write below a mail.
DEVICE = re.compile(
    r"[ \t]*(?:(?:sent|gesendet|envoyé|enviado) (?:from|with|via|von|mit|de|depuis|avec|desde|con)"
    r"|von meinem \S.{0,40} gesendet|get outlook for)\b.{0,60}$",
    re.IGNORECASE,
)
# A mail without any of these holds no quote and no signature; most automated mails.
SUSPECT = re.compile(
    r"^[ \t]*(?:>|--|__|==|sent |gesendet |envoyé |enviado |von mein|get outl)"
    r"|wrote|writes|schrieb|schreibt|écrit|escrib"
    r"|^[ \t*]*(?:from|von|de|sent|gesendet|date|datum)[ \t*]{0,4}:",
    re.IGNORECASE | re.MULTILINE,
)


def run(messages: pa.Table) -> dict[str, list]:
    return {
        "message_key": messages["message_key"].to_pylist(),
        "new_text": [new_text(text or "") for text in messages["text"].to_pylist()],
    }


def new_text(text: str) -> str:
    text = text[:LONGEST]
    if not SUSPECT.search(text):
        return text.strip()
    lines = text.splitlines()
    cut, resumes = quote_begins(lines)
    written = unquoted(lines[:cut])
    if not any(line.strip() for line in written):  # answered below the quote
        below = lines[resumes:]
        written = unquoted(below) if any(is_quoted(line) for line in below) else []
    return "\n".join(until_signature(written)).strip()


def quote_begins(lines: list[str]) -> tuple[int, int]:
    """The line where the quote's introduction begins, and the first line behind it."""
    for number, line in enumerate(lines):
        if DIVIDER.match(line):
            return number, number + 1
        if ":" in line and (HEAD.match(line) and is_head(lines[number : number + HEAD_LINES])):
            return number, number
        if ends := intro_ends(lines, number):
            return number, ends
    return len(lines), len(lines)


def intro_ends(lines: list[str], number: int) -> int:
    """Behind "On …, Anna wrote:", if that begins here, else 0."""
    intro = ""
    for end in range(number, min(number + INTRO_LINES, len(lines))):
        line = lines[end].strip()
        if not line or len(line) > 300 or is_quoted(line):
            return 0
        intro += " " + line
        if line.endswith((":", "wrote", "schrieb")) and MOMENT.search(intro):
            if VERB.search(intro) or "@" in intro:
                return end + 1
    return 0


def is_head(lines: list[str]) -> bool:
    found = {match.lastgroup for line in lines if (match := HEAD.match(line))}
    return {"sender", "sent"} <= found or {"sender", "subject"} <= found


def is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def unquoted(lines: list[str]) -> list[str]:
    return [line for line in lines if not is_quoted(line)]


def until_signature(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        if line.rstrip() == "--" or DEVICE.match(line):
            return lines[:number]
    while lines and not lines[-1].strip(" \t-_=*"):  # a rule above the quote
        lines = lines[:-1]
    return lines
