"""What do we know about our customers' mails?"""

import streamlit as st

from dashboard import cards, filters, look, measures, read, sentences, start
from dashboard.measures import MEASURES
from sql import wording

ICON = "home"

build = look.page(__doc__)
chosen = filters.choose(weeks=False)
look.beware(build, chosen)
measured = read.table("metrics.measured", order="measure", **chosen.only_shop)
look.answer(sentences.measured(measured))

with st.grid(3, min_column_width=320, gap="small"):
    start.column("Measured", "measured", "check_circle", "green", measured)
    start.column("Measured in part", "partly", "contrast", "blue", measured)
    start.column("Not measurable yet", "not_measurable", "radio_button_unchecked", "gray", measured)

until = measures.newest_complete_week(chosen)
if until is not None:
    st.subheader("How are we doing?", anchor=False)
    st.caption(f"Week of {wording.week(until)}, the newest one that was read in full.")
    with cards.row(6):
        for one in MEASURES:
            cards.promise(measures.in_week(chosen, one, until))
        cards.overdue(read.table("metrics.queue", shop=chosen.shop))
    st.page_link("views/02_this_week.py", label="See the week", icon=":material/arrow_forward:")

start.sources(chosen)
