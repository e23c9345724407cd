"""What kind of mail each incoming letter is, and what it is about, in the words of the facts."""

from collections.abc import Iterator
from typing import Any

from .events import Letter, Script
from .topics import TOPICS

KINDS = {
    **dict.fromkeys(("inquiry", "form", "service_form", "reminder"), "inquiry"),
    "thanks": "no_answer_needed",
    **dict.fromkeys(
        ("out_of_office", "absence", "receipt", "read_receipt", "calendar"),
        "auto_reply",
    ),
    "bounce": "bounce",
    **dict.fromkeys(("bulk", "bulk_text", "offer_list"), "bulk"),
    **dict.fromkeys(("spam", "spam_status", "spam_junk", "spam_text"), "spam"),
    "internal": "internal",
}  # fmt: skip


def kind_of(letter: Letter) -> str:
    if letter.decided:
        return letter.decided
    if letter.folder == "Junk" and letter.kind != "bounce":
        return "spam"
    return KINDS[letter.kind]


def kinds(script: Script) -> Iterator[dict[str, Any]]:
    for letter in _incoming(script):
        yield {
            "table": "facts.messages",
            "key": {"message_id": letter.message_id},
            "shop": letter.brand.shop,
            "states": [(None, kind_of(letter))],
        }


def topics(script: Script) -> Iterator[dict[str, Any]]:
    for letter in _incoming(script):
        if kind_of(letter) == "inquiry":
            yield {
                "table": "facts.message_topics",
                "key": {"message_id": letter.message_id},
                "shop": letter.brand.shop,
                "states": [(None, TOPICS[letter.topic])],
            }


def _incoming(script: Script) -> Iterator[Letter]:
    """What was read and can be named: some spam comes without a Message-ID."""
    for letter in script.letters:
        if letter.is_incoming and letter.at < script.until and not letter.is_nameless:
            yield letter
