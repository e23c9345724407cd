"""Commands that read and their answers, straight from IMAPClient's connection.

IMAPClient takes answers apart byte by byte; here only the few shapes that we ask for are.
"""

import re
import time
from collections.abc import Iterator
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

MAX_LINE = 32 * 1024 * 1024  # a SEARCH that lists a million UIDs is 8 MB long
MAX_LITERAL = 64 * 1024 * 1024
_SLOWEST = 4096  # bytes a second; what is slower never ends
_PATIENCE_SECONDS = 60
_LITERAL = re.compile(rb"\{(\d+)\+?\}\r?\n$")

# An untagged answer: text, literal, text, literal ... text, without line ends and {n}.
Answer = list[bytes]


class TooLong(IMAPClientAbortError):
    """The server announces more than fits into memory: the connection is of no use any more."""


class Question:
    """A command and the untagged answers to it; `begun` is the text before an awaited literal."""

    def __init__(self, client: IMAPClient, command: bytes) -> None:
        if set(command) & {0, 10, 13}:
            raise ValueError("a command is one line")
        self.imap: Any = client._imap
        self.command = command
        self.begun = b""

    def __iter__(self) -> Iterator[Answer]:
        """Raises IMAPClientError where the server says NO or BAD, IMAPClientAbortError on BYE."""
        tag = self.imap._new_tag()
        self.imap.send(tag + b" " + self.command + b"\r\n")
        while True:
            answer = self._answer()
            head = answer[0]
            if head.startswith(b"* "):
                if head[:6].upper() == b"* BYE ":
                    raise IMAPClientAbortError(_text(head[6:]))
                yield answer
            elif head.startswith(tag + b" "):
                word, _, said = head[len(tag) + 1 :].partition(b" ")
                if word.upper() != b"OK":
                    raise IMAPClientError(_text(said))
                return
            elif not head.startswith(b"+"):
                raise IMAPClientAbortError("an answer to nothing that was asked")

    def _answer(self) -> Answer:
        answer: Answer = []
        while True:
            line = self.imap.file.readline(MAX_LINE)
            if not line.endswith(b"\n"):
                if len(line) >= MAX_LINE:
                    raise TooLong(f"a line of more than {MAX_LINE} bytes")
                raise IMAPClientAbortError("the connection ended")
            found = _LITERAL.search(line) if b"}" in line[-3:] else None
            if found is None:
                answer.append(line.rstrip(b"\r\n"))
                return answer
            self.begun = line[: found.start()]
            answer += [self.begun, self._literal(int(found[1]))]
            self.begun = b""

    def _literal(self, size: int) -> bytes:
        if size > MAX_LITERAL:
            raise TooLong(f"a literal of {size} bytes")
        ends_at = time.monotonic() + _PATIENCE_SECONDS + size / _SLOWEST
        parts: list[bytes] = []
        missing = size
        while missing:
            data = self.imap.file.read1(missing)
            if not data:
                raise IMAPClientAbortError("the connection ended inside a mail")
            if time.monotonic() > ends_at:
                raise TimeoutError("a mail came too slowly")
            parts.append(data)
            missing -= len(data)
        return b"".join(parts)


def _text(said: bytes) -> str:
    return said.decode("utf-8", "replace")
