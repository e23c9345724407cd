"""What do customers write about?"""

import streamlit as st

from dashboard import complaints, contacts, corrections, filters, look, measures, sections

ICON = "forum"

build = look.page(__doc__)
chosen = filters.choose()
look.beware(build, chosen)
until = measures.newest_complete_week(chosen)
if until is None:
    look.no_week()
    corrections.queue("Which topics should a person look at?", chosen)
    st.stop()

complaints.head(chosen, until, len(corrections.waiting(chosen)))
complaints.topic_table("Which topics come up most?", chosen, until)
with sections.two():
    contacts.rate("How often must customers ask where their order is?", chosen, until)
    contacts.phases("Do they ask before or after the tracking mail?", chosen, until)
corrections.queue("Which topics should a person look at?", chosen)
