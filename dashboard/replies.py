"""How first and later replies went, side by side, and how each team answers."""

from datetime import date

from dashboard import behind, columns_inquiries, look, read, tables
from dashboard.filters import Chosen
from dashboard.sections import LONGER, NOTHING
from sql import wording

WEEKLY = "metrics.replies_weekly"


def first_and_later(question: str, chosen: Chosen, until: date) -> None:
    """The share in time, and how long half and nine of ten customers wait."""
    rows = read.table(WEEKLY, shop=chosen.shop, week_start_day=until, order="reply")
    said = f"Week of {wording.week(until)}; those still waiting have no time to show yet."
    with look.section(question, said):
        if rows.empty:
            look.empty(NOTHING, LONGER)
            return
        tables.show(rows, columns_inquiries.REPLIES, chosen, key="replies", name=question,
                    height="content")  # fmt: skip
        behind.counted("replies", WEEKLY)


def by_team(question: str, chosen: Chosen, until: date) -> None:
    """Teams of five and more, never single persons."""
    rows = read.table("metrics.replies_by_team_weekly", shop=chosen.shop, week_start_day=until,
                      order="team")  # fmt: skip
    said = f"Week of {wording.week(until)}. Small teams stand together, never single persons."
    with look.section(question, said):
        if rows.empty:
            look.empty("No answer was seen in this week.",
                       "Teams are told in the settings, by their addresses.")  # fmt: skip
            return
        tables.show(rows, columns_inquiries.TEAMS, chosen, key="teams", name=question,
                    height="content")  # fmt: skip
