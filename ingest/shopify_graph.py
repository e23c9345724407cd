"""Asking Shopify's Admin API in GraphQL, within the points that it grants each second.

A query costs points. The answer says how many are left and how fast they come back; what asks for
more than are there is refused as THROTTLED, with the status 200.
"""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.shop_api import ShopApi
from sql.trouble import Trouble

TRIES = 8
_PASSING = {"INTERNAL_SERVER_ERROR", "TIMEOUT", "SERVICE_UNAVAILABLE"}
_STANDS = "what was read stands, the next run goes on from there"


class TooCostly(Exception):
    """No bucket holds this query; `share` of it would fit, None where the shop does not say."""

    def __init__(self, share: float | None):
        super().__init__("the query costs more than the shop allows")
        self.share = share


@dataclass
class Graph:
    """One shop's graph; `place` names the source and the address in errors."""

    api: ShopApi
    place: str
    served: str | None = None  # the version that answered
    _costs: dict[Hashable, float] = field(default_factory=dict)
    _left: float = math.inf
    _rate: float = 0.0

    def ask(self, text: str, size: int = 1, /, **variables: Any) -> dict[str, Any]:
        """The answer's data. `size` is how many records it is for: so much it costs.

        Trouble where it is refused or fails again and again; TooCostly where it never can fit.
        """
        fact = "gave no answer"
        for attempt in range(TRIES):
            self._wait_for(self._costs.get((text, size), 0.0))
            answer = self.api.post("graphql.json", {"query": text, "variables": variables})
            self.served = answer.headers.get("X-Shopify-API-Version", self.served)
            told = answer.value if isinstance(answer.value, dict) else {}
            cost = _part(_part(told, "extensions"), "cost")
            self._note(cost, (text, size))
            errors = told.get("errors")
            if not errors and isinstance(told.get("data"), dict):
                return told["data"]
            codes = _codes(errors)
            if "MAX_COST_EXCEEDED" in codes:
                raise TooCostly(_share_allowed(errors))
            if "THROTTLED" in codes:
                self._never_fits(cost)
                fact = "keeps throttling us"
                if not cost:
                    self.api.sleep(2.0**attempt)
            elif codes & _PASSING or not errors:
                fact = f"answers {min(codes, default='without data')}"
                self.api.sleep(2.0**attempt)
            else:
                raise self._refusal(errors, codes)
        raise Trouble(f"{self.place} {fact}; {_STANDS}")

    def _wait_for(self, points: float) -> None:
        """Until so many points are there again, and no longer."""
        if points > self._left and self._rate > 0:
            seconds = math.ceil((points - self._left) / self._rate * 1000) / 1000
            self.api.sleep(seconds)
            self._left += seconds * self._rate

    def _note(self, cost: Mapping[str, Any], asked: Hashable) -> None:
        status = _part(cost, "throttleStatus")
        if status:
            self._left = float(status.get("currentlyAvailable", math.inf))
            self._rate = float(status.get("restoreRate", 0.0))
        if requested := cost.get("requestedQueryCost"):
            self._costs[asked] = float(requested)

    def _never_fits(self, cost: Mapping[str, Any]) -> None:
        most = _part(cost, "throttleStatus").get("maximumAvailable")
        asked = cost.get("requestedQueryCost")
        if most and asked and asked > most:
            raise TooCostly(most / asked)

    def _refusal(self, errors: Any, codes: set[str]) -> Trouble:
        """Of the error only its code and the field: its words are not ours to repeat."""
        at = _field_in(errors)
        if "ACCESS_DENIED" in codes:
            return Trouble(f"{self.place} denies {at or 'a field'}; give the app the scope"
                           " read_orders and access to protected customer data")  # fmt: skip
        what = min(codes, default="an error")
        return Trouble(f"{self.place} answers {what}{f' at {at}' if at else ''}; is `version` one"
                       " that Shopify still serves?")  # fmt: skip


def _part(value: Any, name: str) -> Mapping[str, Any]:
    part = value.get(name) if isinstance(value, Mapping) else None
    return part if isinstance(part, Mapping) else {}


def _each(errors: Any) -> list[Mapping[str, Any]]:
    return [one for one in errors if isinstance(one, Mapping)] if isinstance(errors, list) else []


def _codes(errors: Any) -> set[str]:
    return {str(code) for one in _each(errors) if (code := _part(one, "extensions").get("code"))}


def _share_allowed(errors: Any) -> float | None:
    for one in _each(errors):
        said = _part(one, "extensions")
        if said.get("maxCost") and said.get("cost"):
            return float(said["maxCost"]) / float(said["cost"])
    return None


def _field_in(errors: Any) -> str:
    """Names of fields alone: numbers in a path count records."""
    for one in _each(errors):
        if isinstance(one.get("path"), list):
            return ".".join(part for part in one["path"] if isinstance(part, str))
    return ""
