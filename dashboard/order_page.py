"""The parts of the Order page: search, the order's facts, its timeline, what is wrong."""

import streamlit as st

from dashboard import (
    behind,
    cards,
    columns,
    columns_inquiries,
    filters,
    look,
    order_talk,
    read,
    tables,
)
from dashboard.event import Event
from dashboard.filters import Chosen
from dashboard.read import Row
from sql import wording
from sql.wording_signs import visible


def search() -> tuple[str, str]:
    """The number asked for, and the shop if one is chosen; both are in the URL."""
    with filters.row():
        number = st.text_input(
            "Order number", key="order", bind="query-params", width=260, max_chars=80,
            placeholder="Order number", icon=":material/search:", label_visibility="collapsed",
        )  # fmt: skip
        shop = filters.pick_shop()
        filters.data_time(Chosen(shop=shop))
    return number.strip(), shop


def pick(shops: list[str]) -> str:
    """Several shops can have this number: the reader says which one is meant."""
    if len(shops) == 1:
        return shops[0]
    names = {key: read.settings().shops[key].name for key in shops}
    look.answer(f"{wording.plural(len(shops), 'shop')} have an order with this number.")
    picked = st.segmented_control(
        "Which shop's?", shops, default=shops[0], required=True, format_func=lambda key: names[key],
        key="which", label_visibility="collapsed",
    )  # fmt: skip
    return picked or shops[0]


def facts(row: Row, chosen: Chosen) -> None:
    """The verdicts on this order, in words."""
    of_order = {"shop": row["shop"], "order_id": row["order_id"]}
    confirmed = read.table("facts.order_confirmations", **of_order)
    shipped = read.table("facts.shipping_notices", **of_order)
    waits = read.table("facts.waits", **of_order)
    with cards.row(4):
        placed_at = row["placed_at"]
        cards.plain("Placed", tables.local_day(placed_at, chosen.zone),
                    wording.clock(placed_at, chosen.zone))  # fmt: skip
        cards.words("Order confirmation", confirmed, "verdict", "confirmation")
        cards.words("Shipping mail", shipped, "verdict", "shipping_mail")
        cards.words("Inquiries", waits, "outcome", "")


def timeline(events: list[Event], chosen: Chosen) -> None:
    """One line per event, with the time since the one before."""
    before = None
    for event in events:
        gap = wording.age(before, event.at) if before is not None else ""
        before = event.at
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(wording.moment(event.at, chosen.zone), width=200)
            st.caption(f"{gap} later" if gap else "", width=110)
            with st.container(width=220):
                st.badge(event.what, icon=f":material/{event.icon}:", color=event.colour)
            with st.container(width="stretch"):
                st.text(visible(event.detail))


def talks(row: Row, chosen: Chosen) -> None:
    """Every wait of this order, of all its conversations: about what, how long, how ended."""
    waits = order_talk.table({"shop": row["shop"], "order_id": row["order_id"]})
    several = waits["talk"].nunique() if len(waits) else 0
    said = f"{wording.plural(len(waits), 'inquiry', 'inquiries')} in " \
        f"{wording.plural(several, 'conversation')}." if len(waits) else "Nobody asked about it."
    with look.section("Who waited for an answer, and how long?", said):
        if len(waits):
            tables.show(waits, columns_inquiries.TALKS, chosen, key="talks",
                        name="Inquiries about an order", height="content")  # fmt: skip


def findings(row: Row, chosen: Chosen) -> None:
    """Which rules this order broke, and who can mend it."""
    rows = read.table(
        "cases.findings", shop=row["shop"], order_id=row["order_id"], order="found_at"
    )
    said = f"{wording.plural(len(rows), 'finding')}." if len(rows) else "Nothing was found."
    with look.section("Is anything wrong with it?", said):
        if len(rows):
            at = tables.show(rows, columns.FINDINGS, chosen, key="findings", name="Findings",
                             select=True, height="content")  # fmt: skip
            if at is None:
                st.caption("Select one to see how often it comes back.")
            else:
                behind.error_link(rows.iloc[at])
