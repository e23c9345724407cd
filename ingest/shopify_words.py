"""What both of Shopify's readings are told: how its words are to be read as ours."""

import hashlib
import json
from collections.abc import Mapping

from pydantic import field_validator, model_validator

from sql.settings import SourceOptions

_FULFILMENTS = ("ship", "pickup", "digital")


class ShopifyWords(SourceOptions):
    """Shopify's own words, as they stand in its records, and ours for them."""

    payment_methods: Mapping[str, str] = {}  # "Bank Deposit" = "prepayment"
    channels: Mapping[str, str] = {}  # its name for a channel -> amazon, b2b, phone ...
    fulfilment: Mapping[str, str] = {}  # a way of shipping -> ship, pickup or digital

    @field_validator("fulfilment")
    @classmethod
    def _are_fulfilments(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        if wrong := set(value.values()) - set(_FULFILMENTS):
            raise ValueError(f'"{min(wrong)}" is none of {", ".join(_FULFILMENTS)}')
        return value

    @model_validator(mode="after")
    def _says_whose(self) -> "ShopifyWords":
        if self.shop is None:
            raise ValueError("say whose orders these are: shop")
        return self

    @property
    def fingerprint(self) -> str:
        """Read in another way the same records give other facts: then they are read again."""
        told = self.model_dump(mode="json", exclude=set(self.not_about_facts))
        text = json.dumps(told, sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    @property
    def not_about_facts(self) -> tuple[str, ...]:
        """Keys that say where and when to read, not how."""
        return ("live_from", "quiet_after", "complete_until", "staff", "addresses")

    def channel_of(self, word: str | None) -> str | None:
        return _ours(self.channels, word, lower=True)

    def payment_of(self, word: str | None) -> str | None:
        return _ours(self.payment_methods, word)

    def fulfilment_of(self, way_of_shipping: str | None) -> str | None:
        ours = {theirs.casefold(): word for theirs, word in self.fulfilment.items()}
        return ours.get((way_of_shipping or "").strip().casefold())


def order_number(name: str | None) -> str | None:
    """The number as customers read it in mails: the name, without the # before it."""
    return (name or "").strip().removeprefix("#").strip() or None


def _ours(words: Mapping[str, str], word: str | None, lower: bool = False) -> str | None:
    """The word of ours, else theirs."""
    if not word or not word.strip():
        return None
    ours = {theirs.casefold(): one for theirs, one in words.items()}
    own = word.strip().lower() if lower else word.strip()
    return ours.get(word.strip().casefold(), own)
