"""The judged tables: where their truth stands, what their rows are found by and must agree in."""

TABLES = {
    "facts.order_confirmations": "order_confirmations",
    "facts.shipping_notices": "shipping_notices",
    "facts.waits": "waits",
    "staging.bounces": "bounces",
    "facts.order_notices": "order_notices",
    "facts.order_verifications": "order_verifications",
    "facts.promises": "promises",
    "facts.messages": "messages",
    "facts.wait_escalations": "wait_escalations",
    "facts.message_topics": "message_topics",
    "cases.findings": "findings",
}
KEYS = {
    "facts.order_confirmations": ("shop", "order_id"),
    "facts.shipping_notices": ("shop", "shipment_id"),
    "facts.waits": ("message_id",),
    "staging.bounces": ("original_message_id",),
    "facts.order_notices": ("shop", "order_id", "mail_kind"),
    "facts.order_verifications": ("shop", "order_id"),
    "facts.promises": ("shop", "order_id", "shipment_id", "line_id", "kind", "until_at"),
    "facts.messages": ("message_id",),
    "facts.wait_escalations": ("message_id",),
    "facts.message_topics": ("message_id",),
    "cases.findings": ("shop", "rule", "subject", "field"),
}
OF_WAITING = ("started_at", "due_at")
OF_ANSWERED = (*OF_WAITING, "answered_at", "business_seconds")
OF_PROMISE = ("from_at", "made_in", "is_first")
# Of findings the word is the rule; each has a line of its own in the score.
RULES = (
    "CONF_MISSING", "CONF_LATE", "SHIP_MISSING", "SHIP_LATE", "SHIP_TOO_EARLY", "WRONG_SEQUENCE",
    "SPLIT_SHIPMENT_GAP", "DUPLICATE_SENT", "SENT_AFTER_CANCEL", "BOUNCED", "WRONG_RECIPIENT",
    "FOREIGN_DATA", "SENDER_WRONG", "REPLY_DEAD_END", "CONTACT_WRONG", "TEMPLATE_UNKNOWN",
    "TEMPLATE_RETIRED", "TEMPLATE_DRIFT", "FOREIGN_TEXT", "SUBJECT_MISMATCH", "LANGUAGE_MISMATCH",
    "PARTS_DISAGREE", "TRUNCATED", "MOJIBAKE", "PLACEHOLDER_LEFT", "NULL_VALUE", "DUMMY_VALUE",
    "REQUIRED_MISSING", "ORDER_NO_MISMATCH", "ITEMS_MISMATCH", "ADDRESS_MISMATCH", "NAME_MISMATCH",
    "SHIP_TIME_MISMATCH", "ETA_MISMATCH", "ETA_IMPLAUSIBLE", "ETA_AMBIGUOUS", "AMOUNT_MISMATCH",
    "TRACKING_MISMATCH", "TRACKING_FORMAT", "TRACKING_REUSED", "LINK_WITHOUT_NUMBER", "LINK_HOST",
    "LINK_TEXT_DIFFERS", "CARRIER_MISMATCH", "LONG_OR_HARD", "TONE", "WAIT_OVERDUE",
    "PROMISE_PASSED",
)  # fmt: skip
# What must agree beside the word itself; where a word leaves it open, nothing more is asked.
EXACT = {
    "facts.order_confirmations": {
        word: ("confirmed_at",) for word in ("on_time", "late", "implausible")
    },
    "facts.shipping_notices": {
        **{word: ("noticed_at", "rung") for word in ("on_time", "late", "too_early")},
        **{word: ("rung",) for word in ("missing", "waiting")},
    },
    "facts.waits": {
        **{word: OF_ANSWERED for word in ("in_time", "late", "answered_elsewhere")},
        **{word: OF_WAITING for word in ("open", "due_soon", "overdue", "bot")},
        **{word: OF_WAITING for word in ("answered_unseen", "unknown")},
    },
    "facts.order_notices": {
        **{w: ("clock_starts_at", "sent_at") for w in ("on_time", "late", "implausible")},
        **{w: ("clock_starts_at",) for w in ("missing", "waiting", "bounced", "unknown")},
        "excluded": ("excluded_reason",),
    },
    "facts.order_verifications": {
        word: ("missing_fields", "verify_seconds", "confirmed_incomplete")
        for word in ("verified", "incomplete")
    },
    "facts.promises": {
        "kept": (*OF_PROMISE, "is_too_early", "happened_at"),
        **{word: OF_PROMISE for word in ("broken", "open", "superseded", "unknown")},
        "excluded": (*OF_PROMISE, "excluded_reason"),
    },
    "cases.findings": {rule: ("severity",) for rule in RULES},
    "facts.wait_escalations": {word: ("escalated_at", "how") for word in ("in_time", "late")},
}  # fmt: skip
