"""What a mail reports about mails of ours: failures, delays, deliveries, complaints."""

from collections.abc import Iterable

from ingest.mail_bounce_codes import LONGEST, Told
from ingest.mail_bounce_original import enclosed_headers, only_addressee, original_id
from ingest.mail_bounce_phrases import is_about_delay
from ingest.mail_bounce_text import completed, is_from_a_daemon, told_in_text
from ingest.mail_complaints import complaints_in
from ingest.mail_headers import Headers
from ingest.mail_parts import Part
from ingest.mail_reports import told_in_status
from sql.raw.facts import Bounce


def bounces_in(headers: Headers, root: Part, text: str | None, message_key: str) -> list[Bounce]:
    """One row for each recipient that the mail reports on; none where a person wrote it."""
    if not is_by_a_machine(headers, root):
        return []
    original = original_id(headers, root, text or "")
    found = complaints_in(root) or completed(told_in_status(headers, root), text or "")
    if not found:
        found = told_in_text(headers, text or "")
    if not found and _is_status_report(root):  # it names nobody: "delivery report unavailable"
        is_delay = is_about_delay((text or "").lower()[:LONGEST])
        found = [Told(None, "delayed" if is_delay else "failed", None)]
    alone = only_addressee(enclosed_headers(root))
    return [
        Bounce(
            message_key=message_key,
            recipient=told.recipient or alone,
            action=told.action,
            status=told.status,
            reply_code=told.reply_code,
            diagnostic=told.diagnostic,
            original_message_id=original,
        )
        for told in _distinct(found)
    ]


def is_by_a_machine(headers: Headers, root: Part) -> bool:
    """Who quotes or forwards a report is a person, and what he writes is none."""
    if root.kind == "multipart/report" or headers.first("return-path") == b"<>":
        return True
    if headers.first("x-failed-recipients"):
        return True
    return is_from_a_daemon(headers)


def _is_status_report(root: Part) -> bool:
    return root.kind == "multipart/report" and root.parameter("report-type") == "delivery-status"


def _distinct(found: Iterable[Told]) -> list[Told]:
    """The first word on each recipient and action."""
    kept: dict[tuple[str | None, str], Told] = {}
    for told in found:
        kept.setdefault((told.recipient, told.action), told)
    return list(kept.values())
