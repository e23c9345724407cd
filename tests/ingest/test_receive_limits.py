"""Too large, too fast, too slow or simply wrong: refused, told in one line, and nobody waits."""

import http.client
import socket
import threading
import time

import pytest
from receiving import (
    MAILGUN,
    PASSWORD,
    POSTMARK,
    SIGNING_KEY,
    Running,
    answer,
    basic,
    mailgun,
    settings_of,
)
from servers import wait_for

from ingest.receive_limits import Bucket


@pytest.fixture
def running(tmp_path, monkeypatch):
    monkeypatch.setenv("SIGNING_KEY", SIGNING_KEY)
    monkeypatch.setenv("HOOK_PASSWORD", PASSWORD)
    started = []

    def start(text=MAILGUN, change=lambda endpoints: None, crowd=None, **receiver):
        started.append(Running(settings_of(tmp_path, text, **receiver), change, crowd))
        return started[-1]

    yield start
    for one in started:
        one.stop()


def raw(port: int, *parts: bytes) -> bytes:
    """All that the receiver says to these bytes, until it closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        said = b""
        try:
            for part in parts:
                client.sendall(part)
            while got := client.recv(4096):
                said += got
        except ConnectionResetError:
            pass
        return said


def head(body_bytes: int, path: str = "/mail", more: str = "") -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/json\r\n"
        f"Content-Length: {body_bytes}\r\n{more}\r\n"
    ).encode()


def test_only_sources_with_a_spool_are_served_and_others_learn_nothing(running):
    no_spool = '[sources.quiet]\nkind = "postmark"\nfiles = ["events.json"]\n'
    receiver = running(MAILGUN + no_spool)
    for path in ("/quiet", "/", "/mail/", "/mail/x", "/MAIL", "/../mail", "/healthz/", "/docs"):
        status, headers = answer(receiver.port, path, mailgun())
        assert (status, headers.get("content-length")) == (404, "0"), path
    assert receiver.post("/mail", mailgun()) == 200
    assert set(receiver.told) == {"receive: no such endpoint: 404"}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_only_post_is_taken(running, method):
    receiver = running()
    assert receiver.post("/mail", mailgun(), method=method) == 405
    assert receiver.post("/elsewhere", mailgun(), method=method) == 404
    assert receiver.kept("mail") == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=x"}, {"Content-Type": ""},
        {"Content-Type": "text/plain"}, {"Content-Encoding": "gzip"},
    ],
)  # fmt: skip
def test_other_forms_than_json_are_refused(running, headers):
    receiver = running()
    assert receiver.post("/mail", mailgun(), headers) == 415
    assert receiver.post("/mail", mailgun(), {"Content-Type": "Application/JSON;charset=utf-8"}) \
        == 200


def test_an_answer_says_nothing_of_the_software(running):
    _, headers = answer(running().port, "/mail", mailgun())
    assert headers == {"content-length": "0"}


def test_the_largest_body_is_taken_and_one_byte_more_is_not(running):
    receiver = running(POSTMARK, max_body=2000)
    assert receiver.post("/post", b"x" * 2000, basic()) == 200
    assert receiver.post("/post", b"x" * 2001, basic()) == 413
    assert receiver.post("/post", b"", basic()) == 400
    assert [len(body) for body in receiver.kept("post")] == [2000]


def test_a_large_body_is_refused_before_it_is_sent_and_while_it_is_sent(running):
    receiver = running(max_body=2000)
    assert raw(receiver.port, head(10**9)).startswith(b"HTTP/1.1 413")
    assert raw(receiver.port, head(int("9" * 19))).startswith(b"HTTP/1.1 413")
    assert raw(receiver.port, head(int("9" * 4000))).startswith(b"HTTP/1.1 400")
    chunked = b"POST /mail HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" \
              b"Transfer-Encoding: chunked\r\n\r\n"
    chunk = b"3e8\r\n" + b"x" * 1000 + b"\r\n"
    assert raw(receiver.port, chunked, *[chunk] * 500).startswith((b"HTTP/1.1 413", b""))
    assert receiver.told[-1].startswith("mail: is larger than [receiver] max_body, 2000 bytes")
    assert receiver.kept("mail") == []


def test_what_follows_a_refused_request_is_not_taken_for_one(running):
    receiver = running(max_body=2000)
    inner = head(0) + b"x" * 3000
    said = raw(receiver.port, head(len(inner)) + inner)
    assert said.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize(
    "headers", [b"X-Long: " + b"x" * 40_000 + b"\r\n", b"X-Many: 1\r\n" * 2000], ids=["one", "many"]
)
def test_endless_headers_are_refused_whole_or_bit_by_bit(running, headers):
    receiver = running()
    start = head(2).removesuffix(b"\r\n") + headers
    assert raw(receiver.port, start + b"\r\n{}").startswith(b"HTTP/1.1 431")
    with slow(receiver.port, start[:17_000]) as client:
        client.sendall(start[17_000:])
        assert client.recv(100).startswith((b"HTTP/1.1 400", b"HTTP/1.1 431"))
    assert receiver.post("/mail", mailgun()) == 200


def test_what_is_no_http_is_refused(running):
    receiver = running()
    assert raw(receiver.port, b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n").startswith(b"HTTP/1.1 400")
    assert receiver.post("/mail", mailgun()) == 200


def test_more_requests_than_the_rate_are_asked_to_come_again(running):
    receiver = running(MAILGUN + POSTMARK, rate=0.5)
    assert receiver.post("/mail", mailgun(1)) == 200
    status, headers = answer(receiver.port, "/mail", mailgun(2))
    assert status == 429 and 1 <= int(headers["retry-after"]) <= 3
    assert receiver.post("/post", b"{}", basic()) == 200  # each source has its own
    assert len(receiver.kept("mail")) == 1


def test_a_bucket_fills_with_time_and_no_further_than_its_burst():
    clock = [0.0]
    bucket = Bucket(2, 3, lambda: clock[0])
    assert [bucket.take() for _ in range(4)] == [0, 0, 0, 0.5]
    clock[0] = 0.5
    assert [bucket.take(), bucket.take()] == [0, 0.5]
    clock[0] = 1000.0
    assert [bucket.take() for _ in range(4)] == [0, 0, 0, 0.5]


def test_a_request_too_many_at_once_is_asked_to_come_again(running, monkeypatch):
    monkeypatch.setattr("ingest.receive_app.MOST_AT_ONCE", 2)
    go = threading.Event()

    def held(endpoints):
        (one,) = endpoints
        verify = one.verify
        one.verify = lambda delivery: go.wait(20) and verify(delivery)

    receiver = running(change=held)
    statuses: list[int] = []
    clients = [
        threading.Thread(target=lambda n=n: statuses.append(receiver.post("/mail", mailgun(n))))
        for n in range(2)
    ]
    for client in clients:
        client.start()
    wait_for(lambda: receiver.endpoints[0].at_once == 2, "two requests")
    assert answer(receiver.port, "/mail", mailgun(3))[0] == 503
    go.set()
    for client in clients:
        client.join()
    assert statuses == [200, 200]
    assert receiver.post("/mail", mailgun(3)) == 200


def slow(port: int, start: bytes) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=20)
    client.sendall(start)
    return client


def test_hundreds_of_slow_clients_keep_nobody_waiting(running):
    receiver = running(crowd={"most_waiting": 50, "read_seconds": 60.0})
    starts = [b"", b"POST /ma", head(1000), head(1000) + b'{"sig']
    attackers = [slow(receiver.port, starts[number % 4]) for number in range(300)]
    assert [receiver.post("/mail", mailgun(number)) for number in range(20)] == [200] * 20
    assert len(receiver.server.server_state.connections) <= 51
    assert len(receiver.kept("mail")) == 20
    for one in attackers:
        one.close()


@pytest.mark.parametrize(
    "start", [b"", b"POST /mail HTTP/1.1\r\nHost: a\r\nX-Drip: ", head(1000), head(1000) + b"{"]
)
def test_a_request_that_drips_is_cut_off(running, start):
    receiver = running(crowd={"read_seconds": 0.5})
    client = slow(receiver.port, start)
    ended_at = time.monotonic() + 20

    def is_cut():
        assert time.monotonic() < ended_at
        try:
            if start:
                client.sendall(b"x")
            client.settimeout(0.05)
            return client.recv(1) == b""
        except TimeoutError:
            return False
        except OSError:
            return True

    wait_for(is_cut, "cutting off")
    client.close()
    assert receiver.told[0] == "receive: a request not there in 0.5 s: closed"
    assert receiver.post("/mail", mailgun()) == 200


def test_a_request_that_drips_after_a_good_one_is_cut_off_as_well(running):
    receiver = running(crowd={"read_seconds": 0.5})
    body = mailgun()
    for rest in (head(1000)[:-30], head(1000) + b"{"):
        with slow(receiver.port, head(len(body)) + body + rest) as client:
            said = b""
            while got := client.recv(4096):
                said += got
        assert said.startswith(b"HTTP/1.1 200") and said.count(b"HTTP/1.1") == 1


def test_a_connection_serves_many_requests_and_outlives_the_deadline_of_one(running):
    receiver = running(crowd={"read_seconds": 0.4})
    client = http.client.HTTPConnection("127.0.0.1", receiver.port, timeout=20)
    client.connect()
    connection = client.sock
    for number in range(8):
        client.request("POST", "/mail", mailgun(number), {"Content-Type": "application/json"})
        response = client.getresponse()
        response.read()
        assert response.status == 200
        time.sleep(0.1)
    assert client.sock is connection
    client.close()
    assert receiver.told == []


def test_a_slow_disk_is_no_slow_client(running):
    def slowly(endpoints):
        (one,) = endpoints
        verify = one.verify
        one.verify = lambda delivery: time.sleep(1) or verify(delivery)

    receiver = running(change=slowly, crowd={"read_seconds": 0.3})
    assert receiver.post("/mail", mailgun()) == 200
    assert receiver.told == []


def test_pipelined_requests_are_each_answered(running):
    receiver = running()
    bodies = [mailgun(number) for number in range(3)]
    requests = b"".join(head(len(body)) + body for body in bodies[:2])
    last = head(len(bodies[2]), more="Connection: close\r\n") + bodies[2]
    assert raw(receiver.port, requests + last).count(b"HTTP/1.1 200") == 3
    assert sorted(receiver.kept("mail")) == sorted(bodies)


def test_a_connection_that_breaks_off_leaves_nothing(running):
    receiver = running()
    body = mailgun()
    with slow(receiver.port, head(len(body)) + body[:-1]):
        pass
    wait_for(lambda: receiver.told, "the line")
    assert receiver.told == ["mail: the connection ended before the request did: no answer"]
    assert receiver.kept("mail") == []


def test_the_end_of_the_receiver_is_no_traceback_for_an_unfinished_request(running, caplog):
    receiver = running()
    with slow(receiver.port, head(1000) + b"{"):
        wait_for(lambda: receiver.server.server_state.tasks, "the request")
        receiver.server.should_exit = receiver.server.force_exit = True
        receiver.thread.join()
    assert receiver.told == ["mail: the receiver ended before the request did: 503"]
    assert [record for record in caplog.records if record.exc_info] == []


def test_only_the_named_proxies_may_connect(running):
    receiver = running(proxies=["192.0.2.0/24", "2001:db8::1"])
    assert raw(receiver.port, head(0)) == b""
    assert receiver.told == ["receive: a connection from outside [receiver] proxies: closed"]
    again = running(MAILGUN.replace('"mail"', '"two"'), proxies=["192.0.2.0/24", "127.0.0.0/8"])
    assert again.post("/mail", mailgun()) == 200
