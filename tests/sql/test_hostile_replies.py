"""Mails made to cost time: the work is bounded, and grows no faster than the mail."""

import sys

import pytest

from sql.steps.new_texts import new_text

MOST_STEPS = 450_000  # of any mail; measured 410,000 at most


def filled(pattern: str, size: int) -> str:
    return (pattern * (size // len(pattern) + 1))[:size]


HOSTILE = {
    "heads of quotes that are none": "On Monday at 9:14 in 2026 you wrote:\n",
    "heads of quotes, each followed by one": "On 2 Nov 2026 at 9:14, A <a@b.example> wrote:\n> x\n",
    "quote marks": ">",
    "quoted lines and others in turn": "> a\nb\n",
    "one line": "a ",
    "blanks": " \t",
    "empty lines": "\n",
    "dashes": "-",
    "lines of dashes": "--\n",
    "lines of underscores": "__\n",
    "labels": "Von: a\n",
    "labels of several kinds": "Von: a\nAn: b\nDatum: c\n",
    "heads in heads": "From: a@b.example\nSent: 2026 9:14\nSubject: x\n\n> y\n",
    "forwards in forwards": "--- Forwarded message ---\nFrom: a@b.example\nSubject: x\n\nFYI\n",
    "colons": "x:\n",
    "sign-offs": "Best regards\n",
    "signatures": "\n\n-Anna",
    "disclaimers that are none": "This e-mail has nothing of any interest at all to you\n",
    "telephones": "Sent from my own new telephone\n",
    "postscripts": "Regards\nPS: x\n",
    "forms": "Name: a\nEmail: a@b.example\n",
}


def steps(text: str) -> int:
    """Lines of our code that run for a text; what each looks at is bounded by its constants."""
    count = 0

    def local(_frame, event, _argument):
        nonlocal count
        count += event == "line"
        return local

    before = sys.gettrace()
    sys.settrace(local)
    try:
        new_text(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", HOSTILE)
def test_the_work_of_a_hostile_mail_grows_no_faster_than_its_length(name):
    small, large = steps(filled(HOSTILE[name], 3_000)), steps(filled(HOSTILE[name], 12_000))
    assert large <= 4.2 * small + 200


@pytest.mark.parametrize("name", HOSTILE)
def test_the_work_of_the_longest_mail_is_bounded(name):
    assert steps(filled(HOSTILE[name], 200_000)) <= MOST_STEPS
