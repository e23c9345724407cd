"""The endpoints: POST /<source>, answered 200 only when the body is on disk; GET /healthz."""

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from ingest.receive_delivery import Delivery, Refusal, Tell
from ingest.receive_limits import Bucket
from ingest.receive_spool import Spool

MOST_AT_ONCE = 64  # requests of one source, read and not yet stored
MOST_HEADER_BYTES = 16 << 10
THREADS = 8
HEALTHY_FOR_SECONDS = 2.0


@dataclass
class Endpoint:
    """A source: who may deliver to it, and where that is kept."""

    name: str
    content_types: tuple[str, ...]
    verify: Callable[[Delivery], bool]  # True: keep it; False: it was about something else
    spool: Spool
    bucket: Bucket
    max_body: int
    at_once: int = 0
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(THREADS))

    def take(self, delivery: Delivery) -> None:
        """In a thread: check, and have it on disk."""
        if self.verify(delivery):
            self.spool.keep(delivery.body, delivery.at)


def application(endpoints: Sequence[Endpoint], tell: Tell) -> Starlette:
    async def unknown(request: Request, trouble: Exception) -> Response:
        tell("receive: no such endpoint: 404")
        return Response(status_code=404)

    async def wrong_method(request: Request, trouble: Exception) -> Response:
        tell("receive: only POST is taken here: 405")
        return Response(status_code=405, headers={"allow": "POST"})

    routes = [
        Route(f"/{one.name}", _posted(one, tell), methods=["POST"]) for one in endpoints
    ]  # fmt: skip
    routes.append(Route("/healthz", _health([one.spool for one in endpoints], tell)))
    made = Starlette(routes=routes, exception_handlers={404: unknown, 405: wrong_method})
    made.router.redirect_slashes = False
    return made


def _posted(endpoint: Endpoint, tell: Tell) -> Callable:
    async def posted(request: Request) -> Response:
        try:
            await _taken(endpoint, request)
            return Response(status_code=200)
        except Refusal as refusal:
            tell(f"{endpoint.name}: {refusal}: {refusal.status}")
            again = {"retry-after": str(refusal.retry_after)} if refusal.retry_after else {}
            # What was not read to its end must not be taken for the next request.
            return Response(status_code=refusal.status, headers={"connection": "close", **again})
        except ClientDisconnect:
            tell(f"{endpoint.name}: the connection ended before the request did: no answer")
            return Response(status_code=400)
        except asyncio.CancelledError:
            tell(f"{endpoint.name}: the receiver ended before the request did: 503")
            return Response(status_code=503)

    return posted


async def _taken(endpoint: Endpoint, request: Request) -> None:
    """Return when the delivery is on disk; else Refusal."""
    if wait := endpoint.bucket.take():
        raise Refusal(429, "more requests than [receiver] rate", int(wait) + 1)
    body = await _body(endpoint, request)
    if endpoint.at_once >= MOST_AT_ONCE:
        raise Refusal(503, "too many requests at once", 5)
    at = datetime.now(UTC).replace(tzinfo=None)
    delivery = Delivery(dict(request.headers), body, at)
    endpoint.at_once += 1
    try:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(endpoint.pool, endpoint.take, delivery)
    except OSError as error:
        place = endpoint.spool.folder
        raise Refusal(503, f"{place} cannot be written ({_words(error)})", 30) from error
    finally:
        endpoint.at_once -= 1


async def _body(endpoint: Endpoint, request: Request) -> bytes:
    if sum(len(name) + len(value) + 4 for name, value in request.headers.raw) > MOST_HEADER_BYTES:
        raise Refusal(431, f"has more than {MOST_HEADER_BYTES} bytes of headers")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in endpoint.content_types or "content-encoding" in request.headers:
        raise Refusal(415, f"is not {' or '.join(endpoint.content_types)}")
    too_large = Refusal(413, f"is larger than [receiver] max_body, {endpoint.max_body} bytes")
    # A length is digits by now: h11 takes no other.
    if int(request.headers.get("content-length", 0)) > endpoint.max_body:
        raise too_large
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > endpoint.max_body:
            raise too_large
        parts.append(part)
    if not size:
        raise Refusal(400, "is empty")
    return b"".join(parts)


def _words(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else type(error).__name__


def _health(spools: Sequence[Spool], tell: Tell) -> Callable:
    known: list = [0.0, True]  # until when it is known, and what

    async def health(request: Request) -> Response:
        # Anybody may ask: the disk is touched now and then only.
        if time.monotonic() > known[0]:
            known[0] = time.monotonic() + HEALTHY_FOR_SECONDS
            loop = asyncio.get_running_loop()
            known[1] = all([await loop.run_in_executor(None, one.is_writable) for one in spools])
        if not known[1]:
            tell("receive: a spool cannot be written: 503")
        return Response("ok\n" if known[1] else "", 200 if known[1] else 503)

    return health
