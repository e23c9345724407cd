"""Amazon SES: event publishing, the older notifications, both also within SNS."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from ingest import provider_values as values
from ingest.json_records import records_in
from ingest.provider_events import Provider, Said, Told
from ingest.provider_labels import Given, headers_in, named_in

_IGNORED = {
    "open": "open", "click": "click", "subscription": "subscription_change",
    "amazonsnssubscriptionsucceeded": "sns_subscription", "received": "inbound",
}  # fmt: skip
_PARTS = {  # of each type: where its details stand, and its recipients
    "send": ("send", ""), "delivery": ("delivery", "recipients"), "reject": ("reject", ""),
    "bounce": ("bounce", "bouncedRecipients"), "renderingfailure": ("failure", ""),
    "complaint": ("complaint", "complainedRecipients"),
    "deliverydelay": ("deliveryDelay", "delayedRecipients"),
}  # fmt: skip
_EVENTS = {"send": "accepted", "delivery": "sent", "reject": "rejected",
           "renderingfailure": "rejected", "deliverydelay": "deferred"}  # fmt: skip
_SUPPRESSED = {"suppressed", "onaccountsuppressionlist", "unsubscribedrecipient"}
_REGION = re.compile(r"arn:[a-z-]+:ses:([a-z0-9-]+):")
_SNS_TYPES = {"SubscriptionConfirmation", "UnsubscribeConfirmation"}


class _Recipient(NamedTuple):
    address: str | None
    action: str | None
    status: str | None
    reply: str | None


def _unwrap(said: Said) -> list[Said] | str:
    if values.text(said.get("Type")) in _SNS_TYPES:
        return "sns_subscription"
    if values.table(said.get("detail")) and said.get("source") == "aws.ses":
        return [values.table(said["detail"])]
    inner = said.get("Message")
    if inner is None or "eventType" in said or "notificationType" in said:
        return [said]
    if not isinstance(inner, str):
        return [values.table(inner)]
    if inner.startswith("Successfully validated SNS topic"):
        return "sns_subscription"
    found = records_in(inner.encode(errors="replace"))
    if bad := next((record.reason for record in found if record.reason), None):
        raise values.Unreadable(bad)
    return [record.value for record in found if record.value is not None]


def _told(said: Said, now: datetime) -> list[Told] | str:
    word = values.first(said.get("eventType"), said.get("notificationType"))
    if not word:
        raise values.Unreadable("event.no_type")
    kind = word.replace(" ", "").lower()
    if kind in _IGNORED:
        return _IGNORED[kind]
    mail = values.table(said.get("mail"))
    part_name, list_name = _PARTS.get(kind, ("", ""))
    part = values.table(said.get(part_name))
    at = values.moment(values.present(part.get("timestamp"), mail.get("timestamp")), now)
    people = list(_recipients(part.get(list_name), mail))
    if not people and kind in _PARTS and kind != "send":
        raise values.Unreadable("event.no_recipient")
    delay = part.get("processingTimeMillis")
    return [
        Told(
            kind, _event(kind, part, person), at, values.text(mail.get("messageId")),
            _message_id(mail), person.address, values.text(part.get("feedbackId")),
            _sender(mail), relay=values.text(part.get("remoteMtaIp")),
            delay_seconds=delay / 1000 if isinstance(delay, int) else None,
            dsn=values.status(person.status),
            reply=person.reply or values.text(part.get("smtpResponse")),
            classification=_class(kind, word, part), is_strange=kind not in _PARTS,
        )
        for person in people or [_Recipient(None, None, None, None)]
    ]  # fmt: skip


def _recipients(listed: Any, mail: Said) -> Iterator[_Recipient]:
    """Those the details name; else all the mail was for."""
    for one in values.several(listed) or values.several(mail.get("destination")):
        about = values.table(one) or {"emailAddress": one}
        if found := values.address(about.get("emailAddress")):
            told = map(about.get, ("action", "status", "diagnosticCode"))
            yield _Recipient(found, *map(values.text, told))


def _event(kind: str, part: Said, person: _Recipient) -> str:
    if kind == "bounce":
        return _bounce(part, person)
    if kind == "complaint":  # of somebody on the list nothing was sent, so nobody complained
        on_list = str(part.get("complaintSubType")).lower() in _SUPPRESSED
        return "rejected" if on_list else "complained"
    return _EVENTS.get(kind, "unknown")


def _bounce(part: Said, person: _Recipient) -> str:
    """A bounce is told once SES has given up; what was on a list was never handed over."""
    sub_type = str(part.get("bounceSubType")).lower()
    if sub_type in _SUPPRESSED:
        return "rejected"
    if sub_type == "customtimeoutexceeded":
        return "expired"
    is_failure = person.status or person.reply or str(person.action).lower() == "failed"
    if str(part.get("bounceType")).lower() != "permanent" and not is_failure:
        return "unknown"  # an out-of-office answer comes as such a "bounce", too
    return "bounced"


def _class(kind: str, word: str, part: Said) -> str | None:
    if kind == "bounce":
        names = (part.get("bounceType"), part.get("bounceSubType"))
        return "/".join(filter(None, map(values.text, names))) or None
    if kind not in _PARTS or kind == "renderingfailure":
        return word
    names = ("delayType", "complaintSubType", "complaintFeedbackType", "reason")
    return values.first(*(part.get(name) for name in names))


def _sender(mail: Said) -> str | None:
    written = values.several(values.table(mail.get("commonHeaders")).get("from"))
    return values.address(mail.get("source")) or values.address(next(iter(written), None))


def _message_id(mail: Said) -> str | None:
    """Of the header; SES puts its own there unless the mail came with one."""
    if found := values.message_id(values.table(mail.get("commonHeaders")).get("messageId")):
        return found
    for name, value in headers_in(mail.get("headers")):
        if name.lower() == "message-id" and (found := values.message_id(value)):
            return found
    own = values.text(mail.get("messageId"))
    region = _REGION.match(values.text(mail.get("sourceArn")) or "")
    # The oldest region has a name of its own there.
    host = region[1] if region and region[1] != "us-east-1" else "email"
    return f"{own}@{host}.amazonses.com" if own else None


def _given(said: Said) -> Given:
    mail = values.table(said.get("mail"))
    named = [*named_in(mail.get("tags")), *headers_in(mail.get("headers"))]
    return Given(named, (), values.table(said.get("failure")).get("templateName"))


SES = Provider("ses", _unwrap, _told, _given)
