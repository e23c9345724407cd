"""Postfix's log read the slow way: one line after the other, each taken apart by hand."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

POSTFIX = {"smtpd", "smtp", "lmtp", "cleanup", "qmgr", "bounce", "anvil", "pickup", "postsuper"}
STATES = {"sent": "sent", "deferred": "deferred", "bounced": "bounced", "expired": "expired",
          "SOFTBOUNCE": "deferred"}  # fmt: skip
LONGEST = 65536


@dataclass
class Log:
    """What a whole log says; `open` are the lives that have no end yet, `untold` the repetitions
    of lines that stand there only once."""

    events: list[tuple] = field(default_factory=list)
    ignored: Counter = field(default_factory=Counter)
    refused: list[tuple[str, bytes]] = field(default_factory=list)
    open: dict[tuple, dict] = field(default_factory=dict)
    untold: int = 0


def read_plainly(content: bytes) -> Log:
    """All whole lines."""
    log = Log()
    for raw in content.split(b"\n")[:-1]:
        raw = raw.replace(b"\0", b"").removesuffix(b"\r")
        found = outcome_of(log, raw.decode(errors="surrogateescape"))
        if found.startswith(("log.", "time.")):
            log.refused.append((found, raw[:LONGEST + 1]))
        elif found != "event":
            times = times_repeated(raw) if found == "repeated" else 1
            log.ignored[found] += times
            log.untold += times - 1
    return log


def times_repeated(raw: bytes) -> int:
    words = raw.decode(errors="replace").split("message repeated ")[1].split(" ")
    return int(words[0])


def outcome_of(log: Log, line: str) -> str:
    """"event", or why there is none."""
    if len(line.encode(errors="surrogateescape")) > LONGEST:
        return "log.line_too_long"
    if not line.strip():
        return "blank"
    parts = head_of(line)
    if parts is None:
        is_own_word = line.startswith("-- ") or has_stamp_and_host(line) and "postfix" not in line
        if not is_own_word:
            return "log.unparsed"
        return "repeated" if "last message repeated" in line else "not_postfix"
    stamp, host, tag, message = parts
    instance, slash, program = tag.rpartition("/")
    if not slash or not instance or program not in POSTFIX:
        return "not_postfix"
    if message.startswith("message repeated ") and " times: [" in message:
        return "repeated"
    name, colon, said = message.partition(": ")
    if not colon or " " in name:
        return program
    place = (host, instance, name)
    if said.startswith("to="):
        return delivery(log, stamp, place, said)
    if program == "cleanup" and said.startswith("message-id=") and is_queue_id(name):
        return named(log, stamp, place, said, program)
    if program in ("qmgr", "postsuper") and said.strip() == "removed":
        log.open.pop(place, None)
    elif program in ("qmgr", "postsuper") and said.startswith("from=<"):
        return queued(log, stamp, place, said, program)
    return program


def head_of(line: str) -> tuple[str, str, str, str] | None:
    stamp, rest = stamp_of(line)
    host, space, rest = rest.partition(" ")
    before, colon, message = rest.partition(": ")
    tag, bracket, pid = before.partition("[")
    if not (stamp and host and space and colon and tag) or set(tag) & set(" :]"):
        return None
    if bracket and not (pid.endswith("]") and pid[:-1].isdigit()):
        return None
    return stamp, host, tag, message


def stamp_of(line: str) -> tuple[str | None, str]:
    """In the form of a stamp, whether there is such a time or not."""
    first, _, rest = line.partition(" ")
    shape = "".join("0" if letter in "0123456789" else letter for letter in first)
    if shape.startswith("0000-00-00T00:00:00"):
        fraction, zone = shape[19:].rstrip("0:Z+-"), shape[-6:]
        is_fraction = fraction == "" or fraction == "."
        if is_fraction and (zone in ("+00:00", "-00:00") or shape.endswith("Z")):
            return first, rest
    shape = "".join("0" if letter in "0123456789" else letter for letter in line[:15])
    is_classic = shape[:3].istitle() and shape[:3].isalpha() and line[15:16] == " "
    if is_classic and shape[3:] in (" 00 00:00:00", "  0 00:00:00"):
        return line[:15], line[16:]
    return None, line


def has_stamp_and_host(line: str) -> bool:
    stamp, rest = stamp_of(line)
    return stamp is not None and rest[:1].strip() != ""


def moment(stamp: str) -> datetime | None:
    try:
        if stamp[0].isdigit():
            return datetime.fromisoformat(stamp).astimezone(UTC).replace(tzinfo=None)
        stamp = stamp.removesuffix(":60") + ":59" * stamp.endswith(":60")  # a leap second
        return datetime.strptime(f"2026 {stamp}", "%Y %b %d %H:%M:%S")
    except ValueError:
        return None


def is_queue_id(name: str) -> bool:
    return 5 <= len(name) <= 24 and all(c.isalnum() and c.isascii() for c in name)


def life_of(log: Log, place: tuple, at: datetime) -> dict:
    return log.open.setdefault(place, {"began": at, "id": None, "named": None, "sender": None,
                                       "told": False})  # fmt: skip


def named(log: Log, stamp: str, place: tuple, said: str, program: str) -> str:
    if (at := moment(stamp)) is None:
        return "time.invalid"
    if place in log.open and log.open[place]["named"] not in (None, at):
        del log.open[place]
    life = life_of(log, place, at)
    value = said.removeprefix("message-id=").strip()
    if value.startswith("<") and value.endswith(">"):
        value = value[1:-1]
    life["id"], life["named"] = value or None, at
    return accepted(log, place, life) or program


def queued(log: Log, stamp: str, place: tuple, said: str, program: str) -> str:
    sender, found, rest = said.removeprefix("from=<").rpartition(">, ")
    is_expired = rest.startswith(("status=expired", "status=force-expired"))
    words = rest.split(" ")
    is_active = words[0].startswith("size=") and words[1:2] and words[1].startswith("nrcpt=")
    if not found or not (is_active and len(words) > 2 or is_expired):
        return program
    at = moment(stamp)
    if at is None and (place not in log.open or is_expired):
        return "time.invalid"
    life = life_of(log, place, at)
    life["sender"] = clean(sender).lower()
    if life["sender"].startswith("double-bounce@"):
        return "address_probe"
    if is_expired:
        return event(log, "expired", at, place, life)
    return accepted(log, place, life) or program


def accepted(log: Log, place: tuple, life: dict) -> str | None:
    if life["told"] or not life["id"] or life["sender"] is None or not life["named"]:
        return None
    life["told"] = True
    return event(log, "accepted", life["named"], place, life)


def delivery(log: Log, stamp: str, place: tuple, said: str) -> str:
    # Half a line ends before its status and the reply behind it, or another line goes on there.
    before, _, behind = said.partition(" status=")
    word, bracket, _ = behind.partition(" (")
    is_half = ": to=" in before or not bracket or not word.replace("-", "").isalnum()
    broken = "log.truncated" if is_half else "log.unparsed"
    said = clean(said)
    recipient, rest = address_in(said.removeprefix("to="))
    original = None
    if rest is not None and rest.startswith("orig_to="):
        original, rest = address_in(rest.removeprefix("orig_to="))
    # The first " status=" behind the addresses is Postfix's own: what follows it is free text.
    fields, found, end = (rest or "").partition(", status=")
    pairs = dict(pair.partition("=")[::2] for pair in fields.split(", "))
    state, space, reply = end.partition(" (")
    state = state.rstrip()
    is_whole = rest is not None and found and {"relay", "delay", "dsn"} <= pairs.keys()
    if not is_whole or ": to=" in before or not state or not is_queue_id(place[2]):
        return broken
    if state in ("deliverable", "undeliverable"):
        return "address_probe"
    try:
        delay = float(pairs["delay"])
    except ValueError:
        return broken
    if state not in STATES:
        return broken
    if (at := moment(stamp)) is None:
        return "time.invalid"
    reply = reply.rstrip().removesuffix(")") if space else None
    return event(log, STATES[state], at, place, life_of(log, place, at), recipient.lower(),
                 original and original.lower(), pairs["relay"], delay, pairs["dsn"],
                 code_in(reply), reply)  # fmt: skip


def address_in(text: str) -> tuple[str, str | None]:
    """An address and what follows its comma; None where there is no whole address."""
    end = text.find('">', 1) if text.startswith('<"') else -1
    if text.startswith("<"):
        at = text.find('"@') if text.startswith('<"') else 0
        end = text.find(">", max(at, 0))
        address, rest = text[1:end], text[end + 1:]
        is_whole = end > 0
    else:
        address, comma, rest = text.partition(",")
        rest, is_whole = comma + rest, bool(address)
    if not is_whole or not rest.startswith(", "):
        return address, None
    return address, rest[2:]


def code_in(reply: str | None) -> str | None:
    for before in ("", "said: ", "refused to talk to me: "):
        place = (reply or "").find(before) + len(before) if before in (reply or "") else -1
        code = (reply or "")[place:place + 3] if place >= 0 else ""
        after = (reply or "")[place + 3:place + 4]
        if len(code) == 3 and code.isdigit() and code[0] in "245" and after in ("", " ", "-"):
            return code
    return None


def event(log: Log, word: str, at: datetime, place: tuple, life: dict, *delivery) -> str:
    host, instance, name = place
    log.events.append((
        word, at, host, instance, name, life["began"].isoformat(),
        life["id"] and clean(life["id"]), life["sender"], *(delivery or (None,) * 7),
    ))  # fmt: skip
    return "event"


def clean(text: str) -> str:
    return text.encode(errors="surrogateescape").decode(errors="replace")
