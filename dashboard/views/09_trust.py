"""Can I rely on these numbers?"""

import streamlit as st

from dashboard import filters, look, refused, trust

ICON = "verified_user"

build = look.page(__doc__)
chosen = filters.choose(weeks=False)
look.beware(build, chosen)

parts = {
    "Sources": trust.sources,
    "Clocks": trust.clocks,
    "Runs": trust.runs,
    "Nothing vanishes": trust.sums,
    "Refused items": refused.quarantine,
    "Definitions": trust.definitions,
    "Builds": trust.builds,
    "Who did what": trust.audit,
}
tabs = st.tabs(list(parts), key="part", bind="query-params")
for tab, part in zip(tabs, parts.values(), strict=True):
    if tab.open:
        with tab:
            part(chosen)
