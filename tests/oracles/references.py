"""Which earlier mail a mail answers, by the ids that it names; ids may lie."""

from .messages import Message

MANY = 3  # outside recipients; a mail of ours to more of them is nobody's parent


def parents(messages: list[Message]) -> dict[str, Message]:
    """Message-ID -> the nearest mail that it names, was read and is believed.

    Where the mail that was answered lies nowhere, those that name it belong together: the
    parent is then the oldest of them that is believed.
    """
    held = {one.id: one for one in messages}
    found: dict[str, Message] = {}
    orphans: dict[str, list[Message]] = {}
    for one in messages:
        ids = [name for name in nearest_first(one) if name != one.id]
        read = [held[name] for name in ids if name in held]
        parent = next((other for other in read if can_answer(one, other)), None)
        unread = next((name for name in ids if name not in held), None)
        if parent:
            found[one.id] = parent
        elif unread:
            orphans.setdefault(unread, []).append(one)
    for siblings in orphans.values():
        for n, one in enumerate(siblings):
            older = next((other for other in siblings[:n] if is_believed(one, other)), None)
            if older:
                found[one.id] = older
    return found


def nearest_first(message: Message) -> list[str]:
    """In-Reply-To, else the last of References, and so on backwards."""
    mail = message.mail
    chain = [name for name in mail.references if name not in mail.answers]
    return list(dict.fromkeys([*mail.answers, *reversed(chain)]))


def can_answer(message: Message, parent: Message) -> bool:
    is_ours = "inbox" not in parent.mail.roles
    if parent.kind == "bulk" or (is_ours and len(parent.outside) > MANY):
        return False
    return is_believed(message, parent)


def is_believed(one: Message, other: Message) -> bool:
    """They share a customer or a subject, or one of them stayed among our own people."""
    if one.outside & other.outside or not one.outside or not other.outside:
        return True
    return bool(one.named.bare_subject) and one.named.bare_subject == other.named.bare_subject
