"""What the settings say of a shop at Shopify that is asked over its Admin API."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from ingest.shopify_words import ShopifyWords
from ingest.web_address import WebAddress
from sql.settings import Duration, SecretRef


class ShopifyOptions(ShopifyWords):
    """The shop's own address at Shopify, and how we may ask it."""

    counted: ClassVar[str] = "order"
    tells_now: ClassVar[bool] = True
    roles: ClassVar[Mapping[str, str]] = {
        "": "orders", "items": "items", "shipments": "shipments"}  # fmt: skip

    address: WebAddress  # https://NAME.myshopify.com
    token: SecretRef | None = None  # of an app made in the shop's own settings
    client_id: str | None = None  # of an app made in the Dev Dashboard, with its secret
    client_secret: SecretRef | None = None
    # Shopify brings out a version each quarter and keeps it for a year.
    version: Annotated[str, Field(pattern=r"^20\d\d-(01|04|07|10)$")] = "2026-10"
    order_id: Literal["name", "id"] = "name"  # what customers read: #1001, or the long number
    page: Annotated[int, Field(ge=1, le=250)] = 20  # orders asked for at once
    overlap: Duration = timedelta(minutes=10)  # read again: the search index may lag behind
    reconcile_every: Duration = timedelta(days=1)  # all orders there against those held

    @model_validator(mode="after")
    def _can_log_in(self) -> "ShopifyOptions":
        has_app = self.client_id is not None and self.client_secret is not None
        if (self.token is not None) == has_app:
            raise ValueError("needs either token, or client_id and client_secret")
        return self

    @property
    def not_about_facts(self) -> tuple[str, ...]:
        return (*super().not_about_facts, "token", "client_id", "client_secret", "page", "overlap",
                "reconcile_every")  # fmt: skip
