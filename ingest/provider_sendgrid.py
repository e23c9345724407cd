"""SendGrid's event webhook: lists of events, custom arguments beside their own fields."""

from datetime import datetime

from ingest.provider_events import Provider, Said, Told
from ingest.provider_labels import Given, named_in
from ingest.provider_values import (
    Unreadable,
    address,
    message_id,
    moment,
    several,
    status,
    table,
    text,
)  # fmt: skip

_IGNORED = {
    "open": "open", "click": "click", "unsubscribe": "subscription_change",
    "group_unsubscribe": "subscription_change", "group_resubscribe": "subscription_change",
    "account_status_change": "account_status_change",
}  # fmt: skip
_EVENTS = {
    "processed": "accepted", "delivered": "sent", "deferred": "deferred",
    "bounce": "bounced",  # also of type "blocked": the other server refused it this time
    "dropped": "rejected",  # never handed over
    "spamreport": "complained",
}  # fmt: skip
_NO_RECIPIENT_NEEDED = {"accepted", "unknown"}


def _unwrap(said: Said) -> list[Said] | str:
    return [said]


def _told(said: Said, now: datetime) -> list[Told] | str:
    word = text(said.get("event"))
    if not word:
        raise Unreadable("event.no_type")
    word = word.lower()
    if word in _IGNORED:
        return _IGNORED[word]
    at = moment(said.get("timestamp"), now)
    event = _EVENTS.get(word, "unknown")
    recipient = address(said.get("email"))
    if not recipient and event not in _NO_RECIPIENT_NEEDED:
        raise Unreadable("event.no_recipient")
    reply = text(said.get("response"))
    if word == "bounce":
        reply = text(said.get("reason")) or reply
    return [
        Told(
            word, event, at, text(said.get("sg_message_id")), message_id(said.get("smtp-id")),
            recipient, text(said.get("sg_event_id")), address(said.get("from")),
            dsn=status(said.get("status")), reply=reply, classification=_class(word, said),
            is_strange=word not in _EVENTS,
        )
    ]  # fmt: skip


def _class(word: str, said: Said) -> str | None:
    if word == "bounce":
        names = (said.get("type"), said.get("bounce_classification"))
        return "/".join(filter(None, map(text, names))) or None
    if word == "dropped":
        return text(said.get("reason"))
    return word if word not in _EVENTS else None


def _given(said: Said) -> Given:
    named = list(said.items())
    for name in ("unique_args", "custom_args"):
        named += named_in(table(said.get(name)))
    template = said.get("sg_template_name") or said.get("sg_template_id")
    return Given(named, several(said.get("category")), template)


SENDGRID = Provider("sendgrid", _unwrap, _told, _given)
