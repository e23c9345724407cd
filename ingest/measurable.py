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


def roles_of(options: SourceOptions) -> frozenset[str]:
    """What a source's folders or files are for."""
    if folders := getattr(options, "folders", None):
        return frozenset(folders.values())
    return frozenset({getattr(options, "table", None) or "log"})


def measurable(
    settings: Settings, roles: Mapping[str, frozenset[str]], broken: Iterable[str]
) -> Iterator[Measurable]:
    """Every question for every shop; a broken source answers none."""
    for shop, about in settings.shops.items():
        here = {
            name: roles[name]
            for name, options in settings.sources.items()
            if options.shop in (None, shop)
        }
        for question, needs in QUESTIONS:
            steps = list(_missing(needs, here, set(broken)))
            step = "; ".join(steps)
            yield Measurable(shop, about.name, question, not steps, step and f"Next: {step}.")


def _missing(
    needs: Iterable[frozenset[str]], roles: Mapping[str, frozenset[str]], broken: set[str]
) -> Iterator[str]:
    for group in needs:
        having = [name for name, given in roles.items() if given & group]
        if not having:
            yield f"connect {HOW[group]}"
        elif broken.issuperset(having):
            yield f"mend [sources.{having[0]}]"
