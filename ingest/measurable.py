"""Which questions a shop can have answered with the sources it has, and what would add one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sql.settings import Settings, SourceOptions

CONTENT = frozenset({"archive", "sent"})
REPLIES = frozenset({"replies", "sent"})
HOW = {
    frozenset({"orders"}): "the export of orders (csv, table orders)",
    frozenset({"shipments"}): "the export of shipments (csv, table shipments)",
    CONTENT: "the archive of order mails (maildir or imap, role archive or sent)",
    REPLIES: "the folder of replies (maildir or imap, role replies or sent)",
    frozenset({"inbox"}): "the mailbox that customers write to (maildir or imap, role inbox)",
    frozenset({"log", "inbox"}): "the mail server's log (postfix)",
}
# Each question and the evidence it needs: of every group at least one role.
QUESTIONS: tuple[tuple[str, tuple[frozenset[str], ...]], ...] = (
    ("Are orders confirmed in time?", (frozenset({"orders"}), CONTENT)),
    ("Are shipments announced in time?", (frozenset({"shipments"}), CONTENT)),
    ("Do customers get working tracking?", (frozenset({"shipments"}), CONTENT)),
    ("Are inquiries answered in time?", (frozenset({"inbox"}), REPLIES)),
    ("Do order mails come back?", (frozenset({"log", "inbox"}),)),
)


@dataclass(frozen=True)
class Measurable:
    """A question, and the next step where it cannot be answered yet."""

    shop: str
    shop_name: str
    question: str
    is_measurable: bool
    next_step: str

    @property
    def word(self) -> str:
        return "measured" if self.is_measurable else "not yet"


Place = tuple[str, str]  # a source's name and one of its folders or files


def measurable(settings: Settings, broken: Iterable[Place]) -> Iterator[Measurable]:
    """Every question for every shop; a place that is broken answers none."""
    wrong = set(broken)
    for shop, about in settings.shops.items():
        here = {n: o for n, o in settings.sources.items() if o.shop in (None, shop)}
        connected = {name: frozenset(_roles(options).values()) for name, options in here.items()}
        working = {name: _working(name, options, wrong) for name, options in here.items()}
        for question, needs in QUESTIONS:
            steps = [step for group in needs for step in _step(group, connected, working)]
            told = f"Next: {'; '.join(dict.fromkeys(steps))}." if steps else ""
            yield Measurable(shop, about.name, question, not steps, told)


def _roles(options: SourceOptions) -> Mapping[str, str]:
    """What each folder of a source is for; a source without folders has one role."""
    return getattr(options, "folders", None) or {"": getattr(options, "table", None) or "log"}


def _working(name: str, options: SourceOptions, wrong: set[Place]) -> frozenset[str]:
    roles = _roles(options)
    of_source = {place for source, place in wrong if source == name}
    if of_source - roles.keys():
        return frozenset()  # what is broken is no single folder of it
    return frozenset(role for folder, role in roles.items() if folder not in of_source)


def _step(
    group: frozenset[str],
    connected: Mapping[str, frozenset[str]],
    working: Mapping[str, frozenset[str]],
) -> list[str]:
    """What to do so that a role of the group is there; nothing where one is."""
    having = [name for name, roles in connected.items() if roles & group]
    if any(roles & group for roles in working.values()):
        return []
    return [f"mend [sources.{having[0]}]" if having else f"connect {HOW[group]}"]
