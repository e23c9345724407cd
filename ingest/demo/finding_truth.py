"""Everything that the 48 rules must find in the demo shop, each finding once."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from .events import Script
from .finding_truth_mails import mail_findings
from .finding_truth_orders import order_findings
from .finding_truth_planted import planted_findings
from .finding_truth_talks import talk_findings
from .findings import Found, together
from .reply_faults import reply_findings


def findings(script: Script) -> Iterator[dict[str, Any]]:
    for found in together(all_findings(script)):
        states: list[tuple[datetime | None, str | None]] = [(found.since, found.rule)]
        if found.ended:
            states.append((found.ended, None))
        yield {
            "table": "cases.findings",
            "key": {
                "shop": found.shop, "rule": found.rule, "subject": found.subject,
                "field": found.field,
            },
            "severity": found.severity,
            "states": states,
        }  # fmt: skip


def all_findings(script: Script) -> Iterator[Found]:
    """What can be known by the end; nothing of what lies ahead."""
    return (one for one in _all(script) if one.since is None or one.since <= script.until)


def _all(script: Script) -> Iterator[Found]:
    yield from order_findings(script)
    yield from mail_findings(script)
    yield from talk_findings(script)
    yield from planted_findings(script)
    yield from reply_findings(script)
