"""What do we know about our customers' mails?"""

import streamlit as st

from dashboard import cards, filters, look, measures, read, start
from dashboard.measures import MEASURES
from sql import wording

ICON = "home"

build = look.page(__doc__)
chosen = filters.choose(weeks=False)
look.beware(build, chosen)

until = measures.newest_complete_week(chosen)
if until is not None:
    st.caption(f"Week of {wording.week(until)}, the newest one that was read in full.")
    with cards.row(6):
        for one in MEASURES:
            cards.promise(measures.in_week(chosen, one, until), links=True)
        cards.overdue(read.table("metrics.queue", shop=chosen.shop))

start.questions(chosen)
start.connect_next(chosen)
start.sources(chosen)
