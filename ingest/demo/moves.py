"""Moves of a conversation that a scene sets exactly: what is linked, named, tagged or passed on."""

from datetime import datetime, timedelta

from .events import Decision, Letter, OrderMail, Wait
from .ids import message_id
from .talk import Talk
from .topics import topic_of_reply


class Moves(Talk):
    """Nothing is drawn but words: who writes, when and how it hangs together is given."""

    def write(
        self, at: datetime, topic: str = "", *, names: bool = False,
        to: Letter | OrderMail | None = None, kind: str = "inquiry",
    ) -> Letter:  # fmt: skip
        letter = self.from_customer(kind, at, to)
        letter.topic, letter.names_order = topic or self._topic(at), names
        return letter

    def reply(self, at: datetime, to: Letter | None = None) -> Letter:
        """By somebody of the support, to the customer's last letter or the one given."""
        people = (*self.brand.staff, (self.brand.name, self.brand.support))
        name, address = self.random.choice(people)
        letter = self.from_us("reply", at, address, name)
        letter.topic = topic_of_reply(self.asked_topic)
        if to:
            letter.answers, letter.references = to, [*to.references, to.message_id]
        return letter

    def reply_apart(self, at: datetime, *, names: bool = False) -> Letter:
        """A new mail: no reference, and no number but where it names the order."""
        letter = self.reply(at)
        letter.answers, letter.references, letter.names_order = None, [], names
        letter.subject_as, letter.topic = "" if names else "plain_reply", "reply"
        return letter

    def acknowledge_with(self, at: datetime, tag: str) -> Letter:
        letter = self.acknowledge(at)
        letter.tag = tag
        return letter

    def escalate(self, at: datetime, *, apart: bool = False) -> None:
        """Forwarded to those who decide; apart: a new mail that names the order."""
        name, address = self.random.choice(self.brand.staff)
        letter = self.from_us("escalation", at, address, name)
        letter.to = ("Leitung", f"escalation@{self.brand.domain}")
        letter.topic = "escalation"
        if apart:
            letter.answers, letter.references, letter.names_order = None, [], True
            letter.subject_as = "reply"

    def decide(self, kind: str, letter: Letter, at: datetime, /, **payload: str) -> None:
        """Somebody of the shop writes it down an hour later, or at the very end."""
        made_at = min(at + timedelta(hours=1), self.script.until)
        self.script.decisions.append(Decision(kind, letter.message_id, payload, made_at))

    def unread_id(self, at: datetime) -> str:
        """Of a mail of ours that went past every folder we read."""
        return message_id(self.brand.domain, at, self.random)

    def signed(self, wait: Wait, at: datetime, how: str) -> Wait:
        wait.signs.append((at, how))
        return wait
