"""The two faces of one mail: its plain part and its HTML part, line by line, with its links."""

import re
from dataclasses import dataclass, field
from email.message import Message
from email.utils import getaddresses
from functools import cached_property
from html.parser import HTMLParser

from .mail_text import BLOCKS, HIDDEN, content_of, decoded
from .mails import Mail

OPEN = r"\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|<<.*?>>|\[[A-Za-z_ ]+\]"  # nobody filled it in
URL = re.compile(rf"(?:https?://|www\.)(?:{OPEN}|[^\s<>\"')\]])+", re.I)
BLANK = re.compile(r"[ \t\r\f\v]+|(?<![ÃÂ])\xa0")  # the second half of a broken letter is none


@dataclass
class Anchor:
    target: str
    text: str


@dataclass
class Parts:
    """Lines of both parts; None where there is no such part."""

    plain: list[str] | None
    rich: list[str] | None
    anchors: list[Anchor]

    @cached_property
    def lines(self) -> list[str]:
        """What the mail says: the plain part, else the HTML."""
        return self.plain if self.plain else self.rich or []

    @property
    def has_two(self) -> bool:
        return self.plain is not None and self.rich is not None

    @property
    def empty_part(self) -> str | None:
        if not self.has_two or bool(self.plain) == bool(self.rich):
            return None
        return "text" if self.rich else "html"


class Reader(HTMLParser):
    """Blocks break lines, cells are words apart; anchors with what they show."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.anchors: list[Anchor] = []
        self.hidden = 0
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.hidden += tag in HIDDEN
        if tag == "a":
            self.anchors.append(Anchor((dict(attrs).get("href") or "").strip(), ""))
            self.inside = True
        self.said.append("\n" if tag in BLOCKS else " " if tag in ("td", "th") else "")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in HIDDEN and self.hidden > 0
        self.inside = self.inside and tag != "a"
        self.said.append("\n" if tag in BLOCKS else "")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.said.append(re.sub(r"\s+", " ", data))
            if self.inside:
                self.anchors[-1].text += data


def parts_of(raw: Message) -> Parts:
    plain, rich, anchors = [], [], []
    has_plain = has_rich = False
    for part in raw.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            break
        if part.get_content_disposition() == "attachment":
            continue
        if kind == "text/plain":
            has_plain = True
            plain += lines_in(content_of(part))
        elif kind == "text/html":
            has_rich = True
            reader = Reader()
            reader.feed(content_of(part))
            reader.close()
            rich += lines_in("".join(reader.said))
            anchors += reader.anchors
    for one in anchors:
        one.text = " ".join(one.text.split())
    return Parts(plain if has_plain else None, rich if has_rich else None, anchors)


def said_by(mail: Mail) -> list[str]:
    if mail.said is None:
        mail.said = parts_of(mail.raw).lines
    return mail.said


def lines_in(text: str) -> list[str]:
    """What was quoted or left empty says nothing."""
    found = [re.sub(" +", " ", BLANK.sub(" ", line)).strip(" ") for line in text.split("\n")]
    return [line for line in found if line]


def from_name(mail: Mail) -> str:
    named = getaddresses([decoded(str(mail.raw.get("From", "")))])
    return named[0][0].strip() if named else ""


def dmarc(mail: Mail) -> str | None:
    """Of the topmost Authentication-Results."""
    found = re.search(r"\bdmarc=(\w+)", str(mail.raw.get("Authentication-Results", "")), re.I)
    return found[1].lower() if found else None


@dataclass
class Host:
    """Where a link leads."""

    name: str
    is_secure: bool
    rest: str = field(default="")


def host_of(url: str) -> Host | None:
    found = re.match(r"(?:(https?)://)?([^/?#\s:@]+)(?::\d+)?(.*)$", url.strip(), re.I)
    if not found or "." not in found[2] and found[2].lower() != "localhost":
        return None
    return Host(found[2].lower(), (found[1] or "https").lower() == "https", found[3])
