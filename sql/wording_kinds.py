"""What a mail that came in is, and how that is known, in words."""

KINDS = {
    "inquiry": "inquiry",
    "auto_reply": "automatic reply",
    "bounce": "delivery report",
    "bulk": "bulk mail",
    "internal": "between colleagues",
    "spam": "spam",
    "no_answer_needed": "no answer needed",
    "other": "other",
}
KIND_REASONS = {
    "decision": "a person decided so",
    "report": "a report that a mail server wrote",
    "read_receipt": "a read receipt",
    "complaint": "a mail provider's report of a complaint",
    "calendar": "an answer to an invitation",
    "header": "by what its header says",
    "null_sender": "sent without a sender, as reports are",
    "subject": "by the beginning of its subject",
    "text": "by its words",
    "sender": "from one of our own addresses",
    "folder": "lies with the junk, or is marked so",
    "thanks": "only thanks, or news that all is well",
    "no_sender": "names no sender",
    "customer": "written by a customer",
}
CORRECTABLE = tuple(KINDS)  # what a decision may say


def kind(word: str) -> str:
    return KINDS.get(word, word.replace("_", " "))


def kind_reason(word: str) -> str:
    return KIND_REASONS.get(word, word.replace("_", " "))
