"""Which questions a shop can have answered with the sources it has, and what would add one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ingest.provider_options import ProviderOptions
from sql.needs import Need, needs
from sql.settings import Settings, SourceOptions

# No share is made of this one, so it is no measure of the build.
COME_BACK = Need(
    "Do order mails come back?",
    frozenset({"log", "inbox"}),
    "Connect the mail server's log, or the mailbox that delivery reports come to.",
)
BY_EVENTS = "By the events of the mail provider, if they name each mail's order and kind."
# Mails that a provider's events show as an archive does; the build sees whether they do.
_SHOWN = frozenset({"order_confirmation_events", "shipping_notice_events"})
Place = tuple[str, str]  # a source's name and one of its folders or files


@dataclass(frozen=True)
class Measurable:
    """A question, and the next steps where it cannot be answered yet."""

    shop: str
    shop_name: str
    question: str
    next_steps: tuple[str, ...]
    proviso: str = ""

    @property
    def is_measurable(self) -> bool:
        return not self.next_steps

    @property
    def word(self) -> str:
        return "measured" if self.is_measurable else "not yet"


def measurable(settings: Settings, broken: Iterable[Place]) -> Iterator[Measurable]:
    """Every question for every shop; a place that is broken answers none."""
    wrong = set(broken)
    by_question: dict[str, list[Need]] = {}
    for need in (*needs(), COME_BACK):
        by_question.setdefault(need.question, []).append(need)
    for shop, about in settings.shops.items():
        here = {n: o for n, o in settings.sources.items() if o.shop in (None, shop)}
        connected = {name: _all_roles(options) for name, options in here.items()}
        working = {name: _working(name, options, wrong) for name, options in here.items()}
        for question, all_needed in by_question.items():
            steps = [step for need in all_needed for step in _step(need, connected, working)]
            is_by_events = not steps and any(_is_by_events(one, working) for one in all_needed)
            yield Measurable(
                shop, about.name, question, tuple(dict.fromkeys(steps)),
                BY_EVENTS if is_by_events else "",
            )  # fmt: skip


def _roles(options: SourceOptions) -> Mapping[str, str]:
    """What each folder of a source is for; a source without folders has one role."""
    roles = getattr(options, "roles", None) or getattr(options, "folders", None)
    return roles or {"": getattr(options, "table", None) or "log"}


def _all_roles(options: SourceOptions) -> frozenset[str]:
    shown = _SHOWN if isinstance(options, ProviderOptions) else frozenset[str]()
    return shown.union(_roles(options).values())


def _is_by_events(need: Need, working: Mapping[str, frozenset[str]]) -> bool:
    """Whether nothing but a provider's events meets the need."""
    return frozenset[str]().union(*working.values()) & need.roles <= _SHOWN


def _working(name: str, options: SourceOptions, wrong: set[Place]) -> frozenset[str]:
    roles = _roles(options)
    of_source = {place for source, place in wrong if source == name}
    if of_source - roles.keys():
        return frozenset()  # what is broken is no single folder of it
    if not of_source:
        return _all_roles(options)
    return frozenset(role for folder, role in roles.items() if folder not in of_source)


def _step(
    need: Need,
    connected: Mapping[str, frozenset[str]],
    working: Mapping[str, frozenset[str]],
) -> list[str]:
    """What to do so that one of the roles is there; nothing where one is."""
    having = [name for name, roles in connected.items() if roles & need.roles]
    if any(roles & need.roles for roles in working.values()):
        return []
    return [f"Mend [sources.{having[0]}]." if having else need.connect_next]
