"""What a person sees of a mail's HTML, and where its links lead; nothing is ever rendered."""

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from ingest.mail_charsets import decode
from ingest.mail_look import Look
from ingest.mail_part import Part

MAX_UNCLOSED = 10_000  # tags; the parser's time grows with the square of the depth
MAX_ANCHORS, MAX_TARGET, MAX_ANCHOR = 200, 8_192, 300  # of one mail; characters of each
# White space to every parser, so that it stays where it was put, even between rows of a table.
_BREAK = "\f"
# No letters in any text: quoted blocks begin and end here.
_QUOTE, _UNQUOTE = "\ufdd0", "\ufdd1"
_INVISIBLE = ["script", "style", "title", "template", "noscript", "svg", "object"]
_LINES = re.compile(
    r"<(?=/?(?:[tT](?:[rR]|[aA][bB][lL][eE])|[dD](?:[iI][vV]|[tTdD])|[pP](?:[rR][eE])?|[bB][rR]"
    r"|[hH](?:[1-6rR]|[eE][aA][dD][eE][rR])|[lL][iI]|[uUoO][lL]|[sS][eE][cC][tT][iI][oO][nN]"
    r"|[aA](?:[rR][tT][iI][cC][lL][eE]|[dD][dD][rR][eE][sS][sS])|[fF][oO][oO][tT][eE][rR])[\s/>])"
)
_CELL = re.compile(r"<(?=[tT][dDhH][\s/>])")
_MAYBE_HIDDEN = (
    '[style]:is([style*="none" i],[style*="hidden" i],[style*="max-height" i]),[hidden]'
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|max-height\s*:\s*0(?:px)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_QUOTES = re.compile(f"[\n ]*([{_QUOTE}{_UNQUOTE}])[\n ]*")
_TAG = re.compile(r"<[^<>]*>")
_URL = re.compile(r"https?://[^\s<>\"']+")
_SPACES = re.compile(r"\s+")


def html_text(part: Part, look: Look, plain: str = "", stub: int = 1) -> str:
    """The visible text; its links go into `look`.

    `plain` is the form beside it, and read instead unless this one is more than `stub` times as
    long: then the text is only noted, and only where it says other words.
    """
    charset = part.charset
    if not charset and (declared := _META.search(part.data[:4096])):
        charset = declared[1].decode("ascii")
    html = decode(part.data, charset, look.flags)
    for mark in (_BREAK, _QUOTE, _UNQUOTE):
        html = html.replace(mark, " ")
    if _is_too_deep(html):
        return _crude_text(html, look.flags)
    is_noted = False
    if plain:
        tree = _seen(html)
        words = tree.body.text(deep=True) if tree.body else ""
        if "://" in words and _is_bare(words, tree):
            look.flags.add("link_not_clickable")
        is_noted = len(words) <= len(plain) * stub
        if is_noted and _SPACES.sub("", words) == _SPACES.sub("", plain):
            _collect(tree, look)
            return ""
    tree = _seen(_CELL.sub(" <", _LINES.sub(_BREAK + "<", html)))
    tree.strip_tags(_INVISIBLE)
    _collect(tree, look)
    for node in tree.css("blockquote"):
        node.insert_before(_BREAK + _QUOTE)
        node.insert_after(_UNQUOTE + _BREAK)
    text = _lines(tree.body.text(deep=True) if tree.body else "")
    if not is_noted:
        return text
    look.html_text = text
    return ""


def _is_too_deep(html: str) -> bool:
    """A tag has three signs; to count them takes a while, the closing ones longest."""
    if len(html) <= 3 * MAX_UNCLOSED or (opened := html.count("<")) <= MAX_UNCLOSED:
        return False
    return opened - 2 * html.count("</") > MAX_UNCLOSED


def _seen(html: str) -> LexborHTMLParser:
    """What of it is shown."""
    tree = LexborHTMLParser(html)
    # From the last on: who is inside another one is gone before that one is.
    for node in reversed(tree.css(_MAYBE_HIDDEN)):
        attributes = node.attributes
        if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
            node.decompose()
    return tree


def _is_bare(words: str, tree: LexborHTMLParser) -> bool:
    """Whether an address is shown that no link leads to."""
    anchors = tree.css("a[href]")
    linked = {node.attributes.get("href") for node in anchors}
    shown = " ".join(node.text(deep=True) for node in anchors)
    return any(url not in linked and url not in shown for url in _URL.findall(words))


def _collect(tree: LexborHTMLParser, look: Look) -> None:
    look.has_html = True
    for node in tree.css("a,area[href]"):
        target = (node.attributes.get("href") or "").replace(_BREAK, "").strip()
        if target[:8].lower().startswith(("http://", "https://")):
            look.links[target] = None
        if len(look.anchors) < MAX_ANCHORS:
            text = " ".join(node.text(deep=True).split())
            look.anchors.append((target[:MAX_TARGET], text[:MAX_ANCHOR]))


def _lines(text: str) -> str:
    """Breaks become lines; quoted blocks get the `> ` that plain mails have."""
    lines = filter(None, [" ".join(line.split()) for line in text.split(_BREAK) if line])
    text = "\n".join(lines)
    if _QUOTE not in text:
        return text
    made: list[str] = []
    depth = 0
    for piece in _QUOTES.split(text):
        if piece in (_QUOTE, _UNQUOTE):
            depth = max(0, depth + (1 if piece == _QUOTE else -1))
        else:
            made += ["> " * depth + line for line in piece.split("\n") if line]
    return "\n".join(made)


def _crude_text(html: str, flags: set[str]) -> str:
    """Of HTML nested so deeply that no parser gets through it in time."""
    flags.add("html_depth")
    return _lines(unescape(_TAG.sub(_BREAK, html)))
