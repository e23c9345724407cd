"""What helpdesks' readers hand over: a record in parts, each of which is kept or refused."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from ingest.provider_values import several, table
from ingest.ticket_options import TicketOptions
from ingest.ticket_people import People
from sql.raw.facts import TicketEvent


class Part(NamedTuple):
    """A ticket without its messages, or one message of it."""

    record: dict[str, Any]  # enough of the raw record to read the part alone
    make: Callable[[], list[TicketEvent]]


class Helpdesk(Protocol):
    """A vendor's records. Unreadable says that a record is none, or of no ticket."""

    def parts(
        self, record: Mapping[str, Any], options: TicketOptions, people: People, now: datetime
    ) -> Iterator[Part]: ...


def records_of_page(
    page: Mapping[str, Any], *lists: str, people: People
) -> Iterator[Mapping[str, Any]]:
    """The records on a page of an API, or the one that it is; people beside them are taken in."""
    is_person = people.add(page)
    found = [name for name in lists if isinstance(page.get(name), list)]
    for name in found:
        yield from map(table, several(page[name]))
    if not found and not is_person:
        yield page


def messages_of(ticket: Mapping[str, Any], *names: str) -> tuple[dict[str, Any], str, list[Any]]:
    """The ticket without its messages, the key they stand under, and the messages."""
    name = next((name for name in names if isinstance(ticket.get(name), list)), names[0])
    bare = {key: value for key, value in ticket.items() if key != name}
    return bare, name, several(ticket.get(name))
