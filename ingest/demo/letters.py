"""The support mailbox written out: what customers, colleagues and machines wrote."""

from random import Random

from .clock import seconds
from .events import Letter, Order, OrderMail
from .letter_bodies import with_body
from .letter_heads import UNLOGGED, heads
from .letter_texts import filled, text_of
from .order_mails import subject_of
from .quoting import Parent, together
from .wording import letter_words, table

OWN_SUBJECTS = ("bot", "bulk", "spam", "internal")


class Writer:
    """Writes letters in the order of the script, since later ones quote earlier ones."""

    def __init__(self, random: Random, queues: dict[str, str]) -> None:
        self.random = random
        self.queues = queues
        self.subjects: dict[str, str] = {}
        self.texts: dict[str, str] = {}

    def raw(self, letter: Letter) -> bytes:
        if again := letter.same_as:
            subject, text = self.subjects[again.message_id], self.texts[again.message_id]
        else:
            subject, text = self._subject(letter), text_of(letter, self.random)
        self.subjects[letter.message_id], self.texts[letter.message_id] = subject, text
        full = together(letter, text, self._parent(letter), self.random)
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
        words = letter_words(letter.language)
        if letter.subject is not None:
            subject = letter.subject
        elif letter.answers is not None and letter.kind not in OWN_SUBJECTS:
            subject = self._answering(letter, letter.answers, words)
        else:
            known = words["subjects"]
            name = letter.kind if letter.kind in ("reply", "bot") else letter.topic
            options = known.get(letter.subject_as or name, known["other"])
            subject = filled(self.random.choice(options), letter, self.random).strip()
        is_tagged = letter.tag and letter.tag not in subject
        return f"{letter.tag} {subject}" if is_tagged else subject

    def _answering(self, letter: Letter, parent: Letter | OrderMail, words: dict) -> str:
        if isinstance(parent, OrderMail):
            assert letter.order
            subject = subject_of(letter.order, parent)
        else:
            subject = self.subjects[parent.message_id]
        for prefix in words["all_prefixes"]:
            subject = subject.removeprefix(prefix)
        kind = letter.kind if letter.kind in words["prefixes"] else "usual"
        kind = "forward" if letter.kind == "escalation" else kind
        return self.random.choice(words["prefixes"][kind]) + subject

    def _parent(self, letter: Letter) -> Parent | None:
        parent = letter.answers
        if letter.unseen_id:
            return self._unseen(letter)
        if letter.topic == "newsletter":
            return self._newsletter(letter)
        if parent is None or letter.kind in ("bot", "read_receipt", "calendar"):
            return None
        if isinstance(parent, Letter):
            return parent, self.texts[parent.message_id]
        assert letter.order
        return parent, _gist(letter.order, parent)

    def _unseen(self, letter: Letter) -> Parent:
        """The answer that stands in no folder, known from its quotation alone."""
        words, sender = letter_words(letter.language), letter.brand.staff[0]
        at = letter.at - seconds(1200)
        answer = Letter("reply", at, "", sender, letter.sender, "", letter.brand)
        return answer, self.random.choice(words["texts"]["reply"]).format(ref="")

    def _newsletter(self, letter: Letter) -> Parent:
        """The newsletter of ours that is asked about, with all that hangs under it."""
        text = letter_words(letter.language)["texts"]["newsletter_out"][0]
        at, ours = letter.at - seconds(90_000), (letter.brand.name, letter.brand.support)
        sent = Letter("newsletter", at, "", ours, letter.sender, "", letter.brand)
        return sent, text.format(domain=letter.brand.domain)


def _gist(order: Order, parent: OrderMail) -> str:
    words = table("order_mails")[order.customer.language]
    ref = words["ref"].format(number=order.order_id) if parent.names_order else ""
    opening = words["openings"][parent.kind][0]
    total, refund = f"{order.total:.2f}", f"{order.refunded_total or 0:.2f}"
    return (
        f"{words['greeting'].format(first=order.customer.first, name=order.customer.name)}\n\n"
        + (opening.format(ref=ref, total=total, refund=refund))
    )
