"""Who is who in a helpdesk: users, agents and contacts by their number."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ingest.provider_values import address, first, several, table, text

_ROLES = {"end-user": "customer", "customer": "customer"}
# Only records of agents have these.
_OF_AGENTS = {"contact", "ticket_scope", "occasional"}
# A ticket may hold its customer's address, too.
_OF_TICKETS = {"subject", "ticket_id", "requester_id", "comments", "conversations", "messages"}
LISTS = {
    "users": None, "agents": "agent", "contacts": "customer", "customers": "customer",
    "requesters": "customer",
}  # fmt: skip


class Person(NamedTuple):
    """What is known of a number; the role is customer or agent."""

    role: str | None = None
    address: str | None = None


class People:
    """Everybody that the records name, and which of them are programs."""

    def __init__(self, bots: Iterable[str] = ()):
        self._known: dict[str, Person] = {}
        self._records: dict[str, dict[str, Any]] = {}
        self._bots = set(bots)

    def add(self, record: Mapping[str, Any]) -> bool:
        """Take in the people of a page, or the one that the record is; False if it is none."""
        found = False
        for name, role in LISTS.items():
            for one in several(record.get(name)):
                found = self._add(table(one), role) or found
        user = table(record.get("user")) or table(record.get("agent")) or dict(record)
        is_person = ("email" in user or "contact" in user) and not user.keys() & _OF_TICKETS
        return (is_person and self._add(user, None)) or found

    def get(self, number: Any) -> Person:
        return self._known.get(text(number) or "", Person())

    def is_bot(self, number: Any, mail_address: str | None) -> bool:
        named = (text(number), mail_address, self.get(number).address)
        return any(name is not None and name in self._bots for name in named)

    def records(self, *numbers: Any) -> list[dict[str, Any]]:
        """What was said of these people, to be kept with what is refused."""
        wanted = dict.fromkeys(filter(None, map(text, numbers)))
        return [self._records[number] for number in wanted if number in self._records]

    def _add(self, record: dict[str, Any], role: str | None) -> bool:
        number = text(record.get("id"))
        if number is None:
            return False
        contact = table(record.get("contact"))
        mail = address(first(record.get("email"), contact.get("email")))
        known = self._known.get(number)
        if known and role == "customer":  # so says the ticket; their own record knows better
            self._known[number] = Person(known.role, known.address or mail)
            return True
        self._known[number] = Person(role or _role(record), mail)
        kept = ("id", "email", "role", "contact", "helpdesk_agent", "ticket_scope", "occasional")
        self._records[number] = {key: record[key] for key in kept if key in record}
        return True


def _role(record: Mapping[str, Any]) -> str:
    if record.keys() & _OF_AGENTS or record.get("helpdesk_agent"):
        return "agent"
    word = record.get("role")
    return _ROLES.get(word, "agent") if isinstance(word, str) else (
        "agent" if word else "customer")
