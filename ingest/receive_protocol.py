"""Connections with a deadline: whoever sends slowly is cut off, and keeps nobody else waiting."""

import asyncio
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from ingest.receive_delivery import Tell

READ_SECONDS = 20.0  # for a whole request, from its first byte to its last
MOST_WAITING = 200  # connections whose request is not complete


class Crowd:
    """The connections whose request is not complete yet, the oldest first."""

    def __init__(
        self, tell: Tell, proxies: tuple[IPv4Network | IPv6Network, ...], read_seconds: float,
        most: int,
    ) -> None:
        self.tell = tell
        self.proxies = proxies  # the only ones that may connect; empty: anybody who can
        self.read_seconds = read_seconds
        self.most = most
        self._waiting: dict[asyncio.Transport, asyncio.TimerHandle] = {}

    def may_enter(self, transport: asyncio.Transport) -> bool:
        peer = transport.get_extra_info("peername")
        if not self.proxies or any(ip_address(peer[0]) in network for network in self.proxies):
            return True
        self.tell("receive: a connection from outside [receiver] proxies: closed")
        return False

    def enter(self, transport: asyncio.Transport) -> None:
        """Count the time from now on, unless it is counted already."""
        if transport in self._waiting:
            return
        if len(self._waiting) >= self.most:
            self.drop(next(iter(self._waiting)), "too many unfinished requests, the oldest")
        timer = asyncio.get_running_loop().call_later(
            self.read_seconds, self.drop, transport, f"a request not there in {self.read_seconds} s"
        )
        self._waiting[transport] = timer

    def leave(self, transport: asyncio.Transport) -> None:
        if timer := self._waiting.pop(transport, None):
            timer.cancel()

    def drop(self, transport: asyncio.Transport, why: str) -> None:
        self.leave(transport)
        self.tell(f"receive: {why}: closed")
        transport.abort()


def protocol(crowd: Crowd) -> type[H11Protocol]:
    """uvicorn's HTTP/1.1, which by itself waits for ever for the rest of a request."""

    class Patient(H11Protocol):
        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            if crowd.may_enter(transport):
                crowd.enter(transport)
            else:
                transport.abort()

        def data_received(self, data: bytes) -> None:
            crowd.enter(self.transport)
            super().data_received(data)
            if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
                crowd.leave(self.transport)

        def on_response_complete(self) -> None:
            super().on_response_complete()
            if self.conn.their_state is h11.SEND_BODY:
                crowd.enter(self.transport)  # the next request came along with this one
            else:
                crowd.leave(self.transport)  # uvicorn's own timer closes what stays idle

        def connection_lost(self, exc: Exception | None) -> None:
            crowd.leave(self.transport)
            super().connection_lost(exc)

    return Patient
