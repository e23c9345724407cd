"""Shopify's Admin API for a shop in memory: a real HTTP server that speaks its documented answers.

It answers what a query asks for and no more: filters by the query string, sorts, pages, counts
points in a leaky bucket on the shop's own clock, throttles, and breaks where a test tells it to.
"""

import base64
import json
import re
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from graphql_text import Field, GraphQLError, parse
from shopify_shop import Order, Shop, gid, record

TOKEN = "shpat_invented"
VERSION = "2026-10"
MONEY_BAG = {"presentmentMoney": "MoneyV2", "shopMoney": "MoneyV2"}
# Type -> field -> type; [X] is a list, X* a connection, "" a value. As documented for 2026-10.
TYPES: dict[str, dict[str, str]] = {
    "Query": {"orders": "Order*", "order": "Order", "nodes": "[Node]", "node": "Node",
              "ordersCount": "Count", "currentAppInstallation": "AppInstallation"},
    "AppInstallation": {"accessScopes": "[AccessScope]"}, "AccessScope": {"handle": ""},
    "Count": {"count": "", "precision": ""}, "Node": {"id": ""}, "MoneyBag": MONEY_BAG,
    "MoneyV2": {"amount": "", "currencyCode": ""}, "ShippingLine": {"title": "", "code": ""},
    "MailingAddress": dict.fromkeys(
        ("name", "address1", "address2", "city", "zip", "countryCodeV2", "phone"), ""),
    "Attribute": {"key": "", "value": ""}, "ChannelInformation": {"channelDefinition": "Channel"},
    "Channel": {"channelName": "", "handle": ""},
    "Order": dict.fromkeys(
        ("id", "name", "createdAt", "processedAt", "updatedAt", "cancelledAt", "closedAt",
         "cancelReason", "edited", "test", "email", "phone", "customerLocale", "sourceName",
         "currencyCode", "presentmentCurrencyCode", "requiresShipping", "displayFinancialStatus",
         "displayFulfillmentStatus", "paymentGatewayNames", "tags"), "") | {
        "channelInformation": "ChannelInformation", "customAttributes": "[Attribute]",
        "originalTotalPriceSet": "MoneyBag", "totalPriceSet": "MoneyBag",
        "totalRefundedSet": "MoneyBag", "shippingAddress": "MailingAddress",
        "billingAddress": "MailingAddress", "shippingLine": "ShippingLine",
        "lineItems": "LineItem*", "fulfillments": "[Fulfillment]", "refunds": "[Refund]",
        "transactions": "[OrderTransaction]", "agreements": "SalesAgreement*",
        "fulfillmentOrders": "FulfillmentOrder*"},
    "LineItem": dict.fromkeys(("id", "sku", "title", "variantTitle", "quantity",
                               "currentQuantity", "requiresShipping"), "") | {
        "originalUnitPriceSet": "MoneyBag"},
    "Fulfillment": dict.fromkeys(
        ("id", "createdAt", "updatedAt", "status", "displayStatus", "estimatedDeliveryAt",
         "inTransitAt", "deliveredAt", "requiresShipping"), "") | {
        "trackingInfo": "[FulfillmentTrackingInfo]",
        "fulfillmentLineItems": "FulfillmentLineItem*", "events": "FulfillmentEvent*"},
    "FulfillmentTrackingInfo": {"company": "", "number": "", "url": ""},
    "FulfillmentLineItem": {"id": "", "quantity": "", "lineItem": "LineItem"},
    "FulfillmentEvent": {"status": "", "happenedAt": ""},
    "Refund": {"id": "", "createdAt": "", "totalRefundedSet": "MoneyBag"},
    "OrderTransaction": {"kind": "", "status": "", "processedAt": "", "amountSet": "MoneyBag"},
    "SalesAgreement": {"id": "", "happenedAt": "", "__typename": ""},
    "FulfillmentOrder": {"status": "", "createdAt": "", "fulfillAt": "", "fulfillBy": "",
                         "assignedLocation": "AssignedLocation", "deliveryMethod": "Method"},
    "AssignedLocation": {"name": ""}, "Method": {"methodType": "", "maxDeliveryDateTime": ""},
}  # fmt: skip
SCOPES = ("read_orders", "read_all_orders", "read_merchant_managed_fulfillment_orders")
FILTER = re.compile(r"(updated_at|id):(>=|>)'?([^' ]+)'?")


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address) -> None:
        """A client that hangs up is no matter."""


