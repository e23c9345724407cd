"""The words of facts, findings and feeds, and what a person reads instead."""

from sql.wording_not_taken import NOT_TAKEN
from sql.wording_waits import WAIT_MEASURES

MAILS = {
    "on_time": "in time",
    "late": "too late",
    "waiting": "not due yet",
    "bounced": "came back undelivered",
    "unknown": "cannot be seen",
    "implausible": "the times cannot be right",
    "excluded": "not counted",
    "too_early": "sent before the parcel left",
    "missing": "not found",
}
PROMISES = {
    "kept": "kept",
    "broken": "not kept",
    "open": "not due yet",
    "superseded": "corrected in time",
    "unknown": "cannot be seen",
    "excluded": "not counted",
}
VERDICTS = {
    "confirmation": MAILS | {"missing": "no confirmation found"},
    "shipping_mail": MAILS | {"missing": "no shipping mail found"},
    "notice": MAILS | {"missing": "no mail about it found"},
}
MAIL_KINDS = {
    "order_confirmation": "order confirmation",
    "shipping_notice": "shipping mail",
    "payment": "payment mail",
    "cancelled": "cancellation mail",
    "refunded": "refund mail",
    "order_edited": "mail about the change",
    "delay_notice": "delay notice",
    "delivery_update": "delivery update",
    "pickup_ready": "ready for pick-up",
    "invoice": "invoice",
    "record": "the shop's record",
}
OUTCOMES = {
    "in_time": "answered in time",
    "late": "answered too late",
    "open": "open, still time",
    "due_soon": "due soon",
    "overdue": "overdue",
    "closed_unanswered": "closed without an answer",
    "answered_unseen": "answered from a mailbox that we do not read",
    "answered_elsewhere": "answered by phone or elsewhere",
    "bot": "only a bot answered",
    "unknown": "cannot be seen",
}
MATCHES = {
    "subject": "by the order number in the subject",
    "body": "by the order number in the text",
    "quoted": "by the order number in a quoted mail",
    "field": "by the order number in the ticket",
    "tag": "by what the shop told its mail provider",
    "thread": "by an earlier mail of the conversation",
    "recipient_time": "by the customer and the time",
}
PAIRINGS = {
    "ordered_confirmed": "an order, then its confirmation",
    "written_taken": "a mail's own date, then the server that took it",
    "taken_archived": "a mail taken by the server, then its copy",
    "asked_answered": "a question, then its answer",
}
LINKS = {
    "order": "by the order number",
    "ticket": "by the ticket",
    "message": "by the message that was rated",
    "customer_wait": "by the customer's last answer",
    "customer_order": "by the customer's last delivery",
}
REASONS = NOT_TAKEN | {
    "auto_reply": "automatic reply",
    "bounce": "delivery report",
    "bulk": "bulk mail",
    "spam": "spam",
    "internal": "between colleagues",
    "rating": "a rating",
    "no_answer_needed": "no answer needed",
    "negative_latency": "a clock was wrong: the answer is dated before the question",
    "marketplace": "the marketplace sends this mail",
    "pickup": "picked up by the customer",
    "digital": "digital goods, nothing is shipped",
    "in_store": "bought in the store",
    "test": "a test order",
    "imported": "imported from another system",
    "cancelled": "cancelled",
    "refunded": "refunded",
    "deleted": "deleted since",
    "not_placed": "a checkout that nobody finished",
    "time_inconsistent": "its times contradict each other",
    "nothing_expected": "no mail is expected",
    "history": "from before the start",
}
NOT_NEW = {"deferred": "later", "quarantined": "refused"}
MEASURES = WAIT_MEASURES | {
    "confirmed_in_time": "Order confirmations in time",
    "shipping_mail_in_time": "Shipping mails in time",
    "shipped_with_tracking": "Shipments with working tracking",
    "replied_in_time": "Replies in time",
    "promise_kept": "Promises kept",
    "told_of_changes": "Mails about payments and changes in time",
    "confirmation": "Customers wait for the order confirmation",
    "shipping_mail": "Customers wait for the shipping mail",
    "reply": "Customers wait for a reply",
}
STATES = {"measured": "measured", "partly": "measured in part", "not_measurable": "not yet"}
SEVERITIES = {"critical": "critical", "major": "major", "minor": "minor"}
ROLES = {
    "inbox": "mailbox that customers write to",
    "archive": "archive of order mails",
    "replies": "folder of replies",
    "sent": "folder of sent mails",
    "log": "log or events of sent mails",
    "orders": "orders",
    "items": "lines of orders",
    "shipments": "shipments",
    "templates": "templates of mails",
    "helpdesk": "helpdesk", "feedback": "ratings",
}
