"""The server listens to this machine alone, and says so to every browser."""

import tomllib
from pathlib import Path

import pytest

from dashboard import serve
from dashboard.server import HEADERS
from sql.settings import Dashboard, Settings, Shop
from sql.trouble import Misuse

CONFIG = Path(serve.__file__).parent / ".streamlit" / "config.toml"


def settings(tmp_path, address: str) -> Settings:
    return Settings(
        path=tmp_path / "trackrecord.toml", data=tmp_path, desk_url="sqlite://",
        shops={"a": Shop(name="A", zone="UTC")}, dashboard=Dashboard(address=address),
    )  # fmt: skip


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost", "127.8.8.8"])
def test_loopback_is_served(tmp_path, address):
    made = serve.command(settings(tmp_path, address), 8600)

    assert f"--server.address={address}" in made
    assert "--server.port=8600" in made


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.5", "shop.example", ""])
def test_an_address_that_others_reach_is_refused_while_nobody_signs_in(tmp_path, address):
    with pytest.raises(Misuse, match="nobody signs in"):
        serve.command(settings(tmp_path, address))


def test_the_pages_are_told_which_settings_to_read(tmp_path):
    told = serve.environment(settings(tmp_path, "127.0.0.1"))

    assert told["TRACKRECORD_SETTINGS"] == str(tmp_path / "trackrecord.toml")


def test_nothing_is_exported_shown_or_sent_that_should_not_be():
    config = tomllib.loads(CONFIG.read_text())

    assert config["client"]["disableDataExport"] is True
    assert config["client"]["showErrorDetails"] == "none"
    assert config["browser"]["gatherUsageStats"] is False
    assert "0.0.0.0" not in config["server"]["allowedHosts"]
    assert not any("http" in str(value) for value in config["theme"].values())


def test_both_themes_are_defined_in_full():
    theme = tomllib.loads(CONFIG.read_text())["theme"]

    assert theme["light"].keys() == theme["dark"].keys()


def test_a_browser_may_not_frame_the_pages_nor_load_from_elsewhere():
    policy = HEADERS["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
