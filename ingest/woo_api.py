"""WooCommerce's orders over its REST API (version 3): pages of them, and the refunds of one."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

from ingest.shop_api import NoAnswer, Refusal, ShopApi
from ingest.woo_rest_options import RestOptions
from sql.secrets import secret
from sql.trouble import Trouble

SMALLEST_PAGE = 2  # pages overlap by one order
_IMPATIENT = 2  # tries before fewer orders are asked for
_PATHS = "wp-json/wc/v3"
_sleep = time.sleep


class Page(NamedTuple):
    """Orders as the shop wrote them, and how many there are in all."""

    orders: list[dict[str, Any]]
    total: int | None
    answered_at: datetime | None  # by the shop's clock


class WooApi:
    """One shop. Where it is too slow for a page, it is asked for half of it from then on."""

    def __init__(self, options: RestOptions, name: str, per_page: int | None = None):
        self.place = f"[sources.{name}] {options.url}"
        self.per_page = min(per_page or options.per_page, options.per_page)
        where = f"[sources.{name}]"
        key = secret(options.consumer_key, f"{where} consumer_key")
        word = secret(options.consumer_secret, f"{where} consumer_secret")
        self._api = ShopApi(
            self.place, f"{options.url.rstrip('/')}/{_PATHS}", {"Accept": "application/json"},
            auth=(key.reveal(), word.reveal()), sleep=_sleep,
        )  # fmt: skip
        self._patience = self._api.tries

    def page(self, parameters: Mapping[str, Any], offset: int) -> tuple[Page, int]:
        """The orders from `offset` on, and for how many it asked."""
        is_patient = False
        while True:
            size = self.per_page
            is_patient |= size <= SMALLEST_PAGE
            self._api.tries = self._patience if is_patient else _IMPATIENT
            asked = {**parameters, "per_page": size, "offset": offset}
            try:
                return self._page(asked), size
            except NoAnswer as trouble:
                if is_patient:
                    raise
                if trouble.is_slow:
                    self.per_page = max(size // 2, SMALLEST_PAGE)
                is_patient = not trouble.is_slow  # who asks for time gets it, and all of the page

    def _page(self, parameters: Mapping[str, Any]) -> Page:
        answer = self._get("orders", parameters)
        orders = answer.value
        if not (isinstance(orders, list) and all(isinstance(one, dict) for one in orders)):
            raise Trouble(f"{self.place} answers no list of orders; is it WooCommerce's REST API?")
        total = answer.headers.get("X-WP-Total", "")
        return Page(
            orders, int(total) if total.isdecimal() else None, _at(answer.headers.get("Date"))
        )

    def refunds(self, order: Mapping[str, Any]) -> list[dict[str, Any]] | None:
        """All refunds of an order with their times; None where the order is gone by now."""
        try:
            found = self._get(f"orders/{order['id']}/refunds", {"per_page": 100}).value
        except Refusal as refusal:
            if refusal.status == 404:
                return None
            raise
        return found if isinstance(found, list) else None

    def _get(self, path: str, parameters: Mapping[str, Any]) -> Any:
        try:
            return self._api.get(path, parameters)
        except Refusal as refusal:
            raise Refusal(f"{self.place} {_way_out(refusal.status)}", refusal.status) from refusal


def _way_out(status: int) -> str:
    match status:
        case 401:
            return ("refuses the key (401); are consumer_key and consumer_secret still valid, and"
                    " does the web server hand on the Authorization header?")  # fmt: skip
        case 403:
            return ("forbids the key to read orders (403); give the key read access and its user"
                    " the role of a shop manager, or let its firewall admit us")  # fmt: skip
        case 404:
            return ("has no REST API there (404); url is the shop's own address, and its permalinks"
                    " must not be plain")  # fmt: skip
        case 400:
            return "does not understand the question (400); WooCommerce 5.8 or newer is needed"
        case _ if 300 <= status < 400:
            return f"points elsewhere ({status}); write the address that it points to as url"
    return f"refuses ({status}); is its REST API switched off by a plugin?"


def _at(date: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(date or "").astimezone(UTC).replace(tzinfo=None)
    except ValueError:
        return None
