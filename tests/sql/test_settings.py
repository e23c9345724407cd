"""The settings are checked whole before anything starts."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field

from sql.settings import MailRole, Port, SecretRef, Settings, SourceOptions, Zone, load
from sql.trouble import Misuse


class Mailbox(SourceOptions):
    kind: Literal["imap"]
    host: str
    port: Port = 993
    user: str
    password: SecretRef
    folders: dict[str, MailRole]


class Export(SourceOptions):
    kind: Literal["csv"]
    table: Literal["orders", "items"]
    files: tuple[Path, ...]
    zone: Zone
    batch: Annotated[int, Field(ge=1, le=5000)] = 500


KINDS = {"imap": Mailbox, "csv": Export}
SHOP = """
[shops.nordlicht]
name = "Nordlicht Outdoor"
zone = "Europe/Berlin"
domains = ["Nordlicht.example"]
"""
MAILBOX = """
[sources.support]
kind = "imap"
shop = "nordlicht"
host = "imap.nordlicht.example"
user = "support@nordlicht.example"
password = "env:SUPPORT_PASSWORD"
folders = { INBOX = "inbox", Sent = "replies" }
"""
EXPORT = """
[sources.orders]
kind = "csv"
shop = "nordlicht"
table = "orders"
files = ["input/orders.csv"]
zone = "Europe/Berlin"
"""


@pytest.fixture
def told(tmp_path):
    """What loading a settings text says: the settings, or the lines of its faults."""

    def read(text: str | bytes) -> Settings | list[str]:
        path = tmp_path / "trackrecord.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        try:
            return load(path, KINDS)
        except Misuse as misuse:
            return str(misuse).splitlines()

    return read


def faults(told) -> list[str]:
    assert isinstance(told, list), "the settings were taken"
    return told[1:]


def settings(told) -> Settings:
    assert isinstance(told, Settings), told
    return told


def test_a_right_file_is_taken_with_paths_seen_from_the_file(told, tmp_path, monkeypatch):
    monkeypatch.chdir("/")
    secret = MAILBOX.replace("env:SUPPORT_PASSWORD", "file:support.secret")

    made = settings(told(SHOP + secret + EXPORT))

    assert made.data == tmp_path / "data"
    assert made.raw_path == tmp_path / "data/raw.duckdb"
    assert made.desk_url == f"sqlite:///{tmp_path}/data/desk.sqlite"
    assert made.sources["orders"].model_dump()["files"] == (tmp_path / "input/orders.csv",)
    assert made.sources["support"].model_dump()["password"] == f"file:{tmp_path}/support.secret"
    assert made.shops["nordlicht"].domains == ("nordlicht.example",)


def test_times_are_utc_and_lengths_of_time_are_readable(told):
    made = settings(
        told(
            SHOP
            + EXPORT
            + """
