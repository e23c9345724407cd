"""What a line of Postfix's log says happened to a mail, with what was said of it before."""

from dataclasses import astuple
from datetime import datetime
from hashlib import blake2b

from ingest import postfix_lines as lines
from ingest.log_stamps import Clock, Moment
from ingest.postfix_allowed import wanted
from ingest.postfix_lives import Life, Lives
from ingest.postfix_origins import Origin
from ingest.relays import Relays
from sql.raw.facts import MailEvent
from sql.settings import SourceOptions

_QUEUE_PROGRAMS = frozenset(("qmgr", "postsuper"))
# Postfix asks with this sender whether an address exists; no mail is behind it.
_PROBE_SENDER = "double-bounce@"
_NO_DELIVERY = (None,) * 7
_NOT_LOGGED = (None,) * 4  # what providers say beyond a mail server's log


class Unreadable(ValueError):
    """A line that should say something and cannot be read; its text is the reason."""


class Events:
    """Follows the lives of queue ids; a line that tells of one becomes a row of MailEvent."""

    def __init__(self, lives: Lives, options: SourceOptions, relays: Relays):
        self.lives, self._options, self._relays = lives, options, relays
        self._since = options.since or datetime.min
        self._limits_people = bool(options.addresses or options.staff)
        self.rows: list[tuple] = []

    def tell(self, clock: Clock, stamp: str, origin: Origin, name: str, said: str) -> str | None:
        """Why a line "NAME: SAID" gives no event; None where it gave one.

        Unreadable where it should give one.
        """
        if said[:3] == "to=":
            return self._delivered(clock, stamp, origin, name, said)
        if origin.program in _QUEUE_PROGRAMS:
            if said[:7] == "removed" and not said[7:].strip():
                self.lives.end(origin.life_key + name)
                return origin.program
            if queued := lines.QUEUED.match(said):
                return self._queued(clock, stamp, origin, name, said, *queued.groups())
        elif said[:11] == "message-id=" and origin.program == "cleanup":
            if lines.is_queue_id(name):
                return self._named(clock, stamp, origin, name, said)
        is_repeated = said[0] == "[" and name.startswith("message repeated ")
        return "repeated" if is_repeated else origin.program

    def _named(
        self, clock: Clock, stamp: str, origin: Origin, name: str, said: str
    ) -> str | None:
        message_id = _text(lines.bare_message_id(said[11:]))
        life = self.lives.name(origin.life_key + name, _moment(clock, stamp), message_id)
        return self._accepted(origin, name, life)

    def _queued(
        self, clock: Clock, stamp: str, origin: Origin, name: str, said: str,
        sender: str, expired: str | None,
    ) -> str | None:  # fmt: skip
        key = origin.life_key + name
        at, life = None, self.lives.known(key)
        if life is None or expired:
            at = _moment(clock, stamp)
            life = life or self.lives.begin(key, at)
        life.sender = _text(sender).lower()
        if life.sender.startswith(_PROBE_SENDER):
            return "address_probe"
        if expired and at:
            return self._add("expired", at, origin, name, f"{name}: {said}", life)
        return self._accepted(origin, name, life)

    def _accepted(self, origin: Origin, name: str, life: Life) -> str | None:
        """Once per life: as soon as both the Message-ID and the sender are known."""
        if life.is_told or not life.message_id or life.sender is None or not life.named_at:
            return origin.program
        life.is_told = True
        said = f"{name} {life.message_id}"
        return self._add("accepted", life.named_at, origin, name, said, life)

    def _delivered(
        self, clock: Clock, stamp: str, origin: Origin, name: str, said: str
    ) -> str | None:
        found = lines.DELIVERY.match(said if said.isascii() else _text(said))
        if not found or not lines.is_queue_id(name) or lines.is_glued(said):
            raise Unreadable("log.truncated" if lines.is_cut(said) else "log.unparsed")
        to, bare_to, original, bare_original, relay, delay, dsn, status, rest = found.groups()
        if status.startswith(lines.PROBES):
            return "address_probe"
        event, delay_seconds = lines.OUTCOMES.get(status), lines.seconds_in(delay)
        if event is None or delay_seconds is None:
            raise Unreadable("log.truncated" if lines.is_cut(said) else "log.unparsed")
        at, key = _moment(clock, stamp), origin.life_key + name
        life = self.lives.known(key) or self.lives.begin(key, at)
        recipient = (bare_to if to is None else to).lower()
        original = bare_original if original is None else original
        reply = lines.reply_in(rest)
        is_handed_on = event == "sent" and self._relays.take(relay)
        return self._add(event, at, origin, name, f"{name}: {said}", life, (
            recipient, original and original.lower(), relay, delay_seconds, dsn,
            lines.reply_code_in(reply), reply,
        ), told_as="accepted" if is_handed_on else None)  # fmt: skip

    def _add(
        self, event: str, at: Moment, origin: Origin, name: str, message: str, life: Life,
        delivery: tuple = _NO_DELIVERY, told_as: str | None = None,
    ) -> str | None:  # fmt: skip
        # Not the life: a file that is read again without its beginning must give the same key.
        whole = f"{event}\0{origin.host}\0{origin.instance}\0{at[1]}\0{message}"
        row = (
            blake2b(whole.encode(errors="replace"), digest_size=16).hexdigest(),
            self._options.shop, origin.path, origin.host, origin.instance, name, life.generation,
            told_as or event, at[0], life.message_id, life.sender, *delivery, *_NOT_LOGGED,
        )  # fmt: skip
        if self._limits_people or at[0] < self._since:
            found = wanted(MailEvent(*row), self._options)
            if isinstance(found, str):
                return found
            row = astuple(found)
        self.rows.append(row)
        return None


def _moment(clock: Clock, stamp: str) -> Moment:
    try:
        return clock.moment(stamp)
    except (ValueError, KeyError) as error:
        raise Unreadable("time.invalid") from error


def _text(text: str) -> str:
    """Bytes that are no UTF-8 stand as U+FFFD, which the store needs."""
    if text.isascii():
        return text
    return text.encode(errors="surrogateescape").decode(errors="replace")
