"""Charts and sentences say what the rows say, in both themes, and nothing more."""

import re
from datetime import date

import pandas as pd
import pytest

from dashboard import bars, charts, lines, sentences
from dashboard.measures import CONFIRMED, Week, is_well
from dashboard.palette import DARK, LIGHT

MONDAY = date(2026, 11, 16)


def week(**values) -> Week:
    row = {"share": 0.95, "denominator": 200, "target_share": 0.98, "is_mature": True,
           "meets_target": False, "undecided": 0} | values  # fmt: skip
    return Week(CONFIRMED, pd.Series(row), None, [])


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_its_ground(colours):
    for text in (colours.ink, colours.grey, colours.orange_text):
        assert contrast(text, colours.paper) >= 4.5
    for colour in (*colours.warm, *colours.steps):
        assert contrast(colours.on(colour), colour) >= 3


def test_a_name_from_data_is_neither_a_tag_nor_a_link_in_a_chart():
    assert charts.safe('<a href="x">DHL</a>') == "&lt;a href=&quot;x&quot;&gt;DHL&lt;/a&gt;"
    assert len(charts.safe("x" * 500)) == charts.LONGEST_LABEL


def test_bars_carry_the_counts_of_their_rows():
    rows = pd.DataFrame({
        "bar": [("GLS", ""), ("GLS", ""), ("<b>UPS</b>", "")],
        "lost_reason": ["no_mail", "no_link", "no_link"], "shipments": [3, 12, 1],
    })  # fmt: skip

    chart = bars.stacked(rows, LIGHT, part="lost_reason", value="shipments",
                         parts={"no_mail": "no mail", "no_link": "no link"})  # fmt: skip

    assert [list(trace.x) for trace in chart.data] == [[3], [12, 1]]
    assert "<b>" not in str(chart.layout.yaxis.ticktext)


def test_a_week_that_is_not_complete_is_hollow():
    rows = pd.DataFrame({
        "week_start_day": [date(2026, 11, 9), MONDAY], "share": [0.9, 0.5], "low": [0.85, 0.3],
        "high": [0.95, 0.7], "denominator": [100, 9], "target_share": [0.95, 0.95],
        "is_mature": [True, False],
    })  # fmt: skip

    chart = lines.weekly_share(rows, LIGHT)

    dotted = next(trace for trace in chart.data if trace.line.dash == "dot")
    assert list(dotted.marker.color) == [LIGHT.blue, LIGHT.paper]


def test_no_chart_asks_anybody_else_for_a_font_or_a_map():
    assert not re.search(r"https?:", str(charts.figure(LIGHT, 200).to_dict()))


def test_the_verdict_counts_only_what_can_be_judged():
    judged = [week(meets_target=True), week(), week(is_mature=False), week(meets_target=None)]

    assert sentences.verdict(judged) == "1 of 2 targets missed: confirmed."
    assert sentences.verdict([week(is_mature=False)]).startswith("No promise can be judged yet")
    assert sentences.verdict([week(meets_target=True)]) == "1 target judged, all met."


def test_all_is_well_only_where_something_was_judged_and_nobody_waits_too_long():
    nobody, somebody = (pd.DataFrame({"overdue": [n]}) for n in (0, 1))
    kept, missed = week(meets_target=True), week()

    assert is_well([kept], nobody) is True
    assert is_well([kept], somebody) is False
    assert is_well([kept, missed], nobody) is False
    assert is_well([week(is_mature=False)], nobody) is None
    assert is_well([], pd.DataFrame()) is None


def test_no_lost_tracking_is_praised_only_where_shipments_were_judged():
    assert sentences.losses(pd.DataFrame(), 0) == "No shipment of this week could be judged."
    assert sentences.losses(pd.DataFrame(), 5).startswith("Every shipment")


@pytest.mark.parametrize(("values", "said"), [
    ({}, "95.0 % of 200 orders; the target is 98.0 %. That is 3.0 pts short."),
    ({"meets_target": True}, "95.0 % of 200 orders; the target is 98.0 %."),
    ({"is_mature": False, "undecided": 7},
     "95.0 % of 200 orders; the target is 98.0 %. The week is not complete: 7 are not due yet."),
    ({"meets_target": None},
     "95.0 % of 200 orders; the target is 98.0 %. These are too few for a verdict."),
    ({"share": float("nan")}, "Nothing could be judged in this week."),
])  # fmt: skip
def test_a_share_is_said_with_its_target_and_what_it_lacks(values, said):
    assert sentences.share(week(**values), "orders") == said


def test_a_waiting_time_is_never_said_without_the_count_of_what_is_missing():
    rows = pd.DataFrame([{"p50_seconds": 41.0, "p95_seconds": 195.0, "missing": 3}])

    assert sentences.waiting(rows, "the mail") == (
        "Half of the customers wait up to 41 s for the mail, 95 of 100 up to 3 min 15 s. "
        "For 3, none was found."
    )
