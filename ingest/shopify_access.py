"""The way into a shop at Shopify: a token, and what it lets us see."""

from collections.abc import Collection
from datetime import datetime, timedelta

import requests

from ingest.shop_api import TIMEOUT_SECONDS, ShopApi
from ingest.shopify_graph import Graph
from ingest.shopify_options import ShopifyOptions
from sql.secrets import Secret, secret
from sql.trouble import Trouble

SEEN_BY_ALL = timedelta(days=60)  # older orders need read_all_orders
_SCOPES = "query Scopes { currentAppInstallation { accessScopes { handle } } }"
_PARCEL_SCOPES = {
    "read_assigned_fulfillment_orders", "read_merchant_managed_fulfillment_orders",
    "read_third_party_fulfillment_orders",
}  # fmt: skip


def graph_of(options: ShopifyOptions, name: str) -> Graph:
    """The shop's graph with a token; Trouble where there is none."""
    place = f"[sources.{name}] {options.address}"
    address = options.address.rstrip("/")
    headers = {"X-Shopify-Access-Token": _token(options, name, place).reveal()}
    return Graph(ShopApi(place, f"{address}/admin/api/{options.version}", headers), place)


def scopes_of(graph: Graph) -> list[str]:
    """What the token may read; Trouble where it may read no orders."""
    found = graph.ask(_SCOPES).get("currentAppInstallation") or {}
    scopes = sorted(one["handle"] for one in found.get("accessScopes") or [])
    if "read_orders" not in scopes:
        raise Trouble(f"{graph.place} lets the token read no orders; give the app read_orders")
    return scopes


def sees_deliveries(scopes: Collection[str]) -> bool:
    """Pick-up and promised dates stand in fulfilment orders, under scopes of their own."""
    return bool(_PARCEL_SCOPES & set(scopes))


def sees_from(scopes: Collection[str], first_at: datetime) -> datetime | None:
    """Before when the token shows no orders, if it was first used then."""
    return None if "read_all_orders" in scopes else first_at - SEEN_BY_ALL


def _token(options: ShopifyOptions, name: str, place: str) -> Secret:
    if options.token is not None:
        return secret(options.token, f"[sources.{name}] token")
    app_secret = secret(options.client_secret or "", f"[sources.{name}] client_secret")
    form = {"grant_type": "client_credentials", "client_id": options.client_id,
            "client_secret": app_secret.reveal()}  # fmt: skip
    url = options.address.rstrip("/") + "/admin/oauth/access_token"
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.post(url, data=form, timeout=TIMEOUT_SECONDS, allow_redirects=False)
            token = answer.json().get("access_token") if answer.status_code == 200 else None
    except (requests.RequestException, ValueError, AttributeError) as error:
        # The error's own text may hold the address with what was sent.
        raise Trouble(f"{place} gives no token ({type(error).__name__}); try again later") from None
    if not isinstance(token, str) or not token:
        raise Trouble(f"{place} gives no token ({answer.status_code}); are client_id and"
                      " client_secret right, and is the app installed in this shop?")  # fmt: skip
    return Secret(token)
