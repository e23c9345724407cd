"""What sources yield of mails: rows of the raw store, as seen, unjudged; unknown is None.

All times are naive UTC. Each class names its table and the columns that make two rows the same
fact; the store adds source, run_id, batch_id and read_at.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Message:
    """A distinct mail; where it was found is a MessageLocation."""

    table: ClassVar[str] = "messages"
    key: ClassVar[tuple[str, ...]] = ("message_key",)

    message_key: str  # hash of Message-ID, From, Date, Subject and body, line ends normalised
    message_id: str | None  # without < >
    in_reply_to: str | None
    reference_ids: list[str]
    from_address: str | None  # lower case; a staff address stands as "team:NAME"
    from_name: str | None
    reply_to_address: str | None
    to_addresses: list[str]  # To and Cc
    sent_at: datetime | None  # the Date header
    received_at: datetime | None  # INTERNALDATE; for files the top Received, then the file's time
    first_hop_at: datetime | None  # bottom Received header: the first server that took the mail
    subject: str | None
    text: str | None  # visible text of the mail
    links: list[str]  # targets of links in the HTML part, http(s) addresses in the text part
    auto_submitted: str | None  # Auto-Submitted header
    precedence: str | None
    list_id: str | None
    is_null_sender: bool  # Return-Path: <>
    report_type: str | None  # of multipart/report: delivery-status, disposition-notification
    auto_headers: list[str]  # lower-case names of vendors' automatic and spam headers
    flags: list[str]  # no_message_id, charset_guessed, dup_header, zone_unknown ...
    size: int
    delivered_to: list[str] = field(default_factory=list)  # Delivered-To, X-Original-To and kin
    calendar_method: str | None = None  # of a text/calendar part: request, reply, cancel
    html_text: str | None = None  # of the HTML form beside a plain one, if it says other words
    link_targets: list[str] | None = None  # of anchors, usable or not; None: no HTML part
    link_texts: list[str] = field(default_factory=list)  # what each of them shows
    dmarc: str | None = None  # pass, fail, none; as the server that took the mail found


@dataclass(frozen=True, slots=True)
class MessageLocation:
    """A mail at a place: account and folder, or file."""

    table: ClassVar[str] = "message_locations"
    key: ClassVar[tuple[str, ...]] = ("source", "path", "epoch", "location")

    message_key: str
    shop: str | None  # as set for the source; None: by the mail's own-domain address
    path: str  # as in Poll.path
    role: str  # inbox, sent, archive, replies
    account: str | None
    folder: str | None
    epoch: str  # UIDVALIDITY; "" for files
    location: str  # UID or file name
    mailbox_flags: list[str]  # \Seen, \Draft ...


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """What became of a place after its mail was read; a mail that left it was nevertheless sent."""

    table: ClassVar[str] = "place_changes"
    key: ClassVar[tuple[str, ...]] = ("path", "epoch", "location")
    versioned: ClassVar[bool] = True

    path: str
    epoch: str
    location: str  # "*": every place of that epoch
    content_hash: str
    is_gone: bool  # moved, or deleted for good
    mailbox_flags: list[str] | None  # as they are now; None where it is gone
    noticed_at: datetime


@dataclass(frozen=True, slots=True)
class Bounce:
    """A recipient in a delivery report that came as a mail."""

    table: ClassVar[str] = "bounces"
    key: ClassVar[tuple[str, ...]] = ("message_key", "recipient", "action")

    message_key: str  # the report
    recipient: str | None
    action: str | None  # failed, delayed, delivered, relayed, expanded
    status: str | None  # x.y.z
    reply_code: str | None
    diagnostic: str | None
    original_message_id: str | None


@dataclass(frozen=True, slots=True)
class MailEvent:
    """What a mail server or provider logged of a mail: taken (no recipient), or one attempt."""

    table: ClassVar[str] = "mail_events"
    key: ClassVar[tuple[str, ...]] = ("event_key",)
    timed_by: ClassVar[str] = "event_at"  # one key has one time: what is held is sought only there

    event_key: str  # hash of what makes the event one, its time included; read twice it is the same
    shop: str | None  # as set for the source; None: by the sender's domain
    path: str
    host: str | None
    instance: str | None  # postfix, postfix-out ...
    queue_id: str | None
    generation: str | None  # when this life of the queue id began
    event: str  # accepted, sent, deferred, bounced, expired, complained, rejected, unknown
    event_at: datetime
    message_id: str | None
    sender: str | None  # envelope sender; "" is the null sender
    recipient: str | None
    original_recipient: str | None
    relay: str | None
    delay_seconds: float | None
    dsn: str | None
    reply_code: str | None
    reply: str | None
    order_id: str | None = None  # of a provider's custom argument, tag or header, as configured
    mail_kind: str | None = None  # likewise: order_confirmation, shipping_notice ...
    template: str | None = None  # likewise
    classification: str | None = None  # the provider's own word: Permanent/General, HardBounce ...
