"""Which inquiries need an answer now?"""

import streamlit as st

from dashboard import arrivals, breakdowns, filters, inquiries, look, measures, sections
from dashboard.measures import FIRST_REPLY, REPLY

ICON = "inbox"

build = look.page(__doc__)
chosen = filters.choose()
look.beware(build, chosen)
tab = inquiries.choose_tab()


@st.fragment(run_every=60)
def now() -> None:
    inquiries.head(chosen)
    inquiries.queue(chosen, tab)


now()

until = measures.newest_complete_week(chosen)
if until is not None:
    with sections.two():
        sections.by_week("Do first replies come in time?", chosen,
                         measures.in_week(chosen, FIRST_REPLY, until), "first replies", until)
        sections.by_week("Do all replies come in time?", chosen,
                         measures.in_week(chosen, REPLY, until), "replies", until)
        sections.ribbon("How long do customers wait for a reply?", chosen, REPLY, "a reply",
                        until, by_day=False)
        breakdowns.verdicts("What became of the inquiries?",
                          "Also those that are not counted, so that no breach hides there.",
                          chosen, REPLY, until)  # fmt: skip

arrivals.by_hour(chosen)
