"""Where do customers miss their tracking?"""

import streamlit as st

from dashboard import breakdowns, cards, cases, filters, look, measures, sections, witnesses
from dashboard.measures import PROMISE, SHIPPING_MAIL, TRACKING

ICON = "local_shipping"

build = look.page(__doc__)
chosen = filters.choose()
look.beware(build, chosen)
until = measures.newest_complete_week(chosen)
if until is None:
    look.no_week()
    st.stop()

tracking = measures.in_week(chosen, TRACKING, until)
mail = measures.in_week(chosen, SHIPPING_MAIL, until)
promise = measures.in_week(chosen, PROMISE, until)
with cards.row(6):
    cards.promise(tracking)
    cards.promise(mail)
    cards.promise(promise)
    cards.latency(chosen, SHIPPING_MAIL, until)
    cards.uncounted(tracking)
with sections.two():
    breakdowns.ladder("How far do shipping mails come?", chosen, tracking, until)
    breakdowns.losses("Which carrier's parcels lose it?", chosen, until, TRACKING)
    sections.by_week("Does everyone get tracking?", chosen, tracking, "shipments with tracking",
                     until)
    sections.ribbon("How long after the parcel does the mail come?", chosen, SHIPPING_MAIL,
                    "the shipping mail", until)
    sections.by_week("Are promises to ship and to deliver kept?", chosen, promise,
                     "first promises", until)
    breakdowns.by_dimension("Whose promises are kept?", chosen, PROMISE, "carrier", until)
breakdowns.by_dimension("How does each carrier do?", chosen, TRACKING, "carrier", until)
cases.broken_promises("Which promises were broken?", chosen, until)
witnesses.split("Is every parcel of an order announced?", chosen, until)
witnesses.too_early("Do mails come in their turn?", chosen, until)
