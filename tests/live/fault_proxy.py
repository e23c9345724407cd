"""A proxy before a mail server that does to connections what networks do."""

import socket
import struct
import threading
import time
from contextlib import suppress

GARBAGE = b"\0\xff* 7 FETCH (UID {9999}\r\n* BYE\xff {3\r\n"
RESET = struct.pack("ii", 1, 0)  # linger on, for no time: closing sends RST
PIECE, PAUSE_SECONDS = 97, 0.001


class FaultProxy:
    """Forwards to `target`; the first `times` connections suffer `fault` after `k` bytes of answer.

    cut: closed; reset: with RST; stall: nothing more comes; garbage: bytes that nobody sent.
    drip: every connection comes in small pieces, slowly, from the first byte on.
    """

    def __init__(self, target: int, fault: str, k: int = 0, times: int = 1):
        self.target, self.fault, self.k, self.times = target, fault, k, times
        self.connections = self.struck = 0
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
                self.connections += 1
                is_meant = self.connections <= self.times
                threading.Thread(target=_pump, args=(client, server), daemon=True).start()
                threading.Thread(
                    target=self._answer, args=(server, client, is_meant), daemon=True).start()

    def _answer(self, server: socket.socket, client: socket.socket, is_meant: bool) -> None:
        passed = 0
        with suppress(OSError):
            while data := server.recv(4096):
                if is_meant and self.fault != "drip" and passed + len(data) > self.k:
                    before = max(self.k - passed, 0)
                    client.sendall(data[:before])
                    self.struck += 1
                    if not self._strike(client):
                        break
                    data, is_meant = data[before:], False
                self._send(client, data)
                passed += len(data)
        for end in (client, server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _strike(self, client: socket.socket) -> bool:
        """Do it; whether the connection goes on."""
        if self.fault == "reset":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        elif self.fault == "stall":
            self._closing.wait(30)
        elif self.fault == "garbage":
            client.sendall(GARBAGE)
            return True
        return False

    def _send(self, client: socket.socket, data: bytes) -> None:
        if self.fault != "drip":
            client.sendall(data)
            return
        for start in range(0, len(data), PIECE):
            client.sendall(data[start : start + PIECE])
            time.sleep(PAUSE_SECONDS)

    def close(self) -> None:
        self._closing.set()
        self._listener.close()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(4096):
            target.sendall(data)
        target.shutdown(socket.SHUT_RDWR)
