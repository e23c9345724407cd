"""A small IMAP server that says what providers' servers are documented to say, and worse."""

import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

DATE = b"02-Nov-2026 09:15:00 +0000"


@dataclass
class Held:
    """A mail on the scripted server."""

    uid: int
    raw: bytes
    flags: bytes = b"\\Seen"
    labels: bytes = b""
    date: bytes = DATE


@dataclass
class Scripted:
    """One folder INBOX over plain TCP on loopback; `on` replaces the answer to a command.

    on["FETCH BODY"](server, connection, tag, line) -> bytes to send, or None to hang up; a handler
    that returns "usual" leaves the answer to the server. Each handler is asked every time.
    """

    mails: list[Held] = field(default_factory=list)
    capabilities: bytes = b"IMAP4rev1"
    uidvalidity: int = 7
    uidnext: int | None = None
    folders: tuple[bytes, ...] = (b'"/" INBOX',)
    on: dict[str, Callable] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.commands: list[str] = []
        self.closing = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self.closing.set()
        self.listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError), client, client.makefile("rb") as lines:
            client.sendall(b"* OK ready\r\n")
            for line in lines:
                tag, _, rest = line.strip().partition(b" ")
                word = self._word(rest)
                self.commands.append(word)
                answer = None
                if word in self.on:
                    answer = self.on[word](self, client, tag, rest)
                    if answer is None:
                        return
                if answer is None or answer == "usual":
                    answer = self.usual(tag, word, rest)
                client.sendall(answer)
                if word == "LOGOUT":
                    return

    @staticmethod
    def _word(rest: bytes) -> str:
        words = rest.decode().upper().split()
        word = words[1] if words[0] == "UID" else words[0]
        if word == "FETCH":
            word += " BODY" if "BODY" in rest.decode() else " FLAGS"
        return word

    def usual(self, tag: bytes, word: str, rest: bytes) -> bytes:
        done = tag + b" OK done\r\n"
        match word:
            case "CAPABILITY":
                return b"* CAPABILITY " + self.capabilities + b"\r\n" + done
            case "EXAMINE":
                return self.examined() + done
            case "LIST":
                return b"".join(b"* LIST () " + name + b"\r\n" for name in self.folders) + done
            case "SEARCH":
                uids = b" ".join(b"%d" % mail.uid for mail in self.asked(rest, b"UID "))
                return b"* SEARCH " + uids + b"\r\n" + done
            case "FETCH FLAGS" | "FETCH BODY":
                found = self.asked(rest, b"FETCH ")
                return b"".join(self.fetched(mail, word) for mail in found) + done
            case "LOGOUT":
                return b"* BYE see you\r\n" + done
        return done

    def examined(self) -> bytes:
        uidnext = self.uidnext or max([mail.uid for mail in self.mails], default=0) + 1
        return (b"* %d EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY %d] .\r\n* OK [UIDNEXT %d] .\r\n"
                % (len(self.mails), self.uidvalidity, uidnext))  # fmt: skip

    def asked(self, rest: bytes, after: bytes) -> list[Held]:
        """The mails of the set in a command; `n:*` is never empty, as on real servers."""
        found = re.search(after + rb"([\d:,*]+)", rest.partition(b"UID ")[2])
        found = found or re.search(rb"UID ([\d:,*]+)", rest)
        wanted: list[Held] = []
        for part in (found[1] if found else b"1:*").split(b","):
            first, _, last = part.partition(b":")
            if last == b"*":
                span = [mail for mail in self.mails if mail.uid >= int(first)] or self.mails[-1:]
            else:
                span = [m for m in self.mails if int(first) <= m.uid <= int(last or first)]
            wanted += span
        return wanted

    def fetched(self, mail: Held, word: str) -> bytes:
        place = self.mails.index(mail) + 1
        if word == "FETCH BODY":
            return (b"* %d FETCH (UID %d BODY[] {%d}\r\n" % (place, mail.uid, len(mail.raw))
                    + mail.raw + b")\r\n")  # fmt: skip
        labels = b" X-GM-LABELS (%s)" % mail.labels if b"X-GM-EXT-1" in self.capabilities else b""
        return b'* %d FETCH (UID %d FLAGS (%s) INTERNALDATE "%s" RFC822.SIZE %d%s)\r\n' % (
            place, mail.uid, mail.flags, mail.date, len(mail.raw), labels)  # fmt: skip


def once(answer) -> Callable:
    """The first time this answer, then the usual ones."""
    left = [answer]

    def handler(server: Scripted, client, tag: bytes, rest: bytes):
        if not left:
            return "usual"
        made = left.pop()
        return made(server, client, tag, rest) if callable(made) else made

    return handler


def tagged(text: bytes) -> Callable:
    """Refuse with a tagged answer."""
    return lambda server, client, tag, rest: tag + b" " + text + b"\r\n"