since = 2026-01-01
live_from = 2026-11-01T00:00:00+01:00
complete_until = 2026-11-02T08:00:00Z
quiet_after = "90m"
"""
        )
    )

    orders = made.sources["orders"]
    assert orders.since == datetime(2026, 1, 1)
    assert orders.live_from == datetime(2026, 10, 31, 23)
    assert orders.complete_until == datetime(2026, 11, 2, 8)
    assert orders.quiet_after == timedelta(minutes=90)


def test_own_people_are_known_to_every_source_by_team(told):
    team = '[teams.support]\naddresses = ["Anna@Nordlicht.example"]\n'

    made = settings(told(SHOP + team + EXPORT + MAILBOX))

    assert {tuple(source.staff.items()) for source in made.sources.values()} == {
        (("anna@nordlicht.example", "support"),)
    }


def test_all_faults_are_listed_at_once_each_with_its_place(told):
    text = "dta = 1\n[dashboard]\nport = 99999\n" + SHOP.replace("Berlin", "Brelin")
    text += MAILBOX.replace("host", "hots") + EXPORT + "batch = 0\n"

    assert faults(told(text)) == [
        '[shops.nordlicht] zone: no such time zone "Europe/Brelin"; did you mean Europe/Berlin,'
        " Europe/Dublin or Europe/Helsinki?",
        "[sources.support] host: is required and not there",
        "[sources.support] hots: no such key; did you mean host?",
        "[sources.orders] batch: 0 is out of range; allowed from 1 up to 5000",
        "top of the file: dashboard.port: 99999 is out of range; allowed from 1 up to 65535",
        "top of the file: dta: no such key; did you mean data?",
    ]


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ('zone_ = "UTC"', "", "[sources.orders] zone_: no such key; did you mean zone?"),
        ('kind = "cvs"', 'kind = "csv"', "[sources.orders] kind: no such kind; did you mean csv?"),
        ("", 'kind = "csv"', "[sources.orders] kind: no such kind; there are csv, imap"),
        (
            'zone = "CET+1"',
            'zone = "Europe/Berlin"',
            '[sources.orders] zone: no such time zone "CE',
        ),
        ('shop = "nordlich"', 'shop = "nordlicht"', "no [shops.nordlich] there; did you mean nord"),
        ("port = true", "", "[sources.orders] port: no such key"),
        ("batch = 'many'", "", "[sources.orders] batch: must be a whole number"),
        ('quiet_after = "soon"', "", "[sources.orders] quiet_after: must be a length of time"),
        ('quiet_after = "-2h"', "", "[sources.orders] quiet_after: must be a length of time"),
        ("quiet_after = 0", "", "quiet_after: out of range; allowed 1 second to 3660 days"),
        ("since = 5", "", "[sources.orders] since: must be a date or a time"),
        ("files = 7", 'files = ["input/orders.csv"]', "[sources.orders] files: must be a list"),
        ('table = "order"', 'table = "orders"', "[sources.orders] table: must be one of 'orders'"),
        ('staff = { a = "b" }', "", "[sources.orders] staff: no such key"),
    ],
)
def test_a_wrong_line_gets_its_place_and_the_way_out(told, wrong, right, says):
    text = EXPORT.replace(right, wrong) if right else EXPORT + wrong
    assert any(says in line for line in faults(told(SHOP + text)))


@pytest.mark.parametrize("key", ["password", "token", "client_secret", "smtp_password"])
def test_a_secret_in_the_clear_is_refused_and_never_repeated(told, key):
    text = SHOP + MAILBOX.replace('password = "env:SUPPORT_PASSWORD"', f'{key} = "canary-7Q"')

    said = told(text)

    about_it = [line for line in faults(said) if line.startswith(f"[sources.support] {key}: ")]
    assert about_it[0] == f'[sources.support] {key}: a secret; write "env:NAME" or "file:PATH"'
    assert len(about_it) == (1 if key == "password" else 2)  # others are no key of this kind
    assert "canary" not in "\n".join(said)


def test_a_value_at_a_mistyped_secret_key_is_not_repeated(told):
    said = told(SHOP + MAILBOX.replace('password = "env:SUPPORT_PASSWORD', 'pasword = "canary-7Q'))
    assert "[sources.support] pasword: no such key; did you mean password?" in said
    assert "canary" not in "\n".join(said)


def test_a_password_inside_the_address_of_the_desk_is_refused(told):
    said = told('desk_url = "postgresql://desk:canary-7Q@db.example/desk"\n' + SHOP)
    assert faults(said) == ['top of the file: desk_url: holds a password; write "env:NAME"']


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"\xef\xbb\xbf" + SHOP.encode(), "line 1 begins with a byte order mark"),
        (SHOP.encode() + b"data = 'a'\ndata = 'b'\n", "a key stands there twice (at line 7"),
        ((SHOP + EXPORT + EXPORT).encode(), "a table stands there twice (at line 14"),
        (b'data = "a\tb"\n' + SHOP.encode(), "line 1 holds a tab inside quotes"),
        (SHOP.encode() + b'x = "\xff"\n', "line 6 is not UTF-8"),
        (SHOP.encode() + b"[sources.a]\npassword = canary\n", "Invalid value (at line 7"),
    ],
)
def test_a_file_that_is_no_toml_names_the_line(told, text, says):
    said = told(text)
    assert says in said[0] and len(said) == 1
    assert "canary" not in said[0]


def test_the_same_mailbox_or_file_in_two_sources_is_refused(told):
    again = MAILBOX.replace("sources.support", "sources.help").replace("imap.n", "IMAP.n")
    export = EXPORT.replace("sources.orders", "sources.again")

    assert faults(told(SHOP + MAILBOX + EXPORT + again + export)) == [
        "[sources.help] host: folder INBOX of the same mailbox on imap.nordlicht.example"
        " is read by [sources.support] too",
        "[sources.help] host: folder Sent of the same mailbox on imap.nordlicht.example"
        " is read by [sources.support] too",
        f"[sources.again] files: {said_path(told)} is read by [sources.orders] too",
    ]


def said_path(told) -> str:
    return str(settings(told(SHOP + EXPORT)).sources["orders"].model_dump()["files"][0])


def test_orders_and_their_lines_may_come_from_one_export(told):
    lines = EXPORT.replace("sources.orders", "sources.lines").replace('"orders"', '"items"')
    assert len(settings(told(SHOP + EXPORT + lines)).sources) == 2


@pytest.mark.parametrize("name", ["all", "Nord Licht", "nord/licht"])
def test_a_shop_name_that_cannot_stand_in_keys_is_refused(told, name):
    said = told(SHOP.replace("shops.nordlicht", f'shops."{name}"'))
    assert faults(said) == [f"[shops.{name}]: a name is made of a-z, 0-9, _ and - (not all)"]


def test_a_person_in_two_teams_is_refused(told):
    text = SHOP + '[teams.a]\naddresses = ["x@y.example"]\n[teams.b]\naddresses = ["X@y.example"]\n'
    assert faults(told(text)) == ["[teams.b] addresses: one is in a too"]


def test_settings_without_a_shop_say_what_a_shop_needs(told):
    assert faults(told("")) == [
        '[shops.NAME]: at least one shop is required, with "name" and "zone"'
    ]


def test_missing_settings_say_how_to_get_some(tmp_path, monkeypatch):
    monkeypatch.setenv("TRACKRECORD_SETTINGS", str(tmp_path / "none.toml"))
    with pytest.raises(Misuse, match=r"none.toml: no settings there; .*trackrecord demo"):
        load(None, KINDS)


def test_nothing_in_the_settings_changes_later(told):
    made = settings(told(SHOP))
    with pytest.raises(ValueError, match="frozen"):
        made.data = Path("/elsewhere")
