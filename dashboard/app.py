"""The entry script: the navigation, and the page that was asked for."""

from pathlib import Path

import streamlit as st

from dashboard.navigation import pages

HERE = Path(__file__).parent

st.set_page_config(page_title="Trackrecord", page_icon=str(HERE / "icon.png"), layout="wide")
page = st.navigation(pages(), position="top")
st.session_state["is_new_page"] = st.session_state.get("page") != page.url_path
st.session_state["page"] = page.url_path
page.run()
