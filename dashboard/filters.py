"""What a page shows, chosen by the reader and kept in the address of the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import streamlit as st

from dashboard import read
from sql import wording

EVERY = "all"  # rows over all shops, and over all channels, stand under it
WEEKS = (4, 13, 26, 52)
USUAL_WEEKS = 13


@dataclass(frozen=True)
class Chosen:
    """The filters of a page, as the reader set them."""

    shop: str = EVERY
    weeks: int = USUAL_WEEKS
    channel: str = EVERY

    @property
    def zone(self) -> str:
        """The shop's zone; for all shops the one they share, else UTC."""
        shops = read.settings().shops
        zones = {shop.zone for name, shop in shops.items() if self.shop in (name, EVERY)}
        return zones.pop() if len(zones) == 1 else "UTC"

    @property
    def slice(self) -> dict[str, Any]:
        """Which rows of metrics by dimension these filters mean."""
        dimension = EVERY if self.channel == EVERY else "channel"
        return {"shop": self.shop, "dimension": dimension, "dimension_value": self.channel}

    @property
    def only_shop(self) -> dict[str, Any]:
        """For tables that carry no `all`: of every shop, nothing is left out."""
        return {} if self.shop == EVERY else {"shop": self.shop}

    @property
    def of_facts(self) -> dict[str, Any]:
        """Which rows of facts these filters mean."""
        channel = {} if self.channel == EVERY else {"channel": self.channel}
        return self.only_shop | channel

    def first_day(self, newest: date) -> date:
        """The Monday on which the period that ends with the week of `newest` begins."""
        return newest - timedelta(weeks=self.weeks - 1)

    def in_words(self) -> dict[str, str]:
        """For exports: what the rows were narrowed to."""
        return {"shop": self.shop, "weeks": str(self.weeks), "channel": self.channel}


def choose(*, weeks: bool = True, channel: bool = False) -> Chosen:
    """The row of filters; each is in the URL under its own name. Ends with the data's time."""
    with row():
        shop = pick_shop()
        chosen_channel = _channel(shop) if channel else EVERY
        span = _weeks() if weeks else USUAL_WEEKS
        chosen = Chosen(shop, span, chosen_channel)
        data_time(chosen)
    return chosen


def row():
    """Filters beside each other; below each other where there is less room."""
    return st.container(horizontal=True, vertical_alignment="center", gap="small")


def data_time(chosen: Chosen) -> None:
    """Up to when the numbers speak, and by which clock."""
    build = read.build()
    until = build.data_until_at if build else None
    said = "No data was read yet"
    if until is not None:
        old = wording.ago(until, datetime.now(UTC).replace(tzinfo=None))
        said = f"Data up to {wording.moment(until, chosen.zone)} · {old}"
    st.caption(said, width="stretch", text_alignment="right")


def shop_names() -> dict[str, str]:
    return {EVERY: "All shops"} | {k: shop.name for k, shop in read.settings().shops.items()}


def pick_shop() -> str:
    names = shop_names()
    if len(names) == 2:
        return list(names)[1]
    _recall("shop", names, EVERY)
    chosen = st.selectbox(
        "Shop", list(names), format_func=lambda one: names[one], key="shop", width=210,
        bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    return _keep("shop", chosen)


def _recall(key: str, names: Mapping[Any, str], usual: Any) -> None:
    """What was chosen on the page before: Streamlit drops it, and its address, with the page."""
    kept = st.session_state.get(f"kept_{key}", usual)
    is_new_page = st.session_state.get("is_new_page", False)
    if is_new_page and kept in names and kept != usual and key not in st.query_params:
        st.session_state[key] = kept
        st.query_params[key] = names[kept]


def _keep(key: str, value: Any) -> Any:
    st.session_state[f"kept_{key}"] = value
    return value


def _channel(shop: str) -> str:
    rows = read.table("metrics.rates_weekly", shop=shop, dimension="channel")
    found = sorted(rows["dimension_value"].dropna().unique()) if len(rows) else []
    return st.selectbox(
        "Sales channel", [EVERY, *found], key="channel", bind="query-params", width=210,
        label_visibility="collapsed",
        format_func=lambda one: "All channels" if one == EVERY else one,
    )  # fmt: skip


def _weeks() -> int:
    names = {weeks: f"{weeks} weeks" for weeks in WEEKS}
    _recall("weeks", names, USUAL_WEEKS)
    chosen = st.segmented_control(
        "Period", WEEKS, default=USUAL_WEEKS, required=True, key="weeks", bind="query-params",
        format_func=lambda weeks: names[weeks], label_visibility="collapsed",
    )  # fmt: skip
    return _keep("weeks", chosen or USUAL_WEEKS)
