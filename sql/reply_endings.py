"""Where a writer's own words end: sign-off, signature, disclaimer, the telephone's line."""

import re

from sql import reply_farewells as words
from sql.reply_lines import any_of

MOST_BELOW = 8  # lines of name, company and telephone below a sign-off
LONG = 90  # characters; nothing below a sign-off is as long
MOST_FOOTER = 12  # lines below "--"
RULE = " \t-_=*\u2013\u2014"

NAME = r"[^\W\d_][\w.'’-]*"
SIGN_OFF = re.compile(
    rf"(?:(?P<thanks>{any_of(words.THANKFUL)})|{any_of(words.SIGN_OFFS)})(?!\w)[,.!:;]*"
    rf"(?P<rest>.*)$",
    re.IGNORECASE,
)
BEHIND = re.compile(rf"\s*(?:(?:{any_of(words.FROM_WHERE)})\s+)?(?:{NAME}[\s,.]*){{0,3}}[-!]?\s*$")
SIGNED = re.compile(rf"[-\u2013\u2014](?:[A-ZÄÖÜÉ]{NAME}\s?){{1,3}}$")
DEVICE = re.compile(
    rf"[\W_]*(?:{any_of(words.DEVICE_BEGINNINGS)})(?P<what>(?:[^.!?,]|\.(?=\w)){{0,60}}(?:<\S+>)?)[\W_]*$",
    re.IGNORECASE,
)
OWN_THING = re.compile(rf"\b(?:{any_of(words.OWN_THINGS)})\b(?:\s+\S+){{1,5}}\s*$", re.IGNORECASE)
POSTSCRIPT = re.compile(r"p\.? ?s\.?\b[ .:]", re.IGNORECASE)

SIGN_OFF_STARTS = (*words.SIGN_OFFS, *words.THANKFUL)


def without_ending(lines: list[str], is_first: bool = True) -> list[str]:
    lines = until_footer([line for line in lines if not is_device(line.strip())])
    lines = until_rule(until_name(lines, is_first))
    if len(lines) > 2 and not lines[-2].strip() and SIGNED.match(lines[-1].strip()):
        return until_rule(lines[:-1])
    return lines


def until_rule(lines: list[str]) -> list[str]:
    """Without empty lines at the end, and a rule above the quote."""
    ends = len(lines)
    while ends and not lines[ends - 1].strip(RULE):
        ends -= 1
    return lines[:ends]


def until_footer(lines: list[str]) -> list[str]:
    """Without a disclaimer, and what stands below "--" or a rule."""
    said = [number for number, line in enumerate(lines) if line.strip()]
    for place, number in enumerate(said):
        line = lines[number].strip()
        if is_rule(line) and len(said) - place <= MOST_FOOTER + 1 and is_footer(
            [lines[below] for below in said[place + 1 :]]
        ):
            return lines[:number]
        if len(line) > 30 and is_disclaimer(lines, number, line):
            return until_footer(lines[:number])
    return lines


def is_rule(line: str) -> bool:
    return line in ("--", "\u2014") or (len(line) > 1 and not line.strip("_"))


def is_disclaimer(lines: list[str], number: int, line: str) -> bool:
    beginning = line[:60].lstrip(" *_").lower()
    if not beginning.startswith(words.DISCLAIMERS):
        return False
    paragraph = " ".join(lines[number : number + 4])[:600].lower()
    return any(word in paragraph for word in words.SECRETS)


def is_footer(below: list[str]) -> bool:
    """Short lines, nothing asked and no order named."""
    return not any(len(line) > LONG or says_something(line) for line in below)


def is_device(line: str) -> bool:
    if len(line) > 100 or not line.lstrip("*_[( ").lower().startswith(words.DEVICE_BEGINNINGS):
        return False
    if not (match := DEVICE.match(line)):
        return False
    what = match["what"].lower()
    is_thing = any(thing in what for thing in words.DEVICES) or OWN_THING.search(what)
    return bool(is_thing or what.endswith(">"))


def until_name(lines: list[str], is_first: bool) -> list[str]:
    """Without sign-off and name; what is said below them stays."""
    if "".join(lines).isupper():  # where all is in capitals, a sentence looks like a name
        return lines
    said = [number for number, line in enumerate(lines) if line.strip()]
    for number in said[-MOST_BELOW - 1 :]:
        if is_first and number == said[0]:
            continue
        if found := sign_off(lines[number].strip()):
            below = lines[number + 1 :]
            if any(len(line) > LONG for line in below):
                return lines
            kept = lines[:number] + ([lines[number]] if found == "thanks" else [])
            return kept + said_below(below)
    return lines


def sign_off(line: str) -> str:
    """Is it one? Then `thanks` or `alone`."""
    if len(line) > 60 or not line.lower().startswith(SIGN_OFF_STARTS):
        return ""
    match = SIGN_OFF.match(line)
    if not match or not BEHIND.match(match["rest"]) or not is_name(match["rest"]):
        return ""
    return "thanks" if match["thanks"] else "alone"


def is_name(rest: str) -> bool:
    """Capitals only, but for "from" and its like."""
    named = [word for word in rest.split() if word.lower() not in words.FROM_WHERE]
    return all(not word[0].islower() for word in named)


def said_below(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        if POSTSCRIPT.match(line.strip()):
            return said_below(lines[:number]) + ["", *lines[number:]]
    kept = [line for line in lines if says_something(line)]
    return ["", *kept] if kept else []


def says_something(line: str) -> bool:
    """A question, a sentence, or the number of an order: no part of a signature."""
    low = line.lower()
    is_sentence = line.rstrip()[-1:] in ("!", ".") and len(line.split()) >= 5
    return "?" in line or is_sentence or any(word in low for word in words.KEPT_BELOW)
