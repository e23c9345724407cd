"""What a person typed into a contact form, of a mail that lists its fields."""

from sql.reply_farewells import FORM_LABELS
from sql.reply_lines import label_of

FIRST_LINES = 8  # lines within which the first field stands
FIELD_LINES = 40  # lines within which all fields begin
LABELS = {label: kind for kind, labels in FORM_LABELS.items() for label in labels}


def form_message(lines: list[str]) -> list[str] | None:
    """The message with its order number; None unless name, address and message are labelled."""
    found: dict[str, int] = {}
    order: list[str] = []
    for number, line in enumerate(lines[:FIELD_LINES]):
        if number == FIRST_LINES and not found:
            return None
        kind = LABELS.get(label_of(line.strip())) if ":" in line else None
        if kind == "message" and {"name", "email"} <= found.keys():
            return order + until_machine([value_of(line), *lines[number + 1 :]])
        if kind and kind != "message":
            found[kind] = number
        if kind == "email" and "@" not in line + "".join(lines[number + 1 : number + 3]):
            return None
        if kind == "order":
            order = [line.strip()]
    return None


def value_of(line: str) -> str:
    return line.partition(":")[2].strip(" \t*")


def until_machine(lines: list[str]) -> list[str]:
    """Up to what the form's program adds below."""
    for number, line in enumerate(lines):
        if number and LABELS.get(label_of(line.strip())) == "machine":
            return lines[:number]
    return lines
