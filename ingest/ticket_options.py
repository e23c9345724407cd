"""What the settings say of a helpdesk's exports, and what the shop calls things there."""

import hashlib
from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import model_validator

from sql.settings import SourceOptions, Table
from sql.settings_types import Lower


class Escalations(Table):
    """By what the team marks a ticket as escalated; any one of them is enough."""

    tags: tuple[Lower, ...] = ()
    groups: tuple[Lower, ...] = ()  # a group's name or number
    priorities: tuple[Lower, ...] = ()


class TicketOptions(SourceOptions):
    """Exports of one shop's helpdesk, as JSON: one object, an array, pages or lines."""

    table: ClassVar[str] = "helpdesk"  # what it is for, as exports of orders say theirs

    files: tuple[str, ...]
    people: tuple[str, ...] = ()  # files that say who is customer and who is agent
    bots: tuple[Lower, ...] = ()  # addresses or numbers of users that are programs
    order_field: str | None = None  # the custom field that holds the order's number
    escalations: Escalations = Escalations()

    @model_validator(mode="before")
    @classmethod
    def _names_its_shop(cls, values: Any) -> Any:
        if isinstance(values, Mapping) and not values.get("shop"):
            raise ValueError("say whose helpdesk it is: shop")
        return values

    @property
    def fingerprint(self) -> str:
        """Another reading of the same file gives other facts: then it is read again."""
        return hashlib.blake2b(self.model_dump_json().encode(), digest_size=16).hexdigest()
