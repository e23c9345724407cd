"""Where do customers miss their tracking?"""

import streamlit as st

from dashboard import breakdowns, cards, filters, look, measures, sections
from dashboard.measures import SHIPPING_MAIL, TRACKING

ICON = "local_shipping"

build = look.page(__doc__)
chosen = filters.choose()
look.beware(build, chosen)
until = measures.newest_complete_week(chosen)
if until is None:
    look.empty("No week is complete yet.", "The first one shows once all of its mails were read.")
    st.stop()

tracking = measures.in_week(chosen, TRACKING, until)
mail = measures.in_week(chosen, SHIPPING_MAIL, until)
with cards.row(5):
    cards.promise(tracking)
    cards.promise(mail)
    cards.latency(chosen, "shipping_mail", until)
    cards.uncounted(tracking)
with sections.two():
    breakdowns.ladder("How far do shipping mails come?", chosen, tracking, until)
    breakdowns.losses("Which carrier's parcels lose it?", chosen, until, TRACKING)
    sections.by_week("Does everyone get tracking?", chosen, tracking, "shipments with tracking",
                     until)
    sections.ribbon("How long after the parcel does the mail come?", chosen, "shipping_mail",
                    "the shipping mail", until)
breakdowns.by_dimension("How does each carrier do?", chosen, TRACKING, "carrier", until)
