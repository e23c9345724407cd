"""Bad settings by their id: each refused before anything starts, with its place and the way out."""

import shutil
import sys

import pytest

import trackrecord
from ingest.kinds import option_models
from sql.secrets import secret
from sql.settings import load
from sql.trouble import Misuse

SHOP = '[shops.nordlicht]\nname = "Nordlicht"\nzone = "Europe/Berlin"\n'
MAILBOX = """
[sources.support]
kind = "imap"
shop = "nordlicht"
host = "imap.nordlicht.example"
user = "support"
password = "env:SUPPORT_PASSWORD"
folders = { INBOX = "inbox" }
"""
LOG = '[sources.log]\nkind = "postfix"\nfiles = ["mail.log"]\nzone = "UTC"\n'
CANARY = "canary-7Q"


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    """Run `trackrecord` on settings as a person does: exit code, and the lines it says."""

    def run(text, *arguments):
        (tmp_path / "mail.log").write_text("")
        path = tmp_path / "trackrecord.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        monkeypatch.setattr(sys, "argv", ["trackrecord", *arguments, "--settings", str(path)])
        try:
            trackrecord.main()
            code = 0
        except SystemExit as ended:
            code = ended.code or 0
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err and CANARY not in shown.err + shown.out
        return code, shown.err.splitlines()

    yield run
    shutil.rmtree(tmp_path / "data", ignore_errors=True)


def refused(command, tmp_path, text):
    """What is said of settings that start nothing."""
    code, said = command(text, "ingest")
    assert code == 2
    assert not (tmp_path / "data" / "raw.duckdb").exists()
    return "\n".join(said)


def test_c01_a_mistyped_key_gets_the_nearest_right_one(command, tmp_path):
    said = refused(command, tmp_path, SHOP + MAILBOX.replace("host =", "imap_hots ="))
    assert "[sources.support] imap_hots: no such key" in said
    assert "[sources.support] host: is required and not there" in said
    near = refused(command, tmp_path, SHOP + MAILBOX.replace("host =", "hots ="))
    assert "hots: no such key; did you mean host?" in near


@pytest.mark.parametrize(("value", "fact"), [(None, "is not set"), ("", "is empty")])
def test_c02_a_missing_secret_starts_nothing_and_is_named(
    command, tmp_path, monkeypatch, value, fact
):
    monkeypatch.delenv("SUPPORT_PASSWORD", raising=False)
    if value is not None:
        monkeypatch.setenv("SUPPORT_PASSWORD", value)
    said = refused(command, tmp_path, SHOP + MAILBOX + LOG)
    assert f"[sources.support] password: the environment variable SUPPORT_PASSWORD {fact}" in said


@pytest.mark.parametrize(("mode", "fact"), [
    (0o640, "can be read by others"), (0o604, "can be read by others"), (None, "No such file")])
def test_c02_a_secret_file_that_others_read_or_nobody_can_starts_nothing(
    command, tmp_path, mode, fact
):
    path = tmp_path / "support.secret"
    if mode is not None:
        path.write_text(CANARY)
        path.chmod(mode)
    text = MAILBOX.replace("env:SUPPORT_PASSWORD", "file:support.secret")
    said = refused(command, tmp_path, SHOP + text + LOG)
    assert "[sources.support] password: " in said and fact in said


def test_c02_a_source_that_is_not_asked_for_needs_no_secret(command, monkeypatch):
    monkeypatch.delenv("SUPPORT_PASSWORD", raising=False)
    assert command(SHOP + MAILBOX + LOG, "ingest", "log")[0] == 0


@pytest.mark.parametrize("value", ["p%40#ss'\"\\", "pässwörd✓", " spaced ", "$HOME"])
def test_c03_a_secret_is_used_exactly_as_it_stands(tmp_path, monkeypatch, value):
    monkeypatch.setenv("SUPPORT_PASSWORD", f"{value}\n")
    path = tmp_path / "support.secret"
    path.write_text(f"{value}\n")
    path.chmod(0o600)
    assert secret("env:SUPPORT_PASSWORD", "x").reveal() == f"{value}\n"
    assert secret(f"file:{path}", "x").reveal() == value


def test_c04_a_password_in_the_settings_is_refused_and_not_repeated(command, tmp_path):
    said = refused(command, tmp_path, SHOP + MAILBOX.replace("env:SUPPORT_PASSWORD", CANARY))
    assert '[sources.support] password: a secret; write "env:NAME" or "file:PATH"' in said


def test_c05_wrong_types_and_ranges_are_all_told_at_once(command, tmp_path):
    text = ("[dashboard]\nport = 99999\n" + SHOP + MAILBOX + 'timeout = -1\n' + LOG
            + "quiet_after = 0\nsince = 5\n")
    said = refused(command, tmp_path, text)
    assert "5 faults" not in said and "4 faults" in said
    for place, allowed in (
        ("dashboard.port: 99999", "allowed from 1 up to 65535"),
        ("[sources.support] timeout", "allowed 1 second to 3660 days"),
        ("[sources.log] quiet_after", "allowed 1 second to 3660 days"),
        ("[sources.log] since", "must be a date or a time"),
    ):
        assert any(place in line and allowed in line for line in said.splitlines()), place


@pytest.mark.parametrize(("text", "fact"), [
    (SHOP.encode() + b"data = 'a'\ndata = 'b'\n", "line 5"),
    (b"\xef\xbb\xbf" + SHOP.encode(), "line 1"),
    (b'data = "a\tb"\n' + SHOP.encode(), "line 1"),
    (SHOP.encode() + b"name =\n", "line 4"),
])
def test_c06_a_file_that_is_no_sound_toml_names_the_line(command, tmp_path, text, fact):
    assert fact in refused(command, tmp_path, text)


@pytest.mark.parametrize(("zone", "near"), [("Europe/Brelin", "Europe/Berlin"), ("CET+1", "CET")])
def test_c07_an_unknown_zone_gets_the_nearest_ones(command, tmp_path, zone, near):
    said = refused(command, tmp_path, SHOP.replace("Europe/Berlin", zone))
    assert f'[shops.nordlicht] zone: no such time zone "{zone}"' in said
    assert near in said.partition("did you mean")[2]


def test_c08_two_sources_of_one_name_or_one_mailbox_are_refused(command, tmp_path):
    assert "stands there twice" in refused(command, tmp_path, SHOP + LOG + LOG)
    again = MAILBOX.replace("sources.support", "sources.help")
    said = refused(command, tmp_path, SHOP + MAILBOX + again)
    assert "same mailbox on imap.nordlicht.example is read by [sources.support] too" in said


@pytest.mark.parametrize("line", ['tls = "none"', 'tls = "starttls-if-offered"', "verify = false"])
def test_c09_no_setting_turns_the_protection_of_a_far_mailbox_off(command, tmp_path, line):
    said = refused(command, tmp_path, SHOP + MAILBOX.replace("user =", f"{line}\nuser ="))
    assert "[sources.support]" in said


def test_c09_plain_text_is_for_this_machine_alone(tmp_path):
    near = MAILBOX.replace("imap.nordlicht.example", "127.0.0.1") + 'tls = "none"\n'
    path = tmp_path / "trackrecord.toml"
    path.write_text(SHOP + near)
    assert load(path, option_models())
    path.write_text(SHOP + near.replace("127.0.0.1", "127.0.0.1.nordlicht.example"))
    with pytest.raises(Misuse, match="for this machine alone"):
        load(path, option_models())
