"""A shop with a small published build, and pages opened on it as a person would."""

from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import read

HERE = Path(__file__).parent
APP = HERE.parents[1] / "dashboard" / "app.py"
BUILD_ID = "20261122T181000.000000Z"
SETTINGS = """
data = "data"
mail_link = "https://mail.example/open?id={message_id}"
[shops.nordlicht]
name = "Nordlicht Outdoor"
zone = "Europe/Berlin"
[shops.petrol]
name = "Pétrole & Fils"
zone = "Europe/Paris"
"""


def publish_shop(folder: Path) -> Path:
    """Settings and a published build below `folder`; returns the settings file."""
    builds = folder / "data" / "builds"
    builds.mkdir(parents=True)
    with duckdb.connect(str(builds / f"build-{BUILD_ID}.duckdb")) as db:
        db.execute((HERE / "shop.sql").read_text())
        db.execute((HERE / "inquiries.sql").read_text())
        db.execute((HERE / "errors.sql").read_text())
    with duckdb.connect(str(builds / f"private-{BUILD_ID}.duckdb")) as db:
        db.execute((HERE / "private.sql").read_text())
        db.execute((HERE / "private_errors.sql").read_text())
    (builds / "CURRENT").write_text(BUILD_ID)
    return write_settings(folder)


def write_settings(folder: Path) -> Path:
    path = folder / "trackrecord.toml"
    path.write_text(SETTINGS)
    return path


@pytest.fixture(scope="session")
def shop(tmp_path_factory) -> Path:
    return publish_shop(tmp_path_factory.mktemp("shop"))


@pytest.fixture
def own_shop(tmp_path, monkeypatch) -> Path:
    """A shop that this test may change; its settings are the ones that pages read."""
    path = publish_shop(tmp_path)
    monkeypatch.setenv("TRACKRECORD_SETTINGS", str(path))
    return path


@pytest.fixture
def unbuilt_shop(tmp_path) -> Path:
    """Settings, and nothing published."""
    return write_settings(tmp_path)


@pytest.fixture
def open_page(shop, monkeypatch):
    """Open a page by its file name's ending, with filters as in the URL."""

    def opened(name: str, settings: Path = shop, **filters: str) -> AppTest:
        monkeypatch.setenv("TRACKRECORD_SETTINGS", str(settings))
        at = AppTest.from_file(str(APP), default_timeout=60)
        page = next((APP.parent / "views").glob(f"[0-9]*_{name}.py"))
        at.switch_page(f"views/{page.name}")
        for key, value in filters.items():
            at.query_params[key] = value
        return at.run()

    return opened


@pytest.fixture(autouse=True)
def _fresh_caches():
    yield
    read._kept.clear()
    read._settings.clear()
    read._desk.clear()
