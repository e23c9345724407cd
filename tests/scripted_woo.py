"""A WooCommerce shop in memory behind a real HTTP server: it filters, sorts, pages and fails.

It has a clock of its own. Orders of one second come in another order each time they are sorted by
time, as from a database that is not told how to break ties.
"""

import base64
import json
import random
import re
import threading
from collections import deque
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

KEY, SECRET = "ck_reader", "cs_open_sesame"
SITE_AHEAD = timedelta(hours=1)  # the shop's local time
PAGE = "<!DOCTYPE html><html><body>We will be back soon</body></html>"
_BASE = "/wp-json/wc/v3/orders"


class Woo:
    """`faults`: what the next requests get instead of an answer; `meanwhile` runs before each."""

    def __init__(self, now: datetime, seed: int = 0):
        self.now = now
        self.orders: dict[int, dict[str, Any]] = {}
        self.refunds: dict[int, list[dict[str, Any]]] = {}
        self.faults: deque[str] = deque()
        self.meanwhile: Callable[[], None] = lambda: None
        self.asked: list[dict[str, str]] = []
        self.slow_over = 100  # larger pages time out at its proxy
        self.knows_modified = True
        self.hidden: set[int] = set()  # counted, but not shown
        self.token = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        self.random = random.Random(seed)
        self._next_id, self._lock = 100, threading.RLock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # a client that hangs up is no matter
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    # What happens in the shop.

    def place(self, **more: Any) -> int:
        self._next_id += self.random.choice((1, 1, 2, 5))  # products and pages have ids too
        number = self._next_id
        self.orders[number] = {
            "id": number, "number": f"W-{number}", "status": "processing", "currency": "EUR",
            "created_via": "checkout", "total": "59.80", "payment_method": "stripe",
            "date_created": _iso(self.now + SITE_AHEAD), "date_created_gmt": _iso(self.now),
            "date_paid_gmt": _iso(self.now), "date_completed_gmt": None, "transaction_id": "t",
            "billing": {
                "first_name": "Kim", "last_name": "Berg", "address_1": "Weg 1", "city": "Dresden",
                "postcode": "01099", "country": "DE", "email": "Kim@customer.example",
                "phone": "0351 1234",
            },
            "shipping": {"address_1": ""},
            "shipping_lines": [{"method_id": "flat_rate", "method_title": "Parcel"}],
            "line_items": [self._line(), self._line()], "refunds": [], "meta_data": [],
        } | more  # fmt: skip
        self.touch(number)
        return number

    def _line(self) -> dict[str, Any]:
        self._next_id += 1
        return {"id": self._next_id, "name": "Tent", "sku": "00123", "quantity": 1, "price": 29.9}

    def touch(self, number: int) -> None:
        self.orders[number]["date_modified_gmt"] = _iso(self.now)
        self.orders[number]["date_modified"] = _iso(self.now + SITE_AHEAD)

    def change(self, number: int, **values: Any) -> None:
        self.orders[number].update(values)
        self.touch(number)

    def add_line(self, number: int) -> None:
        self.orders[number]["line_items"].append(self._line())
        self.touch(number)

    def drop_line(self, number: int) -> None:
        self.orders[number]["line_items"][:1] = []
        self.touch(number)

    def refund(self, number: int, amount: str = "10.00") -> None:
        made = {"id": len(self.refunds.get(number, [])) + 1, "reason": "", "total": f"-{amount}"}
        self.orders[number]["refunds"].append(made)
        self.refunds.setdefault(number, []).append(
            {"id": made["id"], "amount": amount, "date_created_gmt": _iso(self.now)}
        )
        self.touch(number)

    def track(self, number: int, parcels: list[str], quietly: bool = False) -> None:
        """Some plugins write parcels past the order: its time of change stays."""
        items = [
            {"tracking_id": f"{number}-{code}", "tracking_provider": "", "tracking_number": code,
             "custom_tracking_provider": "DHL", "date_shipped": "1795651200",
             "custom_tracking_link": "https://track.example/?n=%1$s"}
            for code in parcels
        ]  # fmt: skip
        self.orders[number]["meta_data"] = [{"key": "_wc_shipment_tracking_items", "value": items}]
        if not quietly:
            self.touch(number)

    def trash(self, number: int) -> None:
        self.change(number, status="trash", was=self.orders[number]["status"])

    def restore(self, number: int) -> None:
        self.change(number, status=self.orders[number].pop("was"))

    def delete(self, number: int) -> None:
        del self.orders[number]

    # What it answers.

    def answer(self, path: str, question: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        with self._lock:
            self.meanwhile()
            self.asked.append(question)
            if refunds := re.fullmatch(rf"{_BASE}/(\d+)/refunds", path):
                number = int(refunds[1])
                found = self.refunds.get(number, []) if number in self.orders else None
                return (200, found, {}) if found is not None else (404, {"code": "no_such"}, {})
            if path != _BASE:
                return 404, {"code": "rest_no_route"}, {}
            size = int(question.get("per_page", 10))
            if size > self.slow_over:
                return 504, PAGE, {}
            if not 1 <= size <= 100:
                return 400, {"code": "rest_invalid_param"}, {}
            found = self._sorted(self._found(question), question)
            start = int(question.get("offset") or (int(question.get("page", 1)) - 1) * size)
            shown = [one for one in found[start : start + size] if one["id"] not in self.hidden]
            fields = question.get("_fields", "").split(",")
            kept = [{key: value for key, value in one.items() if fields == [""] or key in fields}
                    for one in deepcopy(shown)]  # fmt: skip
            counts = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(-(-len(found) // size))}
            return 200, kept, counts

    def _found(self, question: dict[str, str]) -> list[dict[str, Any]]:
        wanted = question.get("status", "any")
        suffix = "_gmt" if question.get("dates_are_gmt") == "true" else ""
        bounds = [("after", "date_created", 1)]
        if self.knows_modified:
            bounds += [("modified_after", "date_modified", 1),
                       ("modified_before", "date_modified", -1)]  # fmt: skip
        else:
            suffix = ""
        return [
            one for one in self.orders.values()
            if (one["status"] != "trash" if wanted == "any" else one["status"] == wanted)
            and all(_compare(one[key + suffix], question[name]) == sign
                    for name, key, sign in bounds if question.get(name))
        ]  # fmt: skip

    def _sorted(self, found: list, question: dict[str, str]) -> list[dict[str, Any]]:
        key = {"id": "id", "date": "date_created", "modified": "date_modified"}[
            question.get("orderby", "date")]  # fmt: skip
        self.random.shuffle(found)
        return sorted(found, key=lambda one: one[key], reverse=question.get("order") != "asc")

    def _handler(self):
        shop = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                parts = urlsplit(self.path)
                fault = shop.faults.popleft() if shop.faults else ""
                if fault == "gone":
                    self.close_connection = True
                    return
                if fault in ("500", "502"):
                    self._send(int(fault), PAGE, {})
                elif fault == "page":
                    self._send(200, PAGE, {})
                elif fault == "429":
                    self._send(429, {"code": "too_many"}, {"Retry-After": "7"})
                elif fault.startswith("30"):
                    self._send(int(fault), "", {"Location": "https://elsewhere.example/"})
                elif fault in ("401", "403") or (
                    self.headers.get("Authorization") != f"Basic {shop.token}"
                ):
                    self._send(int(fault or 401), {"code": "woocommerce_rest_cannot_view"}, {})
                else:
                    status, said, headers = shop.answer(parts.path, dict(parse_qsl(parts.query)))
                    self._send(status, said, headers, is_cut=fault == "cut")

            def _send(self, status: int, said: Any, headers: dict[str, str], is_cut=False):
                text = said if isinstance(said, str) else json.dumps(said)
                body = text.encode()
                self.send_response_only(status)
                self.send_header("Date", shop.now.strftime("%a, %d %b %Y %H:%M:%S GMT"))
                self.send_header("Content-Length", str(len(body)))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body[: len(body) // 2] if is_cut else body)
                if is_cut:
                    self.close_connection = True

            def log_message(self, *_):
                pass

        return Handler


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _compare(one: str, other: str) -> int:
    return (one > other) - (one < other)
