"""Fields that hold one of few words: ours, and how the words of an export are mapped to them."""

from collections.abc import Mapping

_OF_DELIVERY = ("ship", "pickup", "digital")
WORDS: dict[str, tuple[str, ...]] = {
    "fulfilment": _OF_DELIVERY,
    "availability": ("in_stock", "preorder", "backorder"),
    "author_role": ("customer", "agent", "bot", "system"),
    "event": (
        "created", "message", "note", "closed", "reopened", "merged", "escalated", "other",
    ),
}  # fmt: skip
OTHERWISE = {"event": "other"}  # what no word or an unknown one means; elsewhere unknown


def all_words(mapped: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Each field's words: our own mean themselves."""
    return {field: {word: word for word in ours} | dict(mapped.get(field, {}))
            for field, ours in WORDS.items()}  # fmt: skip


def fault_in(mapped: Mapping[str, Mapping[str, str]]) -> str | None:
    """What is wrong with a mapping of words, if anything."""
    for field, words in mapped.items():
        if field not in WORDS:
            return f'"{field}" holds no words of ours; these do: {", ".join(WORDS)}'
        if wrong := set(words.values()) - set(WORDS[field]):
            return f'"{min(wrong)}" is none of {", ".join(WORDS[field])}'
    return None
