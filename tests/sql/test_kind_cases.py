"""Mails of every kind in four languages, and their near misses that somebody waits behind."""

from pathlib import Path

import pytest

from ingest.mail import Unreadable, read_mail
from ingest.mail_times import Times

FOLDER = Path(__file__).parents[1] / "kinds"


def cases():
    """(kind, name, mail) as written down before the patterns were."""
    for path in sorted(FOLDER.glob("cases_*.txt")):
        for block in path.read_text("utf-8").split("=== ")[1:]:
            title, _, mail = block.partition("\n")
            kind, _, name = title.partition(" ")
            yield kind, name, mail


def judged(postroom):
    """Each case with the kind that the build gives it; mia@ has ordered, the others never did."""
    postroom.order("1001", "09:00:00")
    postroom.sent("conf", "09:01:00")
    wanted = {}
    for number, (kind, name, mail) in enumerate(cases()):
        key = f"m{number}"
        sender = "" if "From:" in mail.partition("\n\n")[0] else f"From: p{number}@mail.example\n"
        head = f"To: support@nordlicht.example\nMessage-ID: <{key}@mail.example>\n"
        head += "Content-Type: text/plain; charset=utf-8\n" + sender
        read = read_mail((head + mail).encode(), Times())
        assert not isinstance(read, Unreadable)
        timed = ("message_key", "sent_at", "received_at")
        fields = {name: getattr(read[0], name) for name in read[0].__slots__ if name not in timed}
        postroom.mail(key, "10:00:00", "inbox", **fields)
        wanted[key] = kind, name
    rows = postroom.ask("select message_key, kind from facts.messages where direction = 'incoming'")
    found = dict(rows)
    return [(*wanted[key], found[key]) for key in wanted]


@pytest.fixture
def verdicts(postroom):
    return judged(postroom)


def test_print(verdicts):
    for wanted, name, found in verdicts:
        if wanted != found:
            print(wanted, "->", found, "|", name)
    for kind in sorted({w for w, _, _ in verdicts}):
        n = sum(w == kind for w, _, _ in verdicts)
        f = sum(f == kind for _, _, f in verdicts)
        right = sum(w == f == kind for w, _, f in verdicts)
        print(f"{kind:18} n={n} found={f} right={right} recall={right/n:.3f} precision={right/max(f,1):.3f}")
