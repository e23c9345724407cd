"""What a person sees of a mail, and where its links lead."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from ingest.mail_charsets import decode
from ingest.mail_headers import split
from ingest.mail_parts import Part, parts_of

MAX_TEXT = 1_000_000
MAX_LINKS = 1_000
MAX_LINK = 8_192
MAX_UNCLOSED = 10_000  # tags; the parser's time grows with the square of the depth
_BREAK, _QUOTE, _UNQUOTE = "\x1e", "\x1d", "\x1c"
_INVISIBLE = ["script", "style", "head", "title", "template", "noscript", "svg", "object"]
_LINES = "p,div,tr,li,ul,ol,table,h1,h2,h3,h4,h5,h6,pre,section,article,header,footer,address,dt,dd"
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|max-height\s*:\s*0(?:px)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s<>\"'\\^`{|}\x00-\x20]+", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f\xa0]+")
_MARKS = re.compile(f"[{_UNQUOTE}{_QUOTE}{_BREAK}]")
_BREAKS = re.compile(f"[ {_BREAK}]*{_BREAK}[ {_BREAK}]*")
_QUOTES = re.compile(f"[\n ]*([{_QUOTE}{_UNQUOTE}])[\n ]*")
_TAG = re.compile(r"<[^<>]*>")


def text_and_links(root: Part, flags: set[str]) -> tuple[str | None, list[str]]:
    """The visible text of a mail and the http(s) addresses in it, each once, in order."""
    links: dict[str, None] = {}
    text = _joined(_pieces(root, links, flags))
    if not text and (inner := _enclosed(root, flags)):
        text = _joined(_pieces(inner, links, flags))
    if len(text) > MAX_TEXT or len(links) > MAX_LINKS:
        flags.add("text_cut")
    kept = [link for link in links if len(link) <= MAX_LINK]
    return text[:MAX_TEXT] or None, kept[:MAX_LINKS]


def _joined(pieces: Iterable[str]) -> str:
    return "\n".join(filter(None, pieces)).strip()


def _enclosed(root: Part, flags: set[str]) -> Part | None:
    """The mail that another mail does nothing but carry: forwarded as an attachment."""
    if root.kind == "multipart/report":
        return None
    for part in root.walk():
        if part.kind == "message/rfc822":
            flags.add("text_from_enclosed")
            headers, body = split(part.data)
            return parts_of(headers, body)
    return None


def _pieces(part: Part, links: dict[str, None], flags: set[str]) -> Iterator[str]:
    if part.kind == "multipart/alternative":
        yield _best([list(_pieces(child, links, flags)) for child in part.children], part)
    elif part.kind == "multipart/report":
        for child in part.children:
            if child.kind != "text/rfc822-headers":  # for machines, as the delivery status is
                yield from _pieces(child, links, flags)
    elif part.children:
        for child in part.children:
            yield from _pieces(child, links, flags)
    elif part.is_attached:
        return
    elif part.kind == "text/html":
        yield _html(part, links, flags)
    elif part.kind == "text/plain":
        yield _plain(part, links, flags)


def _best(alternatives: list[list[str]], part: Part) -> str:
    """The plain form, which keeps people's quoting, unless it is only a stub of the other."""
    texts = [_joined(pieces) for pieces in alternatives]
    longest = max(texts, key=len, default="")
    for text, child in zip(texts, part.children, strict=True):
        if child.kind == "text/plain" and len(text) * 4 >= len(longest):
            return text
    return longest


def _plain(part: Part, links: dict[str, None], flags: set[str]) -> str:
    text = decode(part.data, part.charset, flags).replace("\r\n", "\n").replace("\r", "\n")
    for link in _LINK.finditer(text):
        links[link[0].rstrip(".,;:!?)]*")] = None
    return text


def _html(part: Part, links: dict[str, None], flags: set[str]) -> str:
    charset = part.charset
    if not charset and (declared := _META.search(part.data[:4096])):
        charset = declared[1].decode("ascii")
    html = _MARKS.sub("", decode(part.data, charset, flags))
    if html.count("<") - 2 * html.count("</") > MAX_UNCLOSED:
        return _crude_text(html, flags)
    tree = LexborHTMLParser(html)
    tree.strip_tags(_INVISIBLE)
    for node in tree.css("[style],[hidden]"):
        if "hidden" in node.attributes or _HIDDEN.search(node.attributes.get("style") or ""):
            node.decompose()
    for node in tree.css("a[href],area[href]"):
        target = (node.attributes.get("href") or "").strip()
        if target[:8].lower().startswith(("http://", "https://")):
            links[target] = None
    return _lines(_marked_text(tree))


def _marked_text(tree: LexborHTMLParser) -> str:
    for node in tree.css("br,hr"):
        node.replace_with(_BREAK)
    for node in tree.css(_LINES):
        node.insert_before(_BREAK)
        node.insert_after(_BREAK)
    for node in tree.css("td,th"):
        node.insert_after(" ")
    for node in tree.css("blockquote"):
        node.insert_before(_QUOTE)
        node.insert_after(_UNQUOTE)
    return tree.body.text(deep=True) if tree.body else ""


def _lines(text: str) -> str:
    """Marks become lines; quoted blocks get the `> ` that plain mails have."""
    text = _BREAKS.sub("\n", _SPACES.sub(" ", text))
    if _QUOTE not in text:
        return text.strip()
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
