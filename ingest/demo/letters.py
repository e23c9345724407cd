"""The support mailbox written out: what customers, colleagues and machines wrote."""

from random import Random

from .clock import seconds
from .events import Letter, Order, OrderMail
from .letter_bodies import with_body
from .letter_heads import UNLOGGED, heads
from .order_mails import subject_of
from .quoting import quoted
from .wording import table


class Writer:
    """Writes letters in the order of the script, since later ones quote earlier ones."""

    def __init__(self, random: Random, queues: dict[str, str]) -> None:
        self.random = random
        self.queues = queues
        self.subjects: dict[str, str] = {}
        self.texts: dict[str, str] = {}

    def raw(self, letter: Letter) -> bytes:
        subject, text = self._subject(letter), self._text(letter)
        self.subjects[letter.message_id], self.texts[letter.message_id] = subject, text
        full = text + quoted(letter, self._parent_text(letter), self.random)
        headers = heads(letter, subject, self.queues.get(letter.message_id, UNLOGGED), self.random)
        return with_body(headers, letter, full, self.random)

    def subject_about(self, report: Letter) -> str:
        """The subject of the mail that a delivery report is about."""
        match report:
            case Letter(about=OrderMail() as sent, order=Order() as order):
                return subject_of(order, sent)
            case Letter(about=Letter() as sent):
                return self.subjects[sent.message_id]
        raise ValueError(report.kind)

    def _subject(self, letter: Letter) -> str:
        words = table("letters")[letter.language]
        if letter.kind in ("bot", "bulk", "spam", "internal"):
            return self.random.choice(words["subjects"][letter.kind])
        if letter.answers is not None:
            return self._answering(letter, letter.answers, words)
        options = words["subjects"].get(letter.topic, words["subjects"]["other"])
        if letter.kind == "reply":
            options = words["subjects"]["reply"]
        return self.random.choice(options).format(ref=self._ref(letter, words)).strip()

    def _answering(self, letter: Letter, parent: Letter | OrderMail, words: dict) -> str:
        if isinstance(parent, OrderMail):
            assert letter.order
            subject = subject_of(letter.order, parent)
        else:
            subject = self.subjects[parent.message_id]
        for prefix in words["all_prefixes"]:
            subject = subject.removeprefix(prefix)
        kind = letter.kind if letter.kind in words["prefixes"] else "usual"
        return self.random.choice(words["prefixes"][kind]) + subject

    def _ref(self, letter: Letter, words: dict) -> str:
        if not (letter.names_order and letter.order):
            return ""
        return self.random.choice(words["refs"]).format(number=letter.order.order_id)

    def _text(self, letter: Letter) -> str:
        words = table("letters")[letter.language]
        greeting = self.random.choice(words["greetings" if letter.folder == "INBOX" else "dear"])
        name = letter.to[0] if letter.folder != "INBOX" else letter.sender[0]
        options = words["texts"].get("reply" if letter.kind == "reply" else letter.topic)
        body = self.random.choice(options or words["texts"]["other"])
        body = body.format(ref=self._ref(letter, words), brand=letter.brand.name)
        closings = words["closings" if letter.folder == "INBOX" else "team_closings"]
        closing = self.random.choice(closings).format(name=letter.sender[0])
        text = f"{greeting.format(name=name)}\n\n{body}\n\n{closing}\n"
        if letter.kind == "form":
            number = letter.order.order_id if letter.order and letter.names_order else "-"
            text = words["form"].format(
                name=letter.sender[0], email=letter.sender[1], number=number, text=body
            )
        return text

    def _parent_text(self, letter: Letter) -> tuple[Letter | OrderMail, str] | None:
        parent = letter.answers
        if letter.unseen_id:
            return self._unseen(letter)
        if parent is None or letter.kind == "bot":
            return None
        if isinstance(parent, Letter):
            return parent, self.texts[parent.message_id]
        assert letter.order
        return parent, _gist(letter.order, parent)

    def _unseen(self, letter: Letter) -> tuple[Letter, str]:
        """The answer that stands in no folder, known from its quotation alone."""
        words, sender = table("letters")[letter.language], letter.brand.staff[0]
        at = letter.at - seconds(1200)
        answer = Letter("reply", at, "", sender, letter.sender, "", letter.brand)
        return answer, self.random.choice(words["texts"]["reply"]).format(ref="")


def _gist(order: Order, parent: OrderMail) -> str:
    words = table("order_mails")[order.customer.language]
    ref = words["ref"].format(number=order.order_id) if parent.names_order else ""
    opening = words["openings"][parent.kind][0]
    total, refund = f"{order.total:.2f}", f"{order.refunded_total or 0:.2f}"
    return (
        f"{words['greeting'].format(first=order.customer.first, name=order.customer.name)}\n\n"
        + (opening.format(ref=ref, total=total, refund=refund))
    )
