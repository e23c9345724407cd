"""The parts of the Trust page: where numbers come from, and what could be wrong with them."""

import pandas as pd
import streamlit as st

from dashboard import behind, columns, look, measures, read, tables, trust_columns
from dashboard.filters import Chosen
from sql import wording
from sql.wording_signs import visible

ENTRIES = 200


def sources(chosen: Chosen) -> None:
    rows = read.table("metrics.sources", order="source", **chosen.only_shop)
    places = rows.drop_duplicates("path") if len(rows) else rows  # several shops may share one
    gaps = places[places["notes"].notna()] if len(places) else places
    old = int(places["is_stale"].sum()) if len(places) else 0
    answer = wording.plural(len(places), "place is read; ", "places are read; ")
    answer += f"{wording.plural(old, 'has', 'have')} nothing new." if old else "none is old."
    if len(gaps):
        answer += f" Of {wording.count(len(gaps))} something may be missing."
    with look.section("How old is the data, and how far does it reach?", answer):
        if rows.empty:
            look.empty("Nothing is connected.", "Add a [sources.NAME] table to the settings.")
            return
        for row in gaps.itertuples():
            st.text(f"{row.path}: {visible(row.notes)}")
        tables.show(rows, trust_columns.SOURCES, chosen, key="sources", name="Sources")


def clocks(chosen: Chosen) -> None:
    rows = read.table("facts.clock_offsets", order="-behind_seconds", **chosen.only_shop)
    behind = rows[rows["behind_seconds"] > 0] if len(rows) else rows
    answer = "As far as can be proved, yes."
    if len(behind):
        most = wording.duration(behind["behind_seconds"].max())
        answer = f"No: by up to {most}. Nothing is called late for less than that."
    with look.section("Do the clocks of the sources agree?", answer):
        if rows.empty:
            look.empty("No two sources saw the same mail yet.", "One more source may tell.")
            return
        tables.show(rows, trust_columns.CLOCKS, chosen, key="clocks", name="Clocks")


def runs(chosen: Chosen) -> None:
    rows = read.table("raw.runs", order="-started_at", limit=ENTRIES)
    answer = "Read = new + known + ignored + later + refused, in every line."
    with look.section("What did each reading bring?", answer):
        if rows.empty:
            look.empty("Nothing was read yet.", "Run `trackrecord ingest`.")
            return
        tables.show(rows, trust_columns.RUNS, chosen, key="runs", name="Runs")
    counts = read.table("raw.counts", order="-items", limit=ENTRIES)
    sources = dict(zip(rows["run_id"], rows["source"], strict=True))
    counts = counts.assign(source=[sources.get(run) for run in counts["run_id"]])
    with look.section("Why were items not taken?", "Each has a reason."):
        if counts.empty:
            look.empty("Everything that was read was taken.", "Nothing to do.")
            return
        tables.show(counts, trust_columns.IGNORED, chosen, key="counts", name="Reasons")


def sums(chosen: Chosen) -> None:
    """Counted and not counted add up to all, for each kind of thing."""
    until = measures.newest_complete_week(chosen)
    if until is None:
        look.empty("No week is complete yet.", "The first one shows once its mails were read.")
        return
    said = (
        f"Week of {wording.week(until)}. Every order, shipment, inquiry, change and promise is in "
        "exactly one line; a build in which one is missing is not published."
    )
    with look.section("Does everything add up?", said):
        for measure, title in (
            ("confirmations", "Orders"), ("shipping_notices", "Shipments"), ("waits", "Inquiries"),
            ("order_notices", "Payments, changes, goods to be fetched"), ("promises", "Promises"),
            ("escalations", "Escalations"),
        ):  # fmt: skip
            rows = read.table(
                "metrics.verdicts_weekly", measure=measure, week_start_day=until,
                order="-items", **chosen.only_shop,
            )  # fmt: skip
            st.caption(title)
            tables.show(rows, columns.of_verdicts(measure), chosen, key=f"sums_{measure}",
                        name=title, height="content")  # fmt: skip


def definitions(chosen: Chosen) -> None:
    models = read.table("meta.models", order="model")
    with look.section("How is each number counted?", "The text below made the table."):
        if models.empty:
            look.empty("This build lists no tables.", "Run `trackrecord build` again.")
            return
        model = st.selectbox("Table", list(models["model"]), key="model", bind="query-params")
        if model:
            behind.definition(model)


def builds(chosen: Chosen) -> None:
    rows = pd.DataFrame(read.last_builds(ENTRIES))
    with look.section("How did the last builds go?", "Also those that published nothing."):
        if rows.empty:
            look.empty("No build was written down.", "Run `trackrecord build`.")
            return
        tables.show(rows, trust_columns.BUILDS, chosen, key="builds", name="Builds")


def audit(chosen: Chosen) -> None:
    broken = read.desk().verify()
    rows = pd.DataFrame(read.desk().audit_log(ENTRIES))
    answer = "Each line seals the one before; nothing was changed afterwards."
    if broken is not None:
        answer = f"Line {wording.count(broken)} does not follow from the one before it."
    with look.section("Who did what?", answer):
        if rows.empty:
            look.empty("Nothing was done on these pages yet.", "Exports and decisions show here.")
            return
        tables.show(rows, trust_columns.AUDIT, chosen, key="audit", name="Audit log")
