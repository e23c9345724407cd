"""A secret comes from the environment or a private file, and is never shown."""

import logging
import os

import pytest

from sql.secrets import Secret, secret
from sql.trouble import Misuse

CANARY = "canary %#ü'\"7Q"


@pytest.fixture
def secret_file(tmp_path):
    def write(content: bytes, mode: int = 0o600):
        path = tmp_path / "mail.secret"
        path.write_bytes(content)
        path.chmod(mode)
        return path

    return write


def test_a_secret_of_the_environment_is_used_exactly(monkeypatch):
    monkeypatch.setenv("SUPPORT_PASSWORD", CANARY + "\n")
    assert secret("env:SUPPORT_PASSWORD", "[sources.a] password") == CANARY + "\n"


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_the_line_end_of_a_secret_file_is_no_part_of_the_secret(secret_file, ending):
    path = secret_file((CANARY + ending).encode())
    assert secret(f"file:{path}", "x").reveal() == CANARY


def test_only_one_line_end_is_taken_off(secret_file):
    path = secret_file(b" a b \n\n")
    assert secret(f"file:{path}", "x").reveal() == " a b \n"


@pytest.mark.parametrize("shown", [repr, str, "{}".format, "{!r}".format, lambda it: f"{it:>9}"])
def test_a_secret_prints_as_stars(shown):
    assert shown(Secret(CANARY)) == "***"


def test_a_logged_secret_is_masked(caplog):
    with caplog.at_level(logging.INFO):
        logging.getLogger("test").info("login with %s", Secret(CANARY))
    assert "canary" not in caplog.text and "***" in caplog.text


def test_a_mail_library_gets_the_real_value():
    assert Secret(CANARY).encode() == CANARY.encode()
    assert Secret(CANARY).replace("\\", "\\\\") == CANARY


@pytest.mark.parametrize(("value", "says"), [(None, "is not set"), ("", "is empty")])
def test_a_missing_variable_is_named_with_its_place(monkeypatch, value, says):
    monkeypatch.delenv("SUPPORT_PASSWORD", raising=False)
    if value is not None:
        monkeypatch.setenv("SUPPORT_PASSWORD", value)
    with pytest.raises(Misuse, match=rf"\[sources.a\] password: .*SUPPORT_PASSWORD {says}"):
        secret("env:SUPPORT_PASSWORD", "[sources.a] password")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_secret_file_that_others_can_read_is_refused_without_its_value(secret_file, mode):
    path = secret_file(CANARY.encode(), mode)
    with pytest.raises(Misuse, match=r"chmod 600") as told:
        secret(f"file:{path}", "x")
    assert str(path) in str(told.value) and "canary" not in str(told.value)


@pytest.mark.parametrize(
    ("content", "says"), [(b"", "is empty"), (b"\n", "is empty"), (b"canary\xff", "is not UTF-8")]
)
def test_a_secret_file_without_a_usable_text_is_refused(secret_file, content, says):
    path = secret_file(content)
    with pytest.raises(Misuse, match=says) as told:
        secret(f"file:{path}", "x")
    assert "canary" not in str(told.value)
    assert told.value.__cause__ is None


def test_an_unreadable_secret_file_is_named(tmp_path):
    with pytest.raises(Misuse, match="none.secret: No such file"):
        secret(f"file:{tmp_path}/none.secret", "x")
    with pytest.raises(Misuse, match="Is a directory"):
        secret(f"file:{tmp_path}", "x")


@pytest.mark.parametrize("literal", [CANARY, "env:", "file:", "vault:x", ""])
def test_a_literal_is_no_secret_and_is_not_repeated(literal):
    with pytest.raises(Misuse) as told:
        secret(literal, "x")
    assert "canary" not in str(told.value)


def test_the_umask_does_not_decide_what_is_private(secret_file):
    before = os.umask(0)
    try:
        path = secret_file(CANARY.encode(), 0o600)
        assert secret(f"file:{path}", "x").reveal() == CANARY
    finally:
        os.umask(before)
