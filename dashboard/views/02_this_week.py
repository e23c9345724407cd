"""Do our order mails keep their promise?"""

import streamlit as st

from dashboard import (
    breakdowns,
    cards,
    error_weeks,
    filters,
    inquiries,
    look,
    measures,
    sections,
    sentences,
)
from dashboard.measures import CONFIRMED, MEASURES

ICON = "monitoring"

build = look.page(__doc__)
chosen = filters.choose()
look.beware(build, chosen)
until = measures.newest_complete_week(chosen)
if until is None:
    look.no_week()
    st.stop()

week = {one.name: measures.in_week(chosen, one, until) for one in MEASURES}
weeks, queue = list(week.values()), measures.queue(chosen)
said = f"{sentences.verdict(weeks)} {sentences.queue(queue)}"
look.verdict(said, is_good=measures.is_well(weeks, queue))
cards.about(until)
with cards.row(4):
    for one in weeks:
        cards.promise(one, links=True)
    cards.overdue(queue)

with sections.two():
    sections.ribbon(
        "How long do customers wait for a confirmation?", chosen, CONFIRMED,
        "the confirmation", until,
    )  # fmt: skip
    sections.by_week(
        "Do replies come in time?", chosen, week["replied_in_time"], "inquiries answered in time",
        until,
    )  # fmt: skip
    tracking = week["shipped_with_tracking"].measure
    breakdowns.losses("Where do customers miss their tracking?", chosen, until, tracking)
    error_weeks.most("Which errors come back most?", chosen, until)

with look.section("Which inquiries wait longest?", "The whole queue is on Inquiries."):
    inquiries.oldest(chosen)
