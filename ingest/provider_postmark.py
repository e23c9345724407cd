"""Postmark's webhooks: one record each, and its many types of bounce."""

from datetime import datetime

from ingest.provider_events import Provider, Said, Told
from ingest.provider_labels import Given, named_in
from ingest.provider_values import Unreadable, address, message_id, moment, present, text

_IGNORED = {"open": "open", "click": "click", "inbound": "inbound"}
_EVENTS = {"delivery": "sent", "spamcomplaint": "complained", "bounce": "",
           "subscriptionchange": ""}  # fmt: skip
_BOUNCES = {  # by Type; refused by the other server is bounced, never handed over is rejected
    "hardbounce": "bounced", "softbounce": "bounced", "blocked": "bounced",
    "dmarcpolicy": "bounced", "virusnotification": "bounced",
    "transient": "deferred", "dnserror": "deferred",
    "bademailaddress": "rejected",
    "manuallydeactivated": "rejected", "unconfirmed": "rejected", "smtpapierror": "rejected",
    "templaterenderingfailed": "rejected",
    "spamcomplaint": "complained",
    # Nobody can say whether the customer has it: delivered as spam or not at all.
    "spamnotification": "unknown", "unknown": "unknown",
}  # fmt: skip
_NO_BOUNCES = {
    "unsubscribe": "subscription_change", "subscribe": "subscription_change",
    "autoresponder": "auto_response", "addresschange": "auto_response",
    "challengeverification": "auto_response", "openrelaytest": "auto_response",
    "inbounderror": "inbound",
}  # fmt: skip
_SUPPRESSIONS = {"hardbounce": "bounced", "spamcomplaint": "complained"}
_TIMES = ("DeliveredAt", "BouncedAt", "ChangedAt", "ReceivedAt", "SubmittedAt", "Timestamp")


def _unwrap(said: Said) -> list[Said] | str:
    return [said]


def _told(said: Said, now: datetime) -> list[Told] | str:
    word = text(said.get("RecordType"))
    if not word:
        if "FromFull" in said or "MailboxHash" in said:
            return "inbound"
        raise Unreadable("event.no_type")
    kind, of_type = word.lower(), (text(said.get("Type")) or "").lower()
    if kind in _IGNORED:
        return _IGNORED[kind]
    if kind == "bounce" and of_type in _NO_BOUNCES:
        return _NO_BOUNCES[of_type]
    event = _event(kind, of_type, said)
    if event is None:
        return "subscription_change"
    at = moment(present(*(said.get(name) for name in _TIMES)), now)
    recipient = address(said.get("Recipient")) or address(said.get("Email"))
    if not recipient and event != "unknown":
        raise Unreadable("event.no_recipient")
    own = text(said.get("MessageID"))
    return [
        Told(
            f"{kind}/{of_type}" if kind == "bounce" else kind, event, at, own,
            message_id(own) or (own and f"{own}@mtasv.net"), recipient, text(said.get("ID")),
            address(said.get("From")), reply=text(said.get("Details")),
            classification=_class(kind, said),
            is_strange=kind not in _EVENTS or (kind == "bounce" and of_type not in _BOUNCES),
        )
    ]  # fmt: skip


def _event(kind: str, of_type: str, said: Said) -> str | None:
    """None for a change of a subscription that tells nothing of a mail."""
    if kind == "subscriptionchange":
        reason = (text(said.get("SuppressionReason")) or "").lower()
        return _SUPPRESSIONS.get(reason) if said.get("SuppressSending") is True else None
    return _BOUNCES.get(of_type, "unknown") if kind == "bounce" else _EVENTS.get(kind, "unknown")


def _class(kind: str, said: Said) -> str | None:
    if kind in ("bounce", "spamcomplaint"):
        return text(said.get("Type"))
    if kind == "subscriptionchange":
        return text(said.get("SuppressionReason"))
    return text(said.get("RecordType")) if kind not in _EVENTS else None


def _given(said: Said) -> Given:
    return Given(list(named_in(said.get("Metadata"))), [said.get("Tag")])


POSTMARK = Provider("postmark", _unwrap, _told, _given)
