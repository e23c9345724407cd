"""Deliveries a second, and the receiver's own CPU for each: 8 connections, 2,000 events of 1 kB.

`bare` is the bound: the same server and framework, which only read the body and answer.
"""

import http.client
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from receiving import MAILGUN, SIGNING_KEY, Sendgrid, mailgun, settings_of
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import ingest.receive

PEER = None
CONNECTIONS, REQUESTS = 8, 2000
GRID = Sendgrid()


def prepare(folder: Path) -> None:
    pass


def bare(folder: Path) -> dict[str, float]:
    async def endpoint(request: Request) -> Response:
        await request.body()
        return Response(status_code=200)

    made = Starlette(routes=[Route("/mail", endpoint, methods=["POST"])])
    return figures(folder, "mail", lambda *_: made)


def verified(folder: Path) -> dict[str, float]:
    """Mailgun's signature, and everything but the disk."""
    original = ingest.receive.application

    def without_disk(endpoints, tell):
        for one in endpoints:
            one.spool.keep = lambda body, at: True
        return original(endpoints, tell)

    return figures(folder, "mail", without_disk)


def mailgun_stored(folder: Path) -> dict[str, float]:
    return figures(folder, "mail", ingest.receive.application)


def sendgrid_stored(folder: Path) -> dict[str, float]:
    return figures(folder, "grid", ingest.receive.application)


def figures(folder: Path, source: str, application) -> dict[str, float]:
    os.environ["SIGNING_KEY"] = SIGNING_KEY
    place = folder / str(os.getpid())
    place.mkdir()
    settings = settings_of(place, MAILGUN + GRID.source(), rate=100_000)
    ingest.receive.application = application
    endpoints = ingest.receive.endpoints_of(settings, print)
    with ingest.receive.opened(endpoints), ingest.receive.listening(settings.receiver) as listener:
        server = ingest.receive.server(settings.receiver, endpoints, print)
        running = threading.Thread(target=server.run, args=[[listener]], daemon=True)
        running.start()
        command = [sys.executable, __file__, str(settings.receiver.port), source, key_of(GRID)]
        client = subprocess.Popen(
            command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        assert client.stdout and client.stdin
        client.stdout.readline()  # its requests are made
        cpu = time.process_time()
        client.stdin.close()
        seconds = float(client.stdout.readline())
        cpu = time.process_time() - cpu
        server.should_exit = True
        running.join()
    return {
        "requests_per_second": REQUESTS / seconds, "cpu_ms_per_request": cpu * 1000 / REQUESTS,
        "stored": len(list(place.rglob("*.json"))),
    }  # fmt: skip


def key_of(signer: Sendgrid) -> str:
    return str(signer.key.private_numbers().private_value)


def client(port: int, source: str, key: str) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec

    signer = Sendgrid()
    signer.key = ec.derive_private_key(int(key), ec.SECP256R1())
    bodies = [mailgun(number, filler="x" * 600) for number in range(REQUESTS)]
    requests = [(body, signer.headers(body) if source == "grid" else {}) for body in bodies]
    print("ready", flush=True)
    sys.stdin.read()
    started = time.monotonic()
    threads = [
        threading.Thread(target=deliver, args=(port, source, requests[number::CONNECTIONS]))
        for number in range(CONNECTIONS)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    print(time.monotonic() - started, flush=True)


def deliver(port: int, source: str, requests: list) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for body, headers in requests:
        connection.request("POST", f"/{source}", body,
                           {"Content-Type": "application/json"} | headers)  # fmt: skip
        response = connection.getresponse()
        response.read()
        assert response.status == 200, response.status
    connection.close()


CONTESTANTS = {
    "bare": bare, "verified": verified, "mailgun": mailgun_stored, "sendgrid": sendgrid_stored,
}  # fmt: skip

if __name__ == "__main__":
    client(int(sys.argv[1]), sys.argv[2], sys.argv[3])
