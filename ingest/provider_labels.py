"""Order, kind and template of a mail, from what the shop gave the provider along with it."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, get_args

from ingest.provider_options import MailKind, ProviderOptions
from ingest.provider_values import message_id, several, table, text

_LONGEST = 200


class Given(NamedTuple):
    """A record's custom arguments, metadata, headers by name, and its bare tags."""

    named: Iterable[tuple[str, Any]] = ()
    words: Iterable[Any] = ()
    template: Any = None  # as the provider itself names it


class Labels(NamedTuple):
    order_id: str | None
    mail_kind: str | None
    template: str | None
    message_id: str | None


class Labeller:
    """Finds labels by the names in the settings, of which the first that is there counts."""

    def __init__(self, options: ProviderOptions):
        self._order_id = [folded(name) for name in options.order_id]
        self._mail_kind = [folded(name) for name in options.mail_kind]
        self._template = [folded(name) for name in options.template]
        self._message_id = [folded(name) for name in options.message_id]
        names = (self._order_id, self._mail_kind, self._template, self._message_id)
        self._wanted = frozenset(name for some in names for name in some)
        self._kinds = {kind: kind for kind in get_args(MailKind)}
        self._kinds |= {folded(word): kind for word, kind in options.kinds.items()}

    def of(self, given: Given) -> Labels:
        found: dict[str, str] = {}
        for name, value in given.named:
            key = folded(name)
            if key in self._wanted and (one := _label(value)):
                found.setdefault(key, one)
        words = [*_those(found, self._mail_kind), *filter(None, map(text, given.words))]
        kinds = (self._kinds.get(folded(word)) for word in words)
        return Labels(
            next(_those(found, self._order_id), None),
            next(filter(None, kinds), None),
            next(_those(found, self._template), None) or _label(given.template),
            message_id(next(_those(found, self._message_id), None)),
        )


def folded(name: str) -> str:
    """A name or word however it is written: `X-Order-ID`, `order id` and `order_id` are one."""
    return name.strip().lower().replace("-", "_").replace(" ", "_").removeprefix("x_")


def named_in(value: Any) -> Iterator[tuple[str, Any]]:
    """The arguments of an object; of a list of values the first counts."""
    yield from table(value).items()


def headers_in(value: Any) -> Iterator[tuple[str, Any]]:
    """The arguments of a list of {name, value}."""
    for header in several(value):
        name = text(table(header).get("name"))
        if name:
            yield name, table(header).get("value")


def _label(value: Any) -> str | None:
    one = text(next(iter(several(value)), None))
    return one[:_LONGEST] if one else None


def _those(found: dict[str, str], names: list[str]) -> Iterator[str]:
    return (found[name] for name in names if name in found)
