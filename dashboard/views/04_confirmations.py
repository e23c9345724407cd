"""How long do customers wait for the order confirmation?"""

import streamlit as st

from dashboard import breakdowns, cards, cases, filters, look, measures, sections, witnesses
from dashboard.measures import CONFIRMED, NOTICES

ICON = "mark_email_read"

build = look.page(__doc__)
chosen = filters.choose(channel=True)
look.beware(build, chosen)
until = measures.newest_complete_week(chosen)
if until is None:
    look.no_week()
    st.stop()

week = measures.in_week(chosen, CONFIRMED, until)
with cards.row(4):
    cards.promise(week)
    cards.latency(chosen, CONFIRMED, until)
    cards.uncounted(week)
with sections.two():
    sections.ribbon("How long does it take, day by day?", chosen, CONFIRMED,
                    "the confirmation", until)
    sections.by_week("Is the promise kept?", chosen, week, "orders confirmed in time", until)
    sections.quantiles("How long until everyone has it?", chosen, CONFIRMED, until)
    breakdowns.verdicts("What became of every order?",
                      "Counted, not yet known and not counted, so that they add up to all.",
                      chosen, CONFIRMED, until)  # fmt: skip
with sections.two():
    witnesses.agree("Do the shop's flag, our copy and the mail log agree?", chosen, until)
    witnesses.delivered("Did the order mails arrive?", chosen, until)
breakdowns.by_dimension("Does every channel keep the promise?", chosen, CONFIRMED, "channel", until)
notices = measures.in_week(chosen, NOTICES, until)
cases.untold("Do customers hear of payments, changes and goods to be fetched?", chosen, notices,
             until)  # fmt: skip
