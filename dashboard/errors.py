"""Errors that come back: which there are, as people have decided since the build, and filters."""

from dataclasses import dataclass, fields
from datetime import timedelta

import streamlit as st

from dashboard import error_decisions, filters, read
from dashboard.filters import EVERY, Chosen
from dashboard.read import Frame
from sql import wording, wording_errors
from sql.wording_lists import SEVERITIES

WEEKS = 13
MOST_WEEKS = 100_000  # rows: a week of an error each
OPEN = ("come_back", "new", "acknowledged", "being_fixed")
GROUPS = {
    "open": OPEN, "on_probation": ("on_probation",), "resolved": ("resolved",),
    "put_aside": ("muted", "accepted", "not_an_error"), EVERY: tuple(wording_errors.STATES),
}  # fmt: skip
GROUP_NAMES = {
    "open": "Open", "on_probation": "On probation", "resolved": "Resolved",
    "put_aside": "Set aside", EVERY: "All",
}  # fmt: skip


@dataclass(frozen=True)
class Wanted(Chosen):
    """The filters of the list of errors."""

    group: str = "open"
    template: str = EVERY
    severity: str = EVERY

    def in_words(self) -> dict[str, str]:
        return {
            "shop": self.shop, "state": GROUP_NAMES[self.group],
            "template": self.template, "severity": self.severity,
        }  # fmt: skip


def listed(chosen: Chosen) -> Frame:
    """Every error by rank, with its weeks, its versions, and where its rule may speak."""
    rows = read.table("cases.recurring_errors", order="rank", **chosen.only_shop)
    if rows.empty:
        return rows
    rows = read.plain(error_decisions.overlaid(read.plain(rows)))
    speaks = read.table("metrics.rule_precision")
    where = dict(zip(speaks["rule"], speaks["speaks"], strict=True)) if len(speaks) else {}
    weeks, versions = _weeks(chosen), _versions()
    return rows.assign(
        by_week=[weeks.get(one, []) for one in rows["fingerprint"]],
        versions=[versions.get(one, "") for one in rows["fingerprint"]],
        speaks=[where.get(one, "everywhere") for one in rows["rule"]],
    )


def _weeks(chosen: Chosen) -> dict[str, list]:
    newest = read.table("metrics.errors_weekly", order="-week_start_day", limit=1)
    if newest.empty:
        return {}
    first = newest["week_start_day"].iloc[0] - timedelta(weeks=WEEKS - 1)
    rows = read.table("metrics.errors_weekly", since={"week_start_day": first},
                      order="week_start_day", limit=MOST_WEEKS, **chosen.only_shop)  # fmt: skip
    return {key: list(some["findings"]) for key, some in rows.groupby("fingerprint")}


def _versions() -> dict[str, str]:
    """The first and the last version that showed it."""
    rows = read.table("cases.error_versions", order="first_seen_at", limit=MOST_WEEKS)
    if rows.empty:
        return {}
    rows = rows.sort_values(["turn", "first_seen_at"])
    found = {}
    for key, some in rows.groupby("fingerprint", sort=False):
        first, last = some["version"].iloc[0], some["version"].iloc[-1]
        found[key] = first if first == last else f"{first} to {last}"
    return found


def choose(rows: Frame, chosen: Chosen) -> Wanted:
    """The filters of errors: which states, which template, how bad; each is in the URL."""
    with filters.row():
        group = st.segmented_control(
            "State", list(GROUPS), default="open", required=True, key="state", bind="query-params",
            format_func=GROUP_NAMES.__getitem__, label_visibility="collapsed",
        )  # fmt: skip
        kinds = sorted(rows["template"].dropna().unique()) if len(rows) else []
        template = st.selectbox(
            "Template", [EVERY, *kinds], key="template", bind="query-params", width=260,
            label_visibility="collapsed", format_func=template_name,
        )  # fmt: skip
        severity = st.selectbox(
            "How bad", [EVERY, *SEVERITIES], key="severity", bind="query-params",
            width=170, label_visibility="collapsed",
            format_func=lambda one: "However bad" if one == EVERY else wording.severity(one),
        )  # fmt: skip
    kept = {one.name: getattr(chosen, one.name) for one in fields(Chosen)}
    return Wanted(**kept, group=group or "open", template=template, severity=severity)


def template_name(one: str) -> str:
    return "All templates" if one == EVERY else wording_errors.template(one)


def narrowed(rows: Frame, wanted: Wanted) -> Frame:
    """The errors that these filters mean, still by rank."""
    if rows.empty:
        return rows
    is_wanted = rows["state"].isin(GROUPS[wanted.group])
    if wanted.template != EVERY:
        is_wanted &= rows["template"] == wanted.template
    if wanted.severity != EVERY:
        is_wanted &= rows["severity"] == wanted.severity
    return rows[is_wanted].reset_index(drop=True)
