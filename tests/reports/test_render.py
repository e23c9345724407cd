"""The page and the plain text say the same, and nothing in the data can change what they are."""

import re
from datetime import date, datetime, timedelta
from html.parser import HTMLParser

import pytest

from reports import render
from reports.spark import spark
from reports.write import write
from sql.settings import Shop
from sql.trouble import Trouble

MONDAY = date(2026, 11, 16)
HOSTILE = "<script>alert(1)</script>\r\nBcc: x\u202e"


def flat(text: str) -> str:
    """One line; the thin spaces of numbers stay."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


class Page(HTMLParser):
    """The visible text of a page, and every address in it."""

    def __init__(self, text: str):
        super().__init__()
        self.shown: list[str] = []
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for key, value in attrs if key in ("src", "href", "action")]

    def handle_data(self, data):
        if self.tags[-1:] not in (["style"], ["title"]):
            self.shown.append(data)

    @property
    def text(self) -> str:
        return flat(" ".join(self.shown))


@pytest.fixture
def full(build):
    """A week with something of everything."""
    build.rate(kept=12340, of=12500, excluded=6, undecided=3, unknown=2)
    build.rate(kept=12000, of=12500, week=MONDAY - timedelta(weeks=1))
    build.rate("shipped_with_tracking", 963, 1000)
    build.rate("shipped_with_tracking", 60, 100, dimension="carrier", value="GLS")
    build.rate("replied_in_time", 18, 19, target=0.95)
    build.given("latencies_weekly", (
        "nordlicht", MONDAY, "confirmation", "all", "all", 12490, 41.0, 195.0, 10, 2, 300.0,
    ))  # fmt: skip
    build.given("queue", ("nordlicht", 4, 3, 5, 1, datetime(2026, 11, 18, 9, 10)))
    build.given("tracking_losses_weekly", ("nordlicht", MONDAY, "GLS", "no_link", 40, 100))
    build.given("findings_weekly", ("nordlicht", MONDAY, "CONF_LATE", "major", 5, 4))
    build.given("measured", (
        "nordlicht", "first_replied_in_time", "q", "not_measurable", "No Sent.", "Connect Sent.",
    ))  # fmt: skip
    build.given("sources", (
        "log", "log/mx1", "nordlicht", "log", datetime(2026, 11, 20, 7), True,
    ))  # fmt: skip
    return build.week()


@pytest.mark.parametrize(
    "words",
    [
        "1 of 5 targets missed, 3 not judged", "2026-W47",
        "16 to 22 Nov 2026", "Mon 23 Nov 2026, 08:40 CET",
        "98.7 %", "12\u2009340 of 12\u2009500, 3 not due yet, 2 cannot be seen, 6 not counted",
        "+2.7 pts", "target 98 %", "within 5 min", "● Met", "▲ Missed", "○ Too few to judge",
        "– Nothing seen", "41 s", "3 min 15 s", "4 inquiries are overdue", "3 due soon",
        "1 cannot be seen", "Wed 18 Nov 2026, 10:10 CET", "60.0 %", "60 of 100",
        "no working tracking link in the mail: 40",
        "Order confirmation too late", "No Sent.",
        "Connect Sent.", "order confirmations in time: 2, waiting inquiries: 1",
        "log or events of sent mails", "Fri 20 Nov 2026, 08:00 CET", "Europe/Berlin",
        "Built Mon 23 Nov 2026, 09:45 CET",
    ],
)  # fmt: skip
def test_page_and_text_both_say(full, words):
    assert words in Page(render.html(full)).text
    assert words in flat(render.text(full))


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d[\d\u2009.:]*", text))


def test_page_and_text_hold_the_same_numbers(full):
    page, text = Page(render.html(full)).text, render.text(full)
    assert numbers(text) - numbers(page) == set()
    assert numbers(page) - numbers(text) <= {"13", "5"}  # weeks of the drawn line; "slowest 5 %"


def test_the_headline_counts_the_list_that_is_shown(full):
    page = Page(render.html(full)).text
    shown = page.count("▲ Missed"), page.count("● Met")
    assert shown == (1, 1)
    assert "1 of 5 targets missed, 3 not judged" in page


@pytest.mark.parametrize("last", [datetime(2026, 11, 12, 17), None])
def test_an_empty_week_says_since_when_there_is_no_data_and_never_no_problem(build, last):
    build.given("queue", ("nordlicht", 0, 0, 0, 0, None))
    build.given("sources", ("orders", "orders", "nordlicht", "orders", last, True))
    week = build.week()

    for said in (Page(render.html(week)).text, flat(render.text(week))):
        assert ("No data since Thu 12 Nov 2026, 18:00 CET" if last else "No data yet") in said
        assert "Nothing can be said" in said or "nothing can be said" in said
        for wrong in ("No error", "0 inquiries", "met", "0 problems", "● "):
            assert wrong not in said


def test_a_week_before_all_data_is_not_called_a_silence(build):
    build.given("sources", ("o", "o", "nordlicht", "orders", datetime(2026, 11, 23, 7), False))
    said = flat(render.text(build.week(week=date(2025, 3, 3))))
    assert "No data of 3 to 9 Mar 2025: no order, parcel or inquiry of that week was seen" in said
    assert "No data since" not in said


def test_one_silent_brand_is_told_apart_from_the_one_with_data(build):
    build.rate(kept=99, of=100)
    build.rate(kept=99, of=100, shop="all")
    build.given("sources", ("o", "o", "other", "orders", datetime(2026, 11, 2, 17), True))
    shops = {"nordlicht": "Nordlicht", "other": "Other"}
    week = build.week(
        shops={key: Shop(name=name, zone="Europe/Berlin") for key, name in shops.items()}
    )

    text = flat(render.text(week))

    assert "Nordlicht: 1 of 5 targets met, 4 not judged" in text
    assert "Other: nothing can be said" in text
    assert "No data since Mon 2 Nov 2026, 18:00 CET" in text


def test_no_error_is_only_claimed_of_what_could_be_judged(build):
    build.rate(kept=99, of=100)
    assert "No error was found in what could be judged" in render.text(build.week())


def test_hostile_names_stay_text(build):
    build.rate(kept=99, of=100)
    build.rate("shipped_with_tracking", 60, 100, dimension="carrier", value=HOSTILE)
    build.given("findings_weekly", ("nordlicht", MONDAY, HOSTILE, HOSTILE, 5, 4))
    build.given("measured", ("nordlicht", HOSTILE, "q", HOSTILE, HOSTILE, HOSTILE))
    build.given("sources", ("x", HOSTILE, "nordlicht", HOSTILE, None, True))
    week = build.week(shops={"nordlicht": Shop(name=HOSTILE, zone="Europe/Berlin")})

    html, text = render.html(week), render.text(week)

    assert "script" not in Page(html).tags and "&lt;script&gt;" in html
    for said in (html, text):
        assert "\u202e" not in said and "<U+202E>" in said.replace("&lt;", "<").replace("&gt;", ">")
        assert "\r" not in said
    assert not re.search(r"^\s*Bcc:", text, re.MULTILINE)


def test_the_page_asks_nothing_from_outside(full):
    html = render.html(full)
    assert Page(html).addresses == []
    assert not re.search(r"url\(|@import|https?:", html)
    assert "default-src 'none'" in html


def test_every_line_of_the_text_fits_a_mail(full):
    assert max(len(line) for line in render.text(full).splitlines()) <= 78


def test_no_single_customer_is_in_the_report(full):
    assert "@" not in Page(render.html(full)).text + render.text(full)


def test_a_line_of_weeks_breaks_where_a_week_says_nothing(build):
    for back in (0, 1, 3, 4):
        build.rate(kept=90 + back, of=100, week=MONDAY - timedelta(weeks=back))

    drawn = spark(build.week().sections[0].rates[0])

    assert drawn is not None
    assert [len(line.split()) for line in drawn.lines] == [2, 2]
    assert drawn.words == "4 weeks between 90.0 % and 94.0 %"
    assert drawn.target_y is not None and drawn.last is not None and drawn.target_y < drawn.last[1]


def test_one_week_makes_no_line(build):
    build.rate()
    assert spark(build.week().sections[0].rates[0]) is None


def test_the_files_are_named_after_the_week_and_replaced_whole(full, tmp_path):
    (tmp_path / "trackrecord-2026-W47.html").write_text("older")
    with (tmp_path / "trackrecord-2026-W47.html").open() as somebody_reading:
        page, plain = write(full, tmp_path)
        assert somebody_reading.read() == "older"

    assert (page.name, plain.name) == ("trackrecord-2026-W47.html", "trackrecord-2026-W47.txt")
    assert page.read_text() == render.html(full)
    assert plain.read_text() == render.text(full)
    assert sorted(path.name for path in tmp_path.iterdir()) == [page.name, plain.name]


def test_a_report_that_cannot_be_written_says_where_and_leaves_the_old_one(
    full, tmp_path, monkeypatch
):
    page, _ = write(full, tmp_path)
    monkeypatch.setattr(render, "html", lambda week: "half")

    def full_disk(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(Trouble, match="No space left on device"):
        write(full, tmp_path)
    assert page.read_text() != "half"
    assert len(list(tmp_path.iterdir())) == 2
