"""What somebody newly wrote in a mail: without quotes, signature and mobile furniture."""

import re

from .mail_text import lines_of
from .mails import Mail

WROTE = r"(wrote|writes|schrieb|écrit|escribió|ha scritto|schreef)"
TIME = r"(\d{1,2}[:.h]\d\d|\d{4}|\d{1,2}[./-]\d{1,2})"
INTRO = re.compile(
    rf"^(?=.*{TIME})(?=.*(\b{WROTE}\b|<[^<>]+@[^<>]+>))\W*\w.*[:：]\W*$|"
    rf"^\W*(on|am|le|el)\b(?=.*{TIME}).*@.*\b{WROTE}\W*$",
    re.I,
)
BEGIN = re.compile(rf"^\W*(on|am|le|el)\b.*{TIME}", re.I)
FIELD = re.compile(
    r"^\W{0,2}(from|sent|date|to|cc|subject|von|gesendet|datum|an|betreff|de|envoyé|à|objet|"
    r"enviado( el)?|fecha|para|asunto)\W{0,2} ?:",
    re.I,
)
DIVIDER = re.compile(
    r"^\W*-{2,} ?(original message|ursprüngliche nachricht|message d['’]origine|mensaje original|"
    r"forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado).*$",
    re.I,
)
MOBILE = re.compile(
    r"^(sent from my (i?phone|ipad|mobile|cell|tablet|android|galaxy|samsung|blackberry|handy)|"
    r"(sent from|get|envoyé à partir de|gesendet mit) (outlook|mail) |von mein\w+ .*gesendet|"
    r"gesendet von mein|envoyé (de|depuis) m|enviado desde mi).{0,60}$",
    re.I,
)
SIGNATURE = re.compile(r"^(-- ?|—)$")


def unquoted(mail: Mail) -> str:
    """Its own words with all furniture below them: what is not quoted."""
    return "\n".join(own_lines(lines_of(mail.raw), with_signature=True))


def own_words(mail: Mail) -> str:
    return "\n".join(own_lines(lines_of(mail.raw))).strip()


def own_lines(lines: list[str], with_signature: bool = False) -> list[str]:
    """Answers between and below quotes stay; without > marks, what follows an intro is quote."""
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if length := intro_at(lines, at):
            at += length
            if not quotes_next(lines, at):
                break
            continue
        if DIVIDER.match(line) or is_header_block(lines, at):
            break
        if SIGNATURE.match(line) and not with_signature:
            at = after_signature(lines, at)
            continue
        if not line.startswith(">") and not MOBILE.match(line) and not re.match(r"^_{5,}$", line):
            kept.append(line)
        at += 1
    return kept


def intro_at(lines: list[str], at: int) -> int:
    """How many lines from here introduce a quote; 0: none. Long ones are wrapped by programs."""
    for length in (1, 2, 3):
        part = lines[at : at + length]
        if not all(part) or any(one.startswith(">") for one in part):
            return 0
        whole = " ".join(part)
        if len(whole) < 240 and INTRO.match(whole):
            is_further_down = INTRO.match(" ".join(part[1:])) and not BEGIN.match(part[0])
            return 0 if is_further_down else length
    return 0


def quotes_next(lines: list[str], at: int) -> bool:
    following = [line for line in lines[at : at + 4] if line]
    return bool(following) and following[0].startswith(">")


def is_header_block(lines: list[str], at: int) -> bool:
    return sum(bool(FIELD.match(line)) for line in lines[at : at + 5]) >= 3 and bool(
        FIELD.match(lines[at])
    )


def after_signature(lines: list[str], at: int) -> int:
    """A signature ends where a quote begins, or with the mail."""
    while at < len(lines) and not lines[at].startswith(">"):
        at += 1
    return at
