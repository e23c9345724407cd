"""`trackrecord receive`: what is served, where, and until when."""

import importlib
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from ipaddress import ip_address, ip_network
from typing import Any

import uvicorn

from ingest.receive_app import MOST_HEADER_BYTES, Endpoint, application
from ingest.receive_delivery import Tell
from ingest.receive_limits import Bucket
from ingest.receive_options import ReceiverOptions
from ingest.receive_protocol import MOST_WAITING, READ_SECONDS, Crowd, protocol
from ingest.receive_spool import Spool
from sql.settings import Receiver, Settings
from sql.trouble import Misuse, Trouble

ENDS_WITHIN_SECONDS = 30


def receive(settings: Settings, tell: Tell) -> None:
    """Serve until SIGTERM or SIGINT; requests that run then are answered."""
    endpoints = endpoints_of(settings, tell)
    with opened(endpoints), closing(listening(settings.receiver)) as listener:
        for one in endpoints:
            tell(f"{one.name}: POST {_url(listener)}/{one.name} into {one.spool.folder}")
        # uvicorn ends in order, then raises the signal again for us.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: sys.exit(0))
        server(settings.receiver, endpoints, tell).run(sockets=[listener])


def endpoints_of(settings: Settings, tell: Tell) -> list[Endpoint]:
    """One for each source with a spool and proofs; Misuse lists all secrets that are missing."""
    endpoints, wrong = [], []
    for name, options in settings.sources.items():
        if not isinstance(options, ReceiverOptions) or not options.spool:
            continue
        if options.unproved:
            missing = " and ".join(options.unproved)
            tell(f"{name}: not served; to receive into its spool, add {missing}")
        else:
            try:
                endpoints.append(_endpoint(name, options, settings.receiver, tell))
            except Misuse as misuse:
                wrong.append(str(misuse))
    if wrong:
        raise Misuse("\n".join(wrong))
    if not endpoints:
        raise Misuse(f"{settings.path}: no source can receive; add spool = FOLDER and what proves"
                     " the provider to its [sources.NAME], as the README shows")  # fmt: skip
    return endpoints


def _endpoint(name: str, options: ReceiverOptions, receiver: Receiver, tell: Tell) -> Endpoint:
    assert options.spool
    webhook: Any = importlib.import_module(f"ingest.webhook_{options.kind}")
    proofs = webhook.proofs(options, f"[sources.{name}]", tell)
    bucket = Bucket(receiver.rate, 2 * receiver.rate)
    verify = partial(webhook.verify, proofs)
    return Endpoint(
        name, webhook.CONTENT_TYPES, verify, Spool(options.spool), bucket, receiver.max_body
    )


@contextmanager
def opened(endpoints: list[Endpoint]) -> Iterator[None]:
    """The spools, for this process alone."""
    with ExitStack() as stack:
        for one in endpoints:
            try:
                one.spool.open()
            except OSError as error:
                raise Trouble(f"[sources.{one.name}] spool: {error.filename or one.spool.folder}:"
                              f" {_words(error)}; give this user the folder"
                              ) from error  # fmt: skip
            stack.callback(one.spool.close)
        yield


def listening(receiver: Receiver) -> socket.socket:
    """The socket, or Trouble where another process has the port."""
    family = socket.AF_INET6 if ip_address(receiver.address).version == 6 else socket.AF_INET
    try:
        return socket.create_server((receiver.address, receiver.port), family=family, backlog=1024)
    except OSError as error:
        raise Trouble(f"[receiver] {receiver.address} port {receiver.port}: {_words(error)};"
                      " set another port, or end what listens there") from error  # fmt: skip


def server(
    receiver: Receiver, endpoints: list[Endpoint], tell: Tell,
    read_seconds: float = READ_SECONDS, most_waiting: int = MOST_WAITING,
) -> uvicorn.Server:
    proxies = tuple(ip_network(one) for one in receiver.proxies)
    crowd = Crowd(tell, proxies, read_seconds, most_waiting)
    return uvicorn.Server(
        uvicorn.Config(
            application(endpoints, tell), http=protocol(crowd), ws="none", lifespan="off",
            loop="asyncio", log_config=None, access_log=False, proxy_headers=False,
            server_header=False, date_header=False,
            h11_max_incomplete_event_size=MOST_HEADER_BYTES,
            timeout_graceful_shutdown=ENDS_WITHIN_SECONDS,
        )
    )  # fmt: skip


def _words(error: OSError) -> str:
    return os.strerror(error.errno or 0)  # without the additions of Python's socket module


def _url(listener: socket.socket) -> str:
    address, port, *_ = listener.getsockname()
    return f"http://[{address}]:{port}" if ":" in address else f"http://{address}:{port}"
