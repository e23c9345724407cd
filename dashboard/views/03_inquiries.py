"""Which inquiries need an answer now?"""

import streamlit as st

from dashboard import bars, charts, filters, inquiries, look, measures, read, sections
from dashboard import sentences as said
from dashboard.measures import FIRST_REPLY, REPLY
from dashboard.palette import palette

ICON = "inbox"

build = look.page(__doc__)
chosen = filters.choose()
look.under_title(build, chosen)
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
        sections.ribbon("How long do customers wait for a reply?", chosen, "reply", "a reply",
                        until)
        sections.verdicts("What became of the inquiries?",
                          "Also those that are not counted, so that no breach hides there.",
                          chosen, "waits", until)  # fmt: skip

arrivals = read.table("metrics.arrivals", shop=chosen.shop)
with look.section("When do inquiries come that wait too long?", said.arrivals(arrivals)):
    if arrivals.empty:
        look.empty("No inquiry was read yet.", "Connect the mailbox that customers write to.")
    else:
        charts.draw(bars.hours(arrivals, palette(), "late", "answered too late"), "arrivals",
                    "Inquiries answered too late by weekday and hour of arrival")
