"""Mailgun: events of its webhooks (beside their signature) and of its events API."""

from datetime import datetime

from ingest.provider_events import Provider, Said, Told
from ingest.provider_labels import Given, named_in
from ingest.provider_values import (
    Unreadable,
    address,
    first,
    message_id,
    moment,
    reply_code,
    several,
    status,
    table,
    text,
)  # fmt: skip

_IGNORED = {
    "opened": "open", "clicked": "click", "unsubscribed": "subscription_change",
    "stored": "inbound",
}  # fmt: skip
_EVENTS = {"accepted": "accepted", "delivered": "sent", "rejected": "rejected",
           "complained": "complained", "failed": ""}  # fmt: skip
# Codes of its own: given up as too old; on one of its lists, so never handed over.
_TOO_OLD, _ON_LIST = {"602"}, {"605", "606", "607"}


def _unwrap(said: Said) -> list[Said] | str:
    if isinstance(said.get("event-data"), dict):
        return [said["event-data"]]
    if isinstance(said.get("items"), list) and "event" not in said:
        return [table(one) for one in said["items"]]
    return [said]


def _told(said: Said, now: datetime) -> list[Told] | str:
    word = text(said.get("event"))
    if not word:
        raise Unreadable("event.no_type")
    word = word.lower()
    if word in _IGNORED:
        return _IGNORED[word]
    if table(said.get("flags")).get("is-routed") is True:
        return "inbound"
    at = moment(said.get("timestamp"), now)
    answer = table(said.get("delivery-status"))
    event = _failure(said, answer) if word == "failed" else _EVENTS.get(word, "unknown")
    headers = table(table(said.get("message")).get("headers"))
    recipient = address(said.get("recipient")) or address(headers.get("to"))
    if not recipient and event not in ("accepted", "unknown"):
        raise Unreadable("event.no_recipient")
    envelope = table(said.get("envelope"))
    code = text(answer.get("code"))
    own = message_id(headers.get("message-id"))  # there is no other id of the mail
    return [
        Told(
            word, event, at, own, own, recipient, text(said.get("id")),
            address(envelope.get("sender")) or address(headers.get("from")),
            relay=text(answer.get("mx-host")), dsn=status(answer.get("enhanced-code")),
            reply_code=reply_code(code),
            reply=first(answer.get("message"), answer.get("description")),
            classification=_class(word, said), is_strange=word not in _EVENTS,
        )
    ]  # fmt: skip


def _failure(said: Said, answer: Said) -> str:
    code, reason = text(answer.get("code")) or "", str(said.get("reason")).lower()
    severity = str(said.get("severity")).lower()
    if severity == "temporary":
        return "deferred"
    if severity != "permanent":
        return "unknown"
    if reason.startswith("suppress-") or code in _ON_LIST:
        return "rejected"
    return "expired" if reason == "old" or code in _TOO_OLD else "bounced"


def _class(word: str, said: Said) -> str | None:
    if word == "failed":
        kind = table(said.get("delivery-status")).get("bounce-type")
        names = (said.get("severity"), said.get("reason"), kind)
        return "/".join(filter(None, map(text, names))) or None
    if word == "rejected":
        return text(table(said.get("reject")).get("reason"))
    return word if word not in _EVENTS else None


def _given(said: Said) -> Given:
    template = said.get("template")
    name = table(template).get("name") if isinstance(template, dict) else template
    return Given(list(named_in(said.get("user-variables"))), several(said.get("tags")), name)


MAILGUN = Provider("mailgun", _unwrap, _told, _given)
