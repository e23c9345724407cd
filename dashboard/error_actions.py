"""What can be decided about an error: buttons and forms, what was decided, and taking it back."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import error_decisions, look, read
from dashboard.filters import Chosen
from dashboard.read import Row
from sql import wording, wording_errors
from sql.desk import Decision
from sql.wording_signs import visible

REFUSED = "error_refused"
USUAL_MUTE = timedelta(days=14)


def decide(row: Row, chosen: Chosen) -> None:
    """Every way to go on with this error, and all that was decided about it so far."""
    with look.section("What do we do about it?", _owned(row)):
        with st.container(horizontal=True, gap="small"):
            _ways(row, chosen)
        if refused := st.session_state.pop(REFUSED, ""):
            with look.warning("Not written"):
                st.text(refused)
        _history(row, chosen)


def _owned(row: Row) -> str:
    due = f", due {wording.day(row['due_day'])}" if row["due_day"] else ""
    return f"Owner: {row['owner'] or 'nobody yet'}{due}."


def _ways(row: Row, chosen: Chosen) -> None:
    key = str(row["fingerprint"])
    st.button("Acknowledge", key="acknowledge", icon=":material/visibility:",
              disabled=row["state"] == "acknowledged",
              on_click=error_decisions.decide(key, "acknowledged"))  # fmt: skip
    with st.popover("Being fixed", icon=":material/build:"), st.form("form_being_fixed"):
        st.text_input("Who mends it?", value=row["owner"] or "", key="fix_owner", max_chars=80)
        st.date_input("Until when?", value=None, key="fix_due")
        _sent("It is being fixed", key, "being_fixed", chosen)
    with st.popover("Fixed", icon=":material/task_alt:"), st.form("form_fixed"):
        turns = read.table("facts.template_turns", shop=row["shop"], template=row["template"],
                           order="-turn")  # fmt: skip
        st.selectbox("With which version?", list(turns["version"]) if len(turns) else [],
                     index=None, key="fix_version", placeholder="not by a new version")  # fmt: skip
        st.datetime_input("Or since when?", value=None, key="fix_at", step=300)
        st.caption(f"Neither: since now. Time in {chosen.zone}")
        _sent("It is fixed", key, "fixed", chosen)
    with st.popover("Accept", icon=":material/handshake:"), st.form("form_accepted"):
        st.text_input("Why may it stay?", key="accept_why", max_chars=200)
        _sent("Accept it", key, "accepted", chosen)
    with st.popover("Mute", icon=":material/notifications_off:"), st.form("form_muted"):
        st.text_input("Why?", key="mute_why", max_chars=200)
        st.date_input("Until which day?", value=_today(chosen) + USUAL_MUTE, key="mute_until")
        _sent("Mute it", key, "muted", chosen)
    with st.popover("Not an error", icon=":material/block:"), st.form("form_not_an_error"):
        st.text_input("Why is the rule wrong here?", key="no_error_why", max_chars=200)
        _sent("It is no error", key, "not_an_error", chosen)


def _sent(label: str, key: str, state: str, chosen: Chosen) -> None:
    st.form_submit_button(label, type="primary", key=f"decide_{state}",
                          on_click=_written(key, state, chosen))  # fmt: skip


def _today(chosen: Chosen):
    return datetime.now(ZoneInfo(chosen.zone)).date()


def _written(key: str, state: str, chosen: Chosen) -> Callable[[], None]:
    """For a form: what stands in it when it is sent; what says too little is told, not written."""

    def written() -> None:
        form = st.session_state
        reason = str(form.get(REASONS[state]) or "") if state in REASONS else ""
        until = form.get("mute_until") if state == "muted" else None
        if refused := error_decisions.fault(state, reason, until):
            form[REFUSED] = refused
            return
        is_fixed, is_taken = state == "fixed", state == "being_fixed"
        at = form.get("fix_at") if is_fixed else None
        error_decisions.decide(
            key, state, reason, until_day=until,
            owner=str(form.get("fix_owner") or "") if is_taken else "",
            due_day=form.get("fix_due") if is_taken else None,
            fixed_version=str(form.get("fix_version") or "") if is_fixed else "",
            fixed_at=_in_utc(at, chosen.zone) if at else None,
        )()  # fmt: skip

    return written


REASONS = {"accepted": "accept_why", "muted": "mute_why", "not_an_error": "no_error_why"}


def _in_utc(at: datetime, zone: str) -> datetime:
    return at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)


def _history(row: Row, chosen: Chosen) -> None:
    """Who decided what, when and why, the newest first; each can be taken back."""
    made = error_decisions.history(str(row["fingerprint"]))
    if not made:
        st.caption("Nobody decided anything about it yet.")
    for decision in reversed(made):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            payload = json.loads(decision.payload)
            st.badge(wording_errors.state(payload["state"]), color="blue")
            st.text(_told(decision, payload, chosen), width="stretch")
            st.button("Undo", key=f"undo_error_{decision.decision_id}",
                      on_click=error_decisions.undo(decision))  # fmt: skip


def _told(decision: Decision, payload: dict, chosen: Chosen) -> str:
    parts = [
        decision.made_by, wording.moment(decision.made_at, chosen.zone),
        f"owner {payload['owner']}" if payload.get("owner") else "",
        f"due {payload['due_day']}" if payload.get("due_day") else "",
        f"until {payload['until_day']}" if payload.get("until_day") else "",
        f"with version {payload['fixed_version']}" if payload.get("fixed_version") else "",
        f"since {payload['fixed_at']} UTC" if payload.get("fixed_at") else "",
        decision.reason or "",
    ]  # fmt: skip
    return visible(" · ".join(part for part in parts if part))
