"""What did this customer get?"""

import streamlit as st

from dashboard import look, order, order_page
from dashboard.filters import EVERY, Chosen

ICON = "receipt_long"

build = look.page(__doc__)
number, shop = order_page.search()
look.beware(build, Chosen(shop=shop))
if not number:
    look.empty("Which order?", "Type its number as the customer has it, with or without #.")
    st.stop()

found = order.found(number)
shops = [one for one in found["shop"] if shop in (one, EVERY)] if len(found) else []
if not shops:
    look.empty("No order has this number.", "It may be newer than the data, or of another shop.")
    st.stop()

picked = order_page.pick(shops)
row = found[found["shop"] == picked].iloc[0]
chosen = Chosen(shop=picked)
order_page.facts(row, chosen)
with look.section("What happened, and when?"):
    order_page.timeline(order.timeline(picked, row["order_id"]), chosen)
order_page.talks(row, chosen)
order_page.findings(row, chosen)
