"""The oracle's reading of promises, notices and orders at the moment of their confirmation."""

import importlib
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
judge = importlib.import_module("oracles.verdicts").judge
promises_in = importlib.import_module("oracles.statements").promises_in
Shop = importlib.import_module("oracles.shop").Shop

PLACED = datetime(2026, 11, 16, 9)  # a Monday, as in the folder's orders.csv
UNTIL = datetime(2026, 11, 27)
END = datetime(2026, 11, 20, 22, 59, 59, 999999)  # of Friday, in Berlin


@pytest.fixture
def shop():
    return Shop("nord", "Europe/Berlin", [], set())


@pytest.mark.parametrize(
    ("text", "kind", "from_day", "until_day"),
    [
        ("Expected shipping: 3–5 working days", "ship", 19, 23),
        ("Voraussichtlicher Versand: 2 Werktage", "ship", None, 18),
        ("Expédition prévue : 20 novembre", "ship", None, 20),
        ("Envío previsto: 20 de noviembre de 2026", "ship", None, 20),
        ("Estimated delivery:\n\n20 November", "deliver", None, 20),
        ("Voraussichtliche Zustellung zwischen 18.11. und 20.11.2026", "deliver", 18, 20),
        ("Livraison prévue entre le 18 et le 20 novembre", "deliver", None, 20),
        ("It arrives on November 20, 2026.", "deliver", None, 20),
    ],
)
def test_a_line_promises_what_its_words_say(shop, text, kind, from_day, until_day):
    (found,) = promises_in(text, PLACED, shop)

    assert found[0] == kind
    assert found[2] == END + timedelta(days=until_day - 20)
    begins = datetime(2026, 11, from_day) - timedelta(hours=1) if from_day else None
    assert found[1] == begins


@pytest.mark.parametrize("text", ["Ordered on 16 November", "Ships with DHL", "Invoice of 3.11."])
def test_a_day_without_a_promise_is_none(shop, text):
    assert promises_in(text, PLACED, shop) == {}


def parcels(folder, *rows):
    head = "shipment_id,order_id,carrier,shipped_at,promised_at,delivered_at,updated_at\n"
    (folder.place / "shipments.csv").write_text(head + "".join(f"{row}\n" for row in rows))
    settings = folder.place / "trackrecord.toml"
    mapped = 'columns = { valid_from_at = "updated_at" }\nquiet_after = "30d"\ntable = "shipments"'
    settings.write_text(settings.read_text().replace('table = "shipments"', mapped))


def told(folder, until=UNTIL):
    found = judge(folder.place, until).promises
    return {key[-1]: one["verdict"] for key, one in found.items()}


@pytest.mark.parametrize(
    ("delivered", "verdict"),
    [("2026-11-20T23:59:59", "kept"), ("2026-11-21T00:00:00", "broken"), ("", "broken")],
)
def test_a_promised_day_ends_with_it(folder, delivered, verdict):
    parcels(folder, f"P1,10001,DHL,2026-11-17T09:00:00,2026-11-20,{delivered},",
            "P0,1,DHL,2026-11-17T09:00:00,,2026-11-26T23:00:00,")  # fmt: skip

    assert [*told(folder).values()] == [verdict]


def test_a_correction_in_time_replaces_the_second_promise_but_never_the_first(folder):
    row = "P1,10001,DHL,2026-11-17T09:00:00,{},{},{}"
    parcels(folder, row.format("2026-11-19", "", "2026-11-17T10:00:00"),
            row.format("2026-11-21", "", "2026-11-18T10:00:00"),
            row.format("2026-11-24", "2026-11-23T10:00:00", "2026-11-20T10:00:00"))  # fmt: skip

    assert [*told(folder).values()] == ["broken", "superseded", "kept"]


def test_without_any_delivery_on_record_nobody_knows(folder):
    parcels(folder, "P1,10001,DHL,2026-11-17T09:00:00,2026-11-20,,")

    assert [*told(folder).values()] == ["unknown"]
