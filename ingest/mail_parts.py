"""The MIME parts of a mail: by the fast parser, and by the standard library where that gives up."""

from email import message_from_bytes
from email.errors import MessageError
from email.message import Message as Mime

import fast_mail_parser

from ingest.mail_decoding import ENCODINGS, decoded
from ingest.mail_headers import Headers
from ingest.mail_part import Part, part_of

MAX_DEPTH = 50
MAX_PARTS = 1000
_MIME_HEADERS = ("content-type", "content-transfer-encoding", "content-disposition")
_READ = ("text/", "message/")


class TooDeep(Exception):
    """The nesting is beyond what any reader follows."""


def root_of(headers: Headers) -> Part:
    """Only the outermost part, without its content: all that is kept of a mail too large."""
    content_type = (headers.first("content-type") or b"text/plain").decode("ascii", "replace")
    return part_of(content_type.partition(";")[0], content_type, None)


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
    except (fast_mail_parser.ParseError, _Lost) as error:
        if isinstance(error, fast_mail_parser.MimeStructureError) and "depth" in str(error):
            raise TooDeep from error
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
        headers = {name.lower(): values[0] for name, values in node.headers.items() if values}
        part = part_of(
            node.content_type, headers.get("content-type", ""), headers.get("content-disposition")
        )
        if part.kind.startswith("multipart/"):
            if not node.children:
                raise _Lost
            for child in node.children:
                if self._is_over(depth + 1):
                    break
                part.children.append(self.from_fast(child, depth + 1))
        elif part.kind.startswith(_READ):
            part.data = node.content or b""
            if headers.get("content-transfer-encoding", "").strip().lower() not in ENCODINGS:
                self.flags.add("cte_defect")  # shown as it stands
            if node.children and depth + _levels_below(node) > MAX_DEPTH:
                self.flags.add("mime_depth")
        return part

    def from_standard(self, node: Mime, depth: int) -> Part:
        part = part_of(
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


def _levels_below(node: fast_mail_parser.PyLazyMimePart) -> int:
    """How deeply mails lie within an enclosed mail; none of them is read as a mail of its own."""
    level, levels = [node], 0
    while level := [child for one in level for child in one.children][:MAX_PARTS]:
        levels += 1
    return levels


def _bytes_of(message: Mime) -> bytes:
    try:
        return message.as_bytes()
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, KeyError):
        return b""  # an enclosed mail that the standard library cannot write out again
