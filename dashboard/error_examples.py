"""How an error looks: its newest cases with what was expected and seen, and a person's word."""

import streamlit as st

from dashboard import behind, error_decisions, look, mails, read, tables
from dashboard.filters import Chosen
from dashboard.read import Frame, Row
from sql import wording
from sql.wording_signs import visible


def examples(row: Row, chosen: Chosen) -> None:
    """Up to three of its newest cases: what was expected, what was seen, is it an error?"""
    ids = [str(one) for one in row["example_finding_ids"]]
    cases = read.plain(read.table("cases.findings", finding_id=tuple(ids), order="-happened_at"))
    with look.section("How does it look?", f"The newest {wording.count(len(cases))} of "
                      f"{wording.count(row['findings'])}."):  # fmt: skip
        is_shown = mails.choose("error")
        exact = mails.found(ids) if is_shown else {}
        texts = mails.texts(_keys(cases)) if is_shown else {}
        said = error_decisions.judged()
        for case in cases.to_dict("records"):
            with st.container(border=True, gap="xsmall"):
                _case(case, exact.get(case["finding_id"], {}), chosen)
                if is_shown and case["message_key"]:
                    seen = exact.get(case["finding_id"], {})
                    mails.show(texts.get(case["message_key"]), seen.get("span"),
                               seen.get("observed_value"))  # fmt: skip
                _judge(case, said.get(case["finding_id"]))


def _keys(cases: Frame) -> list[str]:
    return [str(key) for key in cases["message_key"].dropna()] if len(cases) else []


def _case(case: dict, exact: dict, chosen: Chosen) -> None:
    when = tables.local_day(case["happened_at"], chosen.zone)
    order = visible(str(case["order_id"])) if case["order_id"] else "no order known"
    st.text(f"{when} · {visible(str(case['shop']))} · {order}")
    expected = exact.get("expected_value") or case["expected"]
    observed = exact.get("observed_value") or case["observed"]
    st.text(f"Expected: {visible(str(expected or wording.NONE))}")
    st.text(f"Seen: {visible(str(observed or wording.NONE))}")
    if case["evidence"]:
        st.text(f"Judged by: {visible(str(case['evidence']))}")


def _judge(case: dict, said: bool | None) -> None:
    """Whether the rule was right here; what people say decides where the rule may speak."""
    key = str(case["finding_id"])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button("It is an error", key=f"is_error_{key}", icon=":material/check:",
                  disabled=said is True, on_click=error_decisions.judge(key, True))  # fmt: skip
        st.button("Not an error", key=f"no_error_{key}", icon=":material/block:",
                  disabled=said is False, on_click=error_decisions.judge(key, False))  # fmt: skip
        if said is not None:
            st.badge("said to be an error" if said else "said to be none", color="blue")
        if case["order_id"]:
            behind.order_link(case)
