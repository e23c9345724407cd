"""What mail folders have in common: which mails count and how far they are read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ingest.mail import Unreadable, read_mail, with_teams
from ingest.mail_progress import Progress
from ingest.mail_times import Times
from sql.domains import comparable
from sql.raw.facts import Batch, Message, MessageLocation, Poll, Refused
from sql.settings import SourceOptions
from sql.trouble import Trouble

BATCH = 500
_IGNORED_FLAGS = {"\\draft": "draft", "\\deleted": "deleted"}


@dataclass(frozen=True)
class Folder:
    """A folder of a source as the settings name it."""

    source: str
    options: SourceOptions
    name: str
    role: str
    account: str | None
    epoch: str = ""

    @property
    def path(self) -> str:
        return f"{self.source}/{self.name}"

    @property
    def rules(self) -> str:
        """What decides which mails are kept; a change means that all are read again."""
        return f"{self.options.since} {sorted(self.options.addresses)}"


@dataclass(frozen=True)
class Found:
    """A mail as its place holds it."""

    location: str
    flags: tuple[str, ...]
    raw: bytes
    times: Times
    is_cut: bool = False


def folders_of(options: SourceOptions, name: str, roles: Mapping[str, str]) -> list[Folder]:
    """The folders of a source: their names in the settings, and what each holds."""
    return [Folder(name, options, folder, role, account=name) for folder, role in roles.items()]


def ignored_reason(flags: Iterable[str]) -> str | None:
    """Why a mail with these flags is none that was sent or received."""
    return next(filter(None, (_IGNORED_FLAGS.get(flag.lower()) for flag in flags)), None)


def sort_in(
    batch: Batch, folder: Folder, found: Found, progress: Progress, now: datetime,
    also: Sequence[Folder] = (),
) -> None:
    """Count a mail in: kept, ignored by reason, or refused. `also`: where else it lies."""
    if reason := ignored_reason(found.flags):
        batch.ignored[reason] += 1
        return
    read = read_mail(found.raw, found.times, is_cut=found.is_cut)
    if isinstance(read, Unreadable):
        location = "/".join(filter(None, (folder.path, folder.epoch, found.location)))
        batch.refused.append(Refused(location, read.reason, read.detail, found.raw))
        return
    message, *bounces = read
    progress.saw(message.received_at, now)
    since = folder.options.since
    if since and message.received_at and message.received_at < since:
        batch.ignored["before_since"] += 1
    elif not is_allowed(message, folder.options.addresses):
        batch.ignored["address_not_allowed"] += 1
    else:
        message = with_teams(message, folder.options.staff)
        places = [_location(message, place, found) for place in (folder, *also)]
        batch.items.append((message, *places, *bounces))


def _location(message: Message, folder: Folder, found: Found) -> MessageLocation:
    return MessageLocation(
        message_key=message.message_key,
        shop=folder.options.shop,
        path=folder.path,
        role=folder.role,
        account=folder.account,
        folder=folder.name,
        epoch=folder.epoch,
        location=found.location,
        mailbox_flags=sorted(found.flags),
    )


def is_allowed(message: Message, allowed: Iterable[str]) -> bool:
    """Whether a mail is from or to an allowed address or domain; no list allows all."""
    allowed = set(allowed)
    if not allowed:
        return True
    named = {message.from_address or "", message.reply_to_address or "", *message.to_addresses}
    mentioned = {comparable(address) for address in named}
    domains = {address.rpartition("@")[2] for address in mentioned}
    return not allowed.isdisjoint(mentioned | domains)


def poll_of(
    folder: Folder, progress: Progress, now: datetime, reads_from_at: datetime | None = None
) -> Poll:
    """How far the folder is known: not beyond a mail that was there and could not be read."""
    ends = [folder.options.complete_until, progress.unread_from_at]
    holes = [f"{progress.unread} mails could not be read"] if progress.unread else []
    return Poll(
        path=folder.path,
        role=folder.role,
        shop=folder.options.shop,
        polled_at=now,
        oldest_item_at=progress.oldest_at,
        newest_item_at=progress.newest_at,
        states_its_end_at=min((end for end in ends if end), default=None),
        holes=holes,
        reads_from_at=reads_from_at,
    )


def raise_all(troubles: list[str]) -> None:
    """One line for each, after everything else was read."""
    if troubles:
        raise Trouble("\n".join(troubles))
