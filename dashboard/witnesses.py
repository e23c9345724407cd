"""Who saw the order mails: the shop's flag, our copy and the mail log; and what became of them."""

from datetime import date

from dashboard import bars, behind, breakdowns, charts, columns, look, read, tables
from dashboard.filters import Chosen
from dashboard.palette import palette
from dashboard.read import Frame
from dashboard.sections import LONGER, NOTHING
from sql import wording
from sql.wording_tracking import WITNESSES

ARRIVED = ("accepted", "delivered", "complained")
WHEN = "found_at"
ALIKE = {"all_three": "agree", "not_comparable": "unseen"}
PARTS = {"apart": "they differ", "agree": "all three agree", "unseen": "cannot be compared"}


def agree(question: str, chosen: Chosen, until: date) -> None:
    """In how many orders the three witnesses of a confirmation agree, and who stands alone."""
    rows = read.table("metrics.confirmation_witnesses_weekly", week_start_day=until,
                      order="-orders", **chosen.only_shop)  # fmt: skip
    with look.section(question, _agreed(rows)):
        if rows.empty:
            look.empty(NOTHING, LONGER)
            return
        rows = rows.assign(
            said=[WITNESSES.get(one, one) for one in rows["combination"]],
            part=[ALIKE.get(one, "apart") for one in rows["combination"]],
        )
        colours = palette()
        chart = bars.stacked(
            breakdowns.barred(rows, "said", chosen), colours, part="part", value="orders",
            parts=PARTS, fills=(colours.orange, colours.blue, colours.grey),
        )  # fmt: skip
        charts.draw(chart, "witnesses", question)
        behind.counted("witnesses", "metrics.confirmation_witnesses_weekly",
                       "facts.confirmation_witnesses")  # fmt: skip


def _agreed(rows: Frame) -> str:
    if rows.empty:
        return "No order of this week to compare."
    known = rows[rows["combination"] != "not_comparable"]
    if known.empty:
        return "Flag, copy and log cannot all be seen, so they cannot be compared."
    agreed = known[known["combination"] == "all_three"]["orders"].sum()
    orders = wording.plural(known["orders"].sum(), "order")
    return f"In {wording.count(agreed)} of {orders} that can be compared all three agree."


def delivered(question: str, chosen: Chosen, until: date) -> None:
    """What became of each kind of order mail on its way."""
    rows = read.table("metrics.delivery_states_weekly", week_start_day=until, order="-mails",
                      **chosen.only_shop)  # fmt: skip
    with look.section(question, _arrived(rows)):
        if rows.empty:
            look.empty(NOTHING, LONGER)
            return
        tables.show(rows, columns.DELIVERY_STATES, chosen, key="delivery_states",
                    name=question)  # fmt: skip


def _arrived(rows: Frame) -> str:
    if rows.empty:
        return "No order mail of this week was seen."
    known = rows[rows["state"] != "unknown"]
    if known.empty:
        return "No mail log is connected: whether they arrived is not known."
    lost = known[~known["state"].isin(ARRIVED)]["mails"].sum()
    mails = wording.plural(known["mails"].sum(), "mail")
    return f"{wording.count(lost)} of {mails} did not arrive."


def split(question: str, chosen: Chosen, until: date) -> None:
    """Orders that left in several parcels, and those of which one parcel was never announced."""
    rows = read.table(
        "metrics.split_shipments_weekly", order="week_start_day",
        since={"week_start_day": chosen.first_day(until)}, **chosen.only_shop,
    )  # fmt: skip
    told = _of_rules(("SPLIT_SHIPMENT_GAP",), chosen, until)
    several = rows["orders_with_parcels"].sum() if len(rows) else 0
    announced = rows["all_announced"].sum() if len(rows) else 0
    said = (f"{wording.plural(several, 'order')} of these weeks left in several parcels; "
            f"of {wording.count(announced)} every parcel was announced.")  # fmt: skip
    with look.section(question, said):
        _list(told, "split", question, chosen, "No order with a parcel that was not announced.")


def too_early(question: str, chosen: Chosen, until: date) -> None:
    """Shipping mails that came before the parcel left, or before the confirmation."""
    told = _of_rules(("SHIP_TOO_EARLY", "WRONG_SEQUENCE", "SENT_AFTER_CANCEL"), chosen, until)
    said = f"{wording.plural(len(told), 'mail')} of these weeks came out of turn."
    with look.section(question, said):
        _list(told, "too_early", question, chosen, "Every mail came in its turn.")


def _of_rules(rules: tuple[str, ...], chosen: Chosen, until: date) -> Frame:
    return read.table("cases.findings", rule=rules, order=f"-{WHEN}",
                      weeks=(WHEN, chosen.first_day(until), until), **chosen.only_shop)  # fmt: skip


def _list(rows: Frame, key: str, name: str, chosen: Chosen, nothing: str) -> None:
    if rows.empty:
        look.empty(nothing, "Nothing to do.")
        return
    picked = tables.show(rows, columns.FINDINGS, chosen, key=key, name=name, select=True)
    if picked is not None:
        behind.order_link(rows.iloc[picked])
