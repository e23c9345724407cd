"""Hard mails written by hand: each .eml beside the fields it must give."""

import tomllib
from pathlib import Path

import pytest

from ingest.mail import Unreadable, read_mail
from ingest.mail_times import Times

FOLDER = Path(__file__).parents[1] / "messages"
CASES = sorted(path.stem for path in FOLDER.glob("*.eml"))


@pytest.mark.parametrize("case", CASES)
def test_a_hard_mail_gives_the_facts_written_beside_it(case):
    expected = tomllib.loads((FOLDER / f"{case}.toml").read_text())
    assert expected.pop("claim")
    absent, failed = expected.pop("absent", []), expected.pop("bounces", [])

    read = read_mail((FOLDER / f"{case}.eml").read_bytes(), Times())

    assert not isinstance(read, Unreadable)
    message, *bounces = read
    if "text" in expected:
        expected["text"] = expected["text"].strip()
    assert {name: getattr(message, name) for name in expected} == expected
    assert len(bounces) == len(failed)
    for bounce, fields in zip(bounces, failed, strict=True):
        assert {name: getattr(bounce, name) for name in fields} == fields
    assert [getattr(message, name) for name in absent] == [None] * len(absent)


def test_every_hard_mail_has_its_expectation():
    assert CASES
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(CASES)
