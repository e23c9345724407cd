"""Columns of errors that come back, and of the templates in which they stand."""

from typing import Any

from dashboard.column import Column, Columns
from dashboard.columns_inquiries import SHOP, yes
from sql import wording, wording_errors


def per_thousand(rate: Any) -> str:
    return wording.NONE if rate is None or rate != rate else f"{rate:.1f}"


def drift(share: Any) -> str:
    """How much of the fixed text is missing or changed in its mails."""
    return "nothing" if share is not None and share < 0.0005 else wording.share(share)


def digest(where: str) -> str:
    return wording_errors.SPEAKS.get(where, where)


def sentence(words: Any) -> str:
    return wording.NONE if words is None or words != words else f"{words:.0f} words"


ERRORS: Columns = {
    "rule": Column("What is wrong", words=wording.rule, width="medium"),
    **SHOP,
    "field": Column("Where", words=wording_errors.field, width=120),
    "template": Column("Template", words=wording_errors.template, width="medium"),
    "severity": Column("How bad", words=wording.severity, width="small"),
    "state": Column("State", words=wording_errors.state, width=130),
    "customers": Column("Customers", "count"),
    "per_1000": Column("Per 1,000", words=per_thousand, width="small", few="mails"),
    "by_week": Column("Week by week", "trend", 110),
    "trend": Column("Trend", words=wording_errors.trend, width=110),
    "versions": Column("Versions", width="small"),
    "cause": Column("Because of", width="small"),
    "first_seen_at": Column("First seen", "moment"),
    "last_seen_at": Column("Last seen", "moment"),
    "owner": Column("Owner", width="small"),
    "due_day": Column("Due", "day"),
    "muted_until_day": Column("Muted until", "day"),
    "speaks": Column("Told", words=digest, width="small"),
}
OLD_WORDING: Columns = {
    **SHOP,
    "template": Column("Template", words=wording_errors.template),
    "version": Column("Old version", width="small"),
    "newest_version": Column("In force", width="small"),
    "mails_since": Column("Mails since", "count"),
    "retired_at": Column("No longer in force since", "moment"),
    "last_sent_at": Column("Last sent", "moment"),
}
TEMPLATES: Columns = {
    **SHOP,
    "template": Column("Template", words=wording_errors.template, width="medium"),
    "version": Column("Version", width="small"),
    "mails": Column("Mails", "count"),
    "clean_share": Column("Clean", "share", few="judged"),
    "likely": Column("Likely", width=110, few="judged"),
    "drift_share": Column("Text changed", words=drift, width=100),
    "words": Column("Words", "count"),
    "longest_sentence": Column("Longest sentence", words=sentence, width=120),
    "reading": Column("Reading", width=140),
    "has_number_first": Column("Number first", words=yes, width=95),
    "has_next_step_first": Column("Next step first", words=yes, width=110),
    "valid_from_at": Column("Valid from", "moment"),
    "origin": Column("From", words=wording_errors.origin, width="small"),
}
CLEAN_MAILS: Columns = {
    **SHOP,
    "order_id": Column("Order", width="small"),
    "kind": Column("Mail", words=wording.mail_kind),
    "verdict": Column("Result", words=wording_errors.checked, width="small"),
    "findings": Column("Findings", "count"),
    "template": Column("Template", words=wording_errors.template),
    "version": Column("Version", width="small"),
    "sent_at": Column("Sent", "moment"),
    "channel": Column("Channel", width="small"),
}
