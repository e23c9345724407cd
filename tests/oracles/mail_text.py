"""What a mail says to the eye: its parts decoded, tags and all else taken off."""

import html
import re
from email.header import decode_header, make_header
from email.message import Message
from html.parser import HTMLParser

BLOCKS = {"p", "div", "br", "tr", "li", "table", "ul", "ol", "h1", "h2", "h3", "hr", "blockquote"}
HIDDEN = {"style", "script", "head", "title"}


def visible(raw: Message) -> tuple[str, list[str]]:
    """The text a person sees (all text parts, one after another), and where its links lead."""
    texts, links = [], []
    for part in raw.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            break  # what a bounce carries back is not its own text
        if kind == "text/plain":
            texts.append(content_of(part))
        elif kind == "text/html":
            body = content_of(part)
            links += [html.unescape(url) for url in re.findall(r"""href=["']([^"']+)""", body)]
            body = re.sub(r"(?is)<(style|script|head)\b.*?</\1>", " ", body)
            texts.append(html.unescape(re.sub(r"<[^>]+>", " ", body)))
    text = "\n".join(texts)
    return text, links + re.findall(r"https?://[^\s<>\"')]+", text)


def content_of(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        return content.decode(part.get_content_charset("utf-8"))
    except (LookupError, UnicodeError):
        return content.decode("latin-1")


def decoded(header: str) -> str:
    try:
        return re.sub(r"\s*\n\s*", " ", str(make_header(decode_header(header))))
    except (LookupError, ValueError):
        return header


def lines_of(raw: Message) -> list[str]:
    """The plain text's lines, else those of the HTML; what it quotes begins with >."""
    plain, rich = [], []
    for part in raw.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            break
        if part.get_content_disposition() == "attachment":
            continue
        if kind == "text/plain":
            plain.append(content_of(part))
        elif kind == "text/html":
            rich.append(content_of(part))
    text = "\n".join(plain)
    text = text if text.strip() else "\n".join(map(flattened, rich))
    return [line.replace("\xa0", " ").strip() for line in text.splitlines()]


def flattened(body: str) -> str:
    reader = Flat()
    reader.feed(body)
    reader.close()
    return "".join(reader.said)


class Flat(HTMLParser):
    """Text line by line; blocks break lines, a blockquote's lines get a > each."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.hidden = self.depth = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.hidden += tag in HIDDEN
        self.depth += tag == "blockquote"
        if tag in BLOCKS:
            self.said.append("\n" + "> " * bool(self.depth))

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in HIDDEN and self.hidden > 0
        self.depth -= tag == "blockquote" and self.depth > 0
        if tag in BLOCKS:
            self.said.append("\n" + "> " * bool(self.depth))

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.said.append(re.sub(r"\s+", " ", data))
