"""The pages as a person sees them: in Chromium, light and dark, wide and narrow."""

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

import pytest

from dashboard import serve
from sql.settings import Dashboard, Settings, Shop

CHROMIUM = shutil.which("chromium")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATHS = (
    "", "this_week", "inquiries", "confirmations", "tracking", "template_review?error=e-null",
    "complaints", "order?order=%3D1012", "trust",
)  # fmt: skip
STARTS_WITHIN_SECONDS = 60
SETTLES_WITHIN_MS = 60_000
BACKGROUND = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(15, 20, 27)"
HANDSHAKE = b"\r\n".join((
    b"GET /_stcore/stream HTTP/1.1", b"Host: evil.example", b"Upgrade: websocket",
    b"Connection: Upgrade", b"Sec-WebSocket-Key: dGVzdHRlc3R0ZXN0dGVzdA==",
    b"Sec-WebSocket-Version: 13", b"", b"",
))  # fmt: skip
# What reaches over the right edge, but for tables and tabs, which scroll on their own.
STANDING_OUT = """[...document.querySelectorAll('[data-testid=stMainBlockContainer] *')]
    .filter(e => e.getBoundingClientRect().right > 481)
    .filter(e => !e.closest('[role=tablist], [data-testid=stDataFrame], [role=grid]'))
    .map(e => e.tagName + '.' + e.className).slice(0, 5)"""

if CHROMIUM is None and not os.environ.get("CI"):
    pytest.skip("chromium is not installed", allow_module_level=True)


@pytest.fixture(scope="module")
def server(shop):
    """The pages on a free port of this machine; ends with the tests."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = Settings(
        path=shop, data=shop.parent / "data", desk_url="sqlite://", dashboard=Dashboard(),
        shops={"a": Shop(name="A", zone="UTC")},
    )  # fmt: skip
    process = subprocess.Popen(
        serve.command(settings, port), env=serve.environment(settings), cwd=shop.parent,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_until_up(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def wait_until_up(url: str) -> None:
    for _ in range(STARTS_WITHIN_SECONDS * 5):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer")


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture
def visit(browser, server):
    """Open a path and wait until it stands still; `visit.asked` is every address requested."""
    pages = []

    def opened(path: str):
        page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
        page.set_default_timeout(SETTLES_WITHIN_MS)
        pages.append(page)
        page.on("request", lambda request: opened.asked.append(request.url))
        page.on("dialog", lambda dialog: opened.dialogs.append(dialog.message))
        page.goto(f"{server}/{path}")
        page.wait_for_selector("h1")
        settle(page)
        return page

    opened.asked, opened.dialogs = [], []
    yield opened
    for page in pages:
        page.close()


def settle(page) -> None:
    """Until nothing runs and nothing changes any more."""
    state, still = None, 0
    while still < 3:
        now = page.evaluate("[document.querySelectorAll('*').length, document.body.innerText]")
        busy = page.query_selector("[data-testid=stStatusWidget]")
        still = still + 1 if now == state and not busy else 0
        state = now
        page.wait_for_timeout(200)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_opens_whole_in_every_look_and_asks_nothing_of_anybody_else(visit, server, path):
    page = visit(path)
    assert page.inner_text("h1").endswith("?")
    assert page.evaluate(BACKGROUND) == LIGHT
    assert page.query_selector("[data-testid=stException]") is None

    page.set_viewport_size({"width": 480, "height": 900})
    settle(page)
    assert page.evaluate(STANDING_OUT) == []

    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"{BACKGROUND} == '{DARK}'")
    settle(page)
    assert page.query_selector("[data-testid=stException]") is None
    ours = (server, server.replace("http", "ws"), "data:", "blob:")
    assert [url for url in visit.asked if not url.startswith(ours)] == []


def test_what_customers_write_is_shown_and_never_run(visit):
    page = visit("confirmations")
    page.get_by_role("combobox").nth(1).click()
    settle(page)

    assert page.get_by_text("[click](javascript:alert(1))").count() > 0
    assert page.query_selector("a[href^=javascript]") is None
    tracking = visit("tracking")
    assert tracking.get_by_text("<b>UPS</b>").count() > 0
    assert visit.dialogs == []


def test_a_filter_stands_in_the_address_and_opens_the_same_page_again(visit, server):
    page = visit("this_week")
    page.get_by_text("4 weeks", exact=True).click()
    settle(page)

    assert "weeks=4" in page.url
    again = visit(page.url.removeprefix(f"{server}/"))
    chosen = again.locator("button[aria-checked=true], [kind=segmented_controlActive]")
    assert chosen.first.inner_text() == "4 weeks"


def test_a_filter_stays_when_the_page_changes(visit):
    page = visit("this_week?shop=Nordlicht+Outdoor")
    page.get_by_role("link", name="Tracking").click()
    page.locator("h1", has_text="Where do customers miss their tracking?").wait_for()
    settle(page)

    assert "shop=" in page.url
    assert "All shops" not in page.inner_text("[data-testid=stMainBlockContainer]")


def test_the_file_of_a_table_is_the_safe_one(visit):
    page = visit("this_week")
    with page.expect_download() as waiting:
        page.get_by_text("Download as CSV").last.click()

    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("Trackrecord,Oldest inquiries")
    assert ",'=10" in text
    assert ",=10" not in text


def test_a_selected_inquiry_is_marked_and_leaves_the_queue_at_once(visit):
    page = visit("inquiries?shop=Nordlicht+Outdoor")
    table = page.locator("[data-testid=stDataFrame]").first
    assert "4 rows" in page.inner_text("body")
    box = table.bounding_box()
    page.mouse.click(box["x"] + 16, box["y"] + 52)  # the table is a canvas: its first row
    page.get_by_role("button", name="No answer needed").click()
    page.get_by_text("3 rows").first.wait_for()

    page.get_by_text("Decided here").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("4 rows").first.wait_for()


def test_a_figure_opens_its_rows_and_its_definition(visit):
    page = visit("confirmations?shop=Nordlicht+Outdoor")
    page.get_by_text("Show the rows behind this").first.click()
    settle(page)
    page.get_by_text("Definition", exact=True).first.click()
    page.locator("[data-testid=stCode]").first.wait_for()

    assert "-- grain: one row per order" in page.inner_text("[data-testid=stCode]")


def test_the_answers_of_the_server_carry_its_policy(server):
    with urllib.request.urlopen(f"{server}/") as answer:
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_another_host_name_is_turned_away(server):
    port = int(server.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(HANDSHAKE)
        assert line.recv(100).startswith(b"HTTP/1.1 403")
