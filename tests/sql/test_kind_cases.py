"""Mails of every kind in four languages, and their near misses that somebody waits behind."""

from pathlib import Path

from ingest.mail import Unreadable, read_mail
from ingest.mail_times import Times

FOLDER = Path(__file__).parents[1] / "kinds"
HEAD = "To: support@nordlicht.example\nContent-Type: text/plain; charset=utf-8\n"


def cases():
    """(kind, name, mail); all but cases_later.txt were written before the patterns."""
    for path in sorted(FOLDER.glob("cases_*.txt")):
        for block in path.read_text("utf-8").split("=== ")[1:]:
            title, _, mail = block.partition("\n")
            kind, _, name = title.partition(" ")
            yield kind, name, mail


def judged(postroom):
    """(wanted, name, found) of each case; mia@ has ordered, the others never did."""
    postroom.order("1001", "09:00:00")
    postroom.sent("conf", "09:01:00")
    wanted = {}
    for number, (kind, name, mail) in enumerate(cases()):
        sender = "" if "From:" in mail.partition("\n\n")[0] else f"From: p{number}@mail.example\n"
        read = read_mail(f"Message-ID: <m{number}@mail.example>\n{HEAD}{sender}{mail}".encode(),
                         Times())  # fmt: skip
        assert not isinstance(read, Unreadable)
        timed = ("message_key", "sent_at", "received_at")
        fields = {name: getattr(read[0], name) for name in read[0].__slots__ if name not in timed}
        postroom.mail(f"m{number}", "10:00:00", "inbox", **fields)
        wanted[f"m{number}"] = kind, name
    found = dict(postroom.ask(
        "select message_key, kind from facts.messages where direction = 'incoming'"))
    return [(*wanted[key], found[key]) for key in wanted]


def test_no_question_is_hidden_and_what_needs_no_answer_is_found(postroom):
    verdicts = judged(postroom)

    assert len([name for wanted, name, _ in verdicts if wanted == "inquiry"]) >= 78
    assert len(verdicts) >= 141
    wrong = [verdict for verdict in verdicts if verdict[0] != verdict[2]]
    assert wrong == [], wrong
