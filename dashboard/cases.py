"""Sections that list the cases themselves, each with the way to its order."""

from datetime import date

from dashboard import behind, columns, look, read, sentences, tables
from dashboard.filters import Chosen
from dashboard.measures import NOTICES, PROMISE, Measure, Week
from dashboard.read import Frame
from dashboard.sections import LONGER, NOTHING
from sql import wording

UNTOLD = ("late", "missing", "bounced")


def broken_promises(question: str, chosen: Chosen, until: date) -> None:
    """The first promises of these weeks that were not kept, the newest first."""
    rows = _rows(PROMISE, chosen, until, is_first=True, verdict="broken")
    said = f"{wording.plural(len(rows), 'promise')} of these weeks not kept."
    late = int(rows["happened_at"].isna().sum()) if len(rows) else 0
    said += f" For {wording.count(late)}, what was promised has not happened yet." if late else ""
    with look.section(question, said):
        if rows.empty:
            look.empty("No broken promise to show.", "Promises are read from records and mails.")
            return
        _listed(rows, PROMISE, chosen, question)


def untold(question: str, chosen: Chosen, week: Week, until: date) -> None:
    """Payments, changes and goods to be fetched of which customers did not hear in time."""
    rows = _rows(NOTICES, chosen, until, verdict=UNTOLD)
    with look.section(question, sentences.share(week, "such moments told in time")):
        if rows.empty and week.row is None:
            look.empty(NOTHING, LONGER)
        elif rows.empty:
            look.empty("All of these weeks were told in time.", "Nothing to do.")
        else:
            _listed(rows, NOTICES, chosen, question)
        behind.rows(NOTICES, chosen, chosen.first_day(until), until, part="untold")


def _rows(measure: Measure, chosen: Chosen, until: date, **where: read.Value) -> Frame:
    return read.table(
        measure.facts, weeks=(measure.started, chosen.first_day(until), until),
        order=f"-{measure.started}", **where, **chosen.of_facts,
    )  # fmt: skip


def _listed(rows: Frame, measure: Measure, chosen: Chosen, name: str) -> None:
    shown = columns.OF_FACTS[measure.facts]
    picked = tables.show(rows, shown, chosen, key=f"cases_{measure.name}", name=name, select=True)
    if picked is not None:
        behind.order_link(rows.iloc[picked])
