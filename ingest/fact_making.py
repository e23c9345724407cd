"""Facts of a shop from what a reader found: the rest is unknown, and what they say is hashed."""

import hashlib
from dataclasses import fields
from typing import Any, TypeVar

from sql.raw.facts import Feedback, OrderItem, OrderVersion, Shipment, Template

Made = TypeVar("Made", OrderVersion, OrderItem, Shipment, Feedback, Template)
_LISTS = {"flags", "other_emails", "slots"}
_NOT_CONTENT = {"valid_from_at", "content_hash"}


def made(kind: type[Made], /, **values: Any) -> Made:
    """A fact of that kind. When it was changed is no part of what it says.

    Values are typed already: times naive UTC, ids text.
    """
    names = [field.name for field in fields(kind)]
    given: dict[str, Any] = {name: [] if name in _LISTS else None for name in names} | values
    said = [given[name] for name in names if name not in _NOT_CONTENT]
    digest = hashlib.blake2b(repr(said).encode(), digest_size=16).hexdigest()
    given["content_hash"] = digest
    return kind(**given)
