"""Whose mail may be kept: by date and address, and staff only as their team."""

from dataclasses import replace

from sql.raw.facts import MailEvent
from sql.settings import SourceOptions


def wanted(event: MailEvent, options: SourceOptions) -> MailEvent | str:
    """The event with teams for staff, or why nothing of it may be kept."""
    if options.since and event.event_at < options.since:
        return "before_since"
    allowed = options.addresses
    people = (event.sender, event.recipient, event.original_recipient)
    if allowed and not any(_is_among(allowed, address) for address in people):
        return "address_not_allowed"
    staff = options.staff
    if not staff or staff.keys().isdisjoint(people):
        return event
    sender, recipient, original = (
        f"team:{staff[person]}" if person and person in staff else person for person in people
    )
    return replace(event, sender=sender, recipient=recipient, original_recipient=original)


def _is_among(allowed: tuple[str, ...], address: str | None) -> bool:
    return bool(address) and (address in allowed or address.rpartition("@")[2] in allowed)