class ScriptedShopify:
    """`before` is called ahead of each answer: there the shop may change, or a fault be named.

    A fault is cut, busy (500), gateway (502), limited (429), internal (an error in a 200), or a
    status. The bucket holds `bucket` points and gets back `rate` each second; no query may ask
    for more than `most`. By the index every third order is found `lag` seconds late.
    """

    def __init__(self, shop: Shop, bucket: float = 1000, rate: float = 100, most: float = 1000,
                 scopes: tuple[str, ...] = SCOPES, lag: float = 0):  # fmt: skip
        self.lag = lag
        self.shop, self.bucket, self.rate, self.most = shop, bucket, rate, most
        self.scopes, self.left, self.filled_at = scopes, bucket, shop.now
        self.before: Callable[[str], str | int | None] = lambda operation: None
        self.asked: Counter[str] = Counter()
        self.outcomes: Counter[str] = Counter()
        self.slept: list[float] = []
        self.version, self.token, self.app = VERSION, TOKEN, ("client-1", "app-secret")
        self.lock = threading.Lock()
        self.server = Server(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def sleep(self, seconds: float) -> None:
        """Whoever waits for this server lets its clock go on."""
        self.slept.append(seconds)
        self.shop.go_on(seconds)

    def _handler(self):
        shopify = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                with shopify.lock:
                    status, said, fault = shopify.answer(self.path, self.headers, body)
                text = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("X-Shopify-API-Version", shopify.version)
                if fault == "limited":
                    self.send_header("Retry-After", "2.0")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text[: len(text) // 2] if fault == "cut" else text)
                self.wfile.flush()
                self.close_connection = fault == "cut"

            def log_message(self, *_):
                pass

        return Handler

    def answer(self, path: str, headers: Any, body: bytes) -> tuple[int, Any, Any]:
        if path == "/admin/oauth/access_token":
            return *self._grant(parse_qs(body.decode())), None
        if path != f"/admin/api/{VERSION}/graphql.json":
            return 404, {"errors": "Not Found"}, None
        if headers.get("X-Shopify-Access-Token") != self.token:
            return 401, {"errors": "[API] Invalid API key or access token"}, None
        asked = json.loads(body)
        operation = asked["query"].split("(")[0].split("{")[0].split()[1]
        self.asked[operation] += 1
        fault = self.before(operation)
        statuses = {"busy": 500, "gateway": 502, "limited": 429}
        if isinstance(fault, int) or fault in statuses:
            self.outcomes[str(fault)] += 1
            return statuses.get(fault, fault), {"errors": "no"}, fault
        if fault == "internal":
            self.outcomes["internal"] += 1
            return 200, _error("INTERNAL_SERVER_ERROR"), None
        said = self._executed(asked["query"], asked.get("variables") or {})
        self.outcomes["cut" if fault == "cut" else "answered"] += 1
        return 200, said, fault

    def _grant(self, form: dict[str, list[str]]) -> tuple[int, Any]:
        given = {name: values[0] for name, values in form.items()}
        wanted = {"grant_type": "client_credentials", "client_id": self.app[0],
                  "client_secret": self.app[1]}  # fmt: skip
        if given != wanted:
            return 400, {"error": "invalid_request"}
        return 200, {"access_token": self.token, "scope": "read_orders", "expires_in": 86399}

    def _executed(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        try:
            _, fields = parse(query, variables)
            asked = sum(cost(one, "Query") for one in fields)
        except GraphQLError as error:
            return _error(error.code)
        if asked > self.most:
            self.outcomes["too costly"] += 1
            return _error("MAX_COST_EXCEEDED", cost=asked, maxCost=self.most)
        self._refill()
        if asked > self.left:
            self.outcomes["throttled"] += 1
            return _error("THROTTLED") | self._cost(asked, None)
        try:
            data = {one.name: self._root(one) for one in fields}
        except GraphQLError as error:
            return _error(error.code, path=error.path)
        actual = 1 + _objects(data)
        self.left -= min(actual, asked)
        return {"data": data} | self._cost(asked, actual)

    def _refill(self) -> None:
        passed = (self.shop.now - self.filled_at).total_seconds()
        self.left = min(self.bucket, self.left + passed * self.rate)
        self.filled_at = self.shop.now

    def _cost(self, asked: float, actual: float | None) -> dict[str, Any]:
        status = {"maximumAvailable": self.bucket, "currentlyAvailable": self.left,
                  "restoreRate": self.rate}  # fmt: skip
        return {"extensions": {"cost": {"requestedQueryCost": asked, "actualQueryCost": actual,
                                        "throttleStatus": status}}}  # fmt: skip

    def _root(self, one: Field) -> Any:
        given = one.arguments
        match one.name:
            case "currentAppInstallation":
                found: Any = {"accessScopes": [{"handle": scope} for scope in self.scopes]}
            case "ordersCount":
                found = {"count": len(self._visible()), "precision": "EXACT"}
            case "orders":
                return self._orders(one)
            case "order" | "node":
                found = self._by_id(given["id"])
            case _:
                return [self._shown(self._by_id(each), one, "Node") for each in given["ids"]]
        return self._shown(found, one, TYPES["Query"][one.name].strip("[]*"))

    def _visible(self) -> list[Order]:
        """Without read_all_orders only the last 60 days."""
        if "read_all_orders" in self.scopes:
            return list(self.shop.orders.values())
        oldest = self.shop.now - timedelta(days=60)
        return [one for one in self.shop.orders.values() if one.placed_at >= oldest]

    def _orders(self, one: Field) -> Any:
        kept = [order for order in self._visible() if _fits(order, one.arguments.get("query"))]
        if self.lag:
            indexed = self.shop.now - timedelta(seconds=self.lag)
            kept = [order for order in kept if order.number % 3 or order.updated_at <= indexed]
        by = {"UPDATED_AT": lambda order: (order.updated_at, order.number),
              "ID": lambda order: (order.number,)}[one.arguments["sortKey"]]  # fmt: skip
        kept.sort(key=by, reverse=bool(one.arguments.get("reverse")))
        # A cursor holds the sorted value and id, as Shopify's do: it does not count places.
        keys = [[str(part) for part in by(order)] for order in kept]
        if after := one.arguments.get("after"):
            key = json.loads(base64.b64decode(after))
            at = datetime.fromisoformat(key[0]), int(key[1])
            kept = [order for order in kept if (order.updated_at, order.number) > at]
            keys = [[str(part) for part in by(order)] for order in kept]
        first = one.arguments["first"]
        page = [record(order) for order in kept[:first]]
        end = base64.b64encode(json.dumps(keys[len(page) - 1]).encode()).decode() if page else None
        return self._connection(page, len(kept) > first, end, one, "Order")

    def _by_id(self, wanted: str) -> Any:
        for order in self._visible():
            if gid("Order", order.number) == wanted:
                return record(order)
            for parcel in record(order)["fulfillments"] if "Fulfillment" in wanted else ():
                if parcel["id"] == wanted:
                    return parcel
        return None

    def _shown(self, value: Any, asked: Field, kind: str) -> Any:
        """What is asked for of a record, and nothing else."""
        if value is None:
            return None
        if isinstance(value, list):
            return [self._shown(each, asked, kind) for each in value]
        shown = {}
        for one in asked.fields:
            own = one.on or kind
            if one.on and one.on != value.get("__typename"):
                continue
            inner = TYPES[own][one.name]
            if one.name == "fulfillmentOrders" and not any(
                    "_fulfillment_orders" in scope for scope in self.scopes):  # fmt: skip
                raise GraphQLError("ACCESS_DENIED", "denied", ("nodes", 0, one.name))
            if inner.endswith("*"):
                start, first = int(one.arguments.get("after") or 0), one.arguments["first"]
                page, has_more = value[one.name][start : start + first], start + first < len(
                    value[one.name])
                shown[one.name] = self._connection(
                    page, has_more, str(start + len(page)), one, inner[:-1])
            elif inner:
                held = value[one.name]
                if isinstance(held, list) and "first" in one.arguments:
                    held = held[: one.arguments["first"]]
                shown[one.name] = self._shown(held, one, inner.strip("[]"))
            else:
                shown[one.name] = value[one.name]
        return shown

    def _connection(self, page: list, has_more: bool, end: Any, asked: Field, kind: str) -> Any:
        parts = {one.name: one for one in asked.fields}
        shown: dict[str, Any] = {}
        if "nodes" in parts:
            shown["nodes"] = self._shown(page, parts["nodes"], kind)
        if "pageInfo" in parts:
            shown["pageInfo"] = {"hasNextPage": has_more, "endCursor": end}
        return shown


def cost(one: Field, on: str) -> int:
    """Points: a value 0, an object 1, a list or connection its size times one of it."""
    kind = TYPES.get(one.on or on, {}).get(one.name)
    if kind is None:
        raise GraphQLError("undefinedField", f"{one.on or on}.{one.name}")
    if not kind:
        return 0
    inner, fields = kind.strip("[]*"), one.fields
    if kind.endswith("*"):
        if not 0 < one.arguments.get("first", 0) <= 250:
            raise GraphQLError("argumentLiteralsIncompatible", "first")
        fields = next((part.fields for part in fields if part.name == "nodes"), [])
    each = 1 + sum(cost(part, inner) for part in fields)
    times = one.arguments.get("first", len(one.arguments.get("ids", ())) or 1)
    return times * each + (2 if kind.endswith("*") else 0)


def _objects(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(_objects, value.values()))
    return sum(map(_objects, value)) if isinstance(value, list) else 0


def _fits(order: Order, query: str | None) -> bool:
    for name, sign, text in FILTER.findall(query or ""):
        if name == "id":
            held, bound = order.number, int(text)
        else:
            held = order.updated_at
            bound = datetime.fromisoformat(text).replace(tzinfo=None)
        if not (held >= bound if sign == ">=" else held > bound):
            return False
    assert not query or FILTER.fullmatch(query), f"no query that Shopify understands: {query}"
    return True


def _error(code: str, path: tuple = (), **more: Any) -> dict[str, Any]:
    said = {"message": code.title(), "extensions": {"code": code} | more}
    return {"errors": [said | ({"path": list(path)} if path else {})]}
