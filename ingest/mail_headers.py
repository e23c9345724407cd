"""The header block of a mail, read line by line so that a bad line costs only itself."""

import re
from dataclasses import dataclass, field

MAX_HEADER_BYTES = 64 * 1024
MAX_BLOCK_BYTES = 1024 * 1024
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_LINE = re.compile(rb"^([!-9;-~]{1,200})[ \t]*:[ \t]*([^\n]*)", re.MULTILINE)
_FOLDS = ((b"\r\n\t", b"\t"), (b"\r\n ", b" "), (b"\n\t", b"\t"), (b"\n ", b" "))
_LONG = re.compile(rb"([^\n]{%d})[^\n]+" % MAX_HEADER_BYTES)
_BLANK = re.compile(rb"\r?\n\r?\n")


@dataclass
class Headers:
    """Values by lower-case name, unfolded, in the order of the mail."""

    values: dict[str, list[bytes]] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)

    def first(self, name: str) -> bytes | None:
        found = self.values.get(name)
        return found[0] if found else None

    def all(self, name: str) -> list[bytes]:
        return self.values.get(name, [])


def split(raw: bytes) -> tuple[Headers, bytes]:
    """The headers and the body of a mail; no headers at all leaves `values` empty."""
    headers = Headers()
    raw = _without_prefix(raw, headers.flags)
    if raw.startswith((b"\n", b"\r\n")):
        block, body = b"", raw.lstrip(b"\r\n")
    elif blank := _BLANK.search(raw):
        block, body = raw[: blank.start()], raw[blank.end() :]
    else:
        block, body = raw.rstrip(b"\r\n"), b""
    for fold, space in _FOLDS:
        block = block.replace(fold, space)
    if len(block) > MAX_BLOCK_BYTES:
        headers.flags.add("headers_cut")
        block = _LONG.sub(rb"\1", block)[:MAX_BLOCK_BYTES]
    rest = _read_lines(block, headers)
    if rest:
        body = rest + b"\n\n" + body
    if not body or body.isspace():
        headers.flags.add("no_body")
    return headers, body


def _without_prefix(raw: bytes, flags: set[str]) -> bytes:
    if raw.find(b"\n", 0, MAX_BLOCK_BYTES) < 0 <= raw.find(b"\r", 0, MAX_BLOCK_BYTES):
        raw = raw.replace(b"\r", b"\n")
    if raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[3:]
        flags.add("prefix_removed")
    if raw.startswith((b"From ", b">From ")):  # an mbox's separator line
        raw = raw.partition(b"\n")[2]
        flags.add("prefix_removed")
    if raw[:1] in (b"\n", b"\r") and _FIELD.match(raw.lstrip(b"\r\n")[:300]):
        raw = raw.lstrip(b"\r\n")
        flags.add("prefix_removed")
    return raw


def _read_lines(block: bytes, headers: Headers) -> bytes:
    """Fill `headers`; lines after the last field are returned: the body began without a blank."""
    fields = _LINE.findall(block) if len(block) < MAX_HEADER_BYTES else []
    if len(fields) == block.count(b"\n") + 1:  # each line is one, as in nearly every mail
        for name, value in fields:
            headers.values.setdefault(name.decode("ascii").lower(), []).append(value.strip())
        return b""
    skipped: list[bytes] = []
    for line in block.split(b"\n"):
        name = _FIELD.match(line)
        if name is None:
            skipped.append(line)
            continue
        if skipped:
            headers.flags.add("header_garbage")
            skipped = []
        value = line[name.end() :].strip()
        if len(value) > MAX_HEADER_BYTES:
            headers.flags.add("header_cut")
            value = value[:MAX_HEADER_BYTES]
        headers.values.setdefault(name[1].decode("ascii").lower(), []).append(value)
    return b"\n".join(skipped).strip(b"\r\n")
