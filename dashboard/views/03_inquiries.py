"""Which inquiries need an answer now?"""

import streamlit as st

from dashboard import (
    arrivals,
    breakdowns,
    escalations,
    filters,
    inquiries,
    look,
    measures,
    not_counted,
    replies,
    sections,
)
from dashboard.measures import FIRST_REPLY, LATER_REPLY, REPLY

ICON = "inbox"

build = look.page(__doc__)
chosen = filters.choose()
look.beware(build, chosen)
tab = inquiries.choose_tab()


@st.fragment(run_every=60)
def now() -> None:
    inquiries.head(chosen)
    inquiries.queue(chosen, tab)
    escalations.still_open("What is escalated and still open?", chosen)


now()

until = measures.newest_complete_week(chosen)
if until is not None:
    with sections.two():
        sections.by_week("Do first replies come in time?", chosen,
                         measures.in_week(chosen, FIRST_REPLY, until), "first replies", until)
        sections.by_week("Do later replies come in time?", chosen,
                         measures.in_week(chosen, LATER_REPLY, until), "later replies", until)
    replies.first_and_later("How long do customers wait for a first and a later reply?", chosen,
                            until)  # fmt: skip
    with sections.two():
        sections.ribbon("How long do customers wait for a reply?", chosen, REPLY, "a reply",
                        until, by_day=False)
        breakdowns.verdicts("What became of the inquiries?",
                          "Also those that are not counted, so that no breach hides there.",
                          chosen, REPLY, until)  # fmt: skip
        escalations.by_week("Is escalated what had to be?", chosen, until)
        replies.by_team("How does each team answer?", chosen, until)
arrivals.by_hour(chosen)
not_counted.section("What came in and is no inquiry?", chosen, until)
