"""The MIME parts of a mail: by the fast parser, and by the standard library where that gives up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message as Mime

import fast_mail_parser

from ingest.mail_decoding import decoded
from ingest.mail_headers import Headers

MAX_DEPTH = 50
MAX_PARTS = 1000
_MIME_HEADERS = ("content-type", "content-transfer-encoding", "content-disposition")
_CHARSET = re.compile(r"charset\s*\*?=\s*[\"']?([^\s\"';]+)", re.IGNORECASE)
_NAMED = re.compile(r"\bname\s*\*?\d*\*?\s*=", re.IGNORECASE)
_READ = ("text/", "message/")


@dataclass(slots=True)
class Part:
    """A node of the tree; `data` only where it is read: texts, reports, enclosed mails."""

    kind: str  # text/plain, multipart/alternative ...
    content_type: str  # the whole header
    is_attached: bool
    data: bytes = b""
    children: list["Part"] = field(default_factory=list)

    @property
    def charset(self) -> str:
        found = _CHARSET.search(self.content_type)
        return found[1] if found else ""

    def parameter(self, name: str) -> str | None:
        found = re.search(rf"{name}\s*=\s*\"?([^\s\";]+)", self.content_type, re.IGNORECASE)
        return found[1].lower() if found else None

    def walk(self) -> Iterator["Part"]:
        yield self
        for child in self.children:
            yield from child.walk()


class TooDeep(Exception):
    """The nesting is beyond what any reader follows."""


def parts_of(headers: Headers, body: bytes) -> Part:
    """The tree of a mail, without what lies inside enclosed mails. Raises TooDeep only."""
    mime = b"".join(
        name.encode() + b": " + value + b"\r\n"
        for name in _MIME_HEADERS
        if (value := headers.first(name))
    )
    raw = mime + b"\r\n" + body
    try:
        tree = _Tree(headers.flags)
        root = tree.from_fast(fast_mail_parser.parse_email_tree(raw, mode="lazy"), 1)
    except (fast_mail_parser.ParseError, _Lost):
        tree = _Tree(headers.flags)
        headers.flags.add("read_leniently")
        root = tree.from_standard(_standard(raw), 1)
    if root.kind.startswith("multipart/") and not root.children:
        headers.flags.add("mime_defect")
        return Part("text/plain", "text/plain", is_attached=False, data=body)
    return root


def _standard(raw: bytes) -> Mime:
    try:
        return message_from_bytes(raw)
    except RecursionError as error:
        raise TooDeep from error


class _Lost(Exception):
    """The fast parser found a container without parts; the standard library may see more."""


class _Tree:
    def __init__(self, flags: set[str]) -> None:
        self.flags = flags
        self.parts = 0

    def _is_over(self, depth: int) -> bool:
        self.parts += 1
        if depth > MAX_DEPTH:
            self.flags.add("mime_depth")
        if self.parts > MAX_PARTS:
            self.flags.add("parts_cut")
        return depth > MAX_DEPTH or self.parts > MAX_PARTS

    def from_fast(self, node: fast_mail_parser.PyLazyMimePart, depth: int) -> Part:
        content_type = next(iter(_header(node.headers, "content-type")), "")
        part = _part(node.content_type, content_type, node.disposition)
        if part.kind.startswith("multipart/"):
            if not node.children:
                raise _Lost
            for child in node.children:
                if self._is_over(depth + 1):
                    break
                part.children.append(self.from_fast(child, depth + 1))
        elif part.kind.startswith(_READ):
            part.data = node.content or b""
        return part

    def from_standard(self, node: Mime, depth: int) -> Part:
        part = _part(
            node.get_content_type(),
            str(node.get("content-type", "")),
            str(node.get("content-disposition", "")),
        )
        payload = node.get_payload()
        children = [child for child in payload if isinstance(child, Mime)]
        if isinstance(payload, str):
            encoding = str(node.get("content-transfer-encoding", ""))
            part.data = decoded(payload, encoding, self.flags)
        elif not part.kind.startswith("multipart/"):
            part.data = b"\n\n".join(_bytes_of(child) for child in children)
            children = []
        for child in children:
            if self._is_over(depth + 1):
                break
            part.children.append(self.from_standard(child, depth + 1))
        return part


def _header(headers: dict[str, list[str]], name: str) -> list[str]:
    return next((values for key, values in headers.items() if key.lower() == name), [])


def _part(kind: str, content_type: str, disposition: str | None) -> Part:
    first = (disposition or "").partition(";")[0].strip().lower()
    is_attached = first == "attachment" or bool(_NAMED.search(content_type))
    return Part(kind.strip().lower(), content_type, is_attached)


def _bytes_of(message: Mime) -> bytes:
    try:
        return message.as_bytes()
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, KeyError):
        return b""  # an enclosed mail that the standard library cannot write out again
