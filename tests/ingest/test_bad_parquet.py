"""Parquet files that would crash, fill or fool their reader: each between two good ones."""

import decimal
import re
import signal
import subprocess
from datetime import datetime
from functools import partial

import pyarrow as pa
import pytest
from file_sandwich import GOOD, Plate
from parquet_files import dictionary_bomb, orders, parquet_of, with_footer

from ingest.sources import parquet
from sql import parquet_read
from sql.raw.facts import Refused
from sql.record_cells import Field
from sql.trouble import Trouble

GOOD_ORDERS = orders("C-1", "C-2")
ENDED = partial(subprocess.CompletedProcess, [])
NOW = datetime(2026, 11, 23, 12)


class Larder(Plate):
    """Good Parquet files around the bad one."""

    def __init__(self, folder, **options):
        GOOD.setdefault("parquet", "")
        super().__init__(folder, "parquet", **options)

    def good(self, order: str) -> bytes:
        return orders(order)


def test_o29_a_damaged_file_is_refused_whole_and_keeps_no_other_from_being_read(tmp_path):
    plate = Larder(tmp_path)
    bad = {
        "magic": b"PAR2" + GOOD_ORDERS[4:], "cut": GOOD_ORDERS[:-30], "empty": b"PAR1PAR1",
        "footer": with_footer(GOOD_ORDERS, lambda footer: b"\xff" * len(footer)),
        "length": GOOD_ORDERS[:-8] + b"\xff\xff\xff\x7fPAR1",
        # Two rows and then the list of row groups: four rows.
        "count": with_footer(
            GOOD_ORDERS, lambda it: it.replace(b"\x16\x04\x19\x1c", b"\x16\x08\x19\x1c")),
        "data": GOOD_ORDERS[:4] + b"\xff" * 60 + GOOD_ORDERS[64:],
        "workbook": b"PK\x03\x04 and so on", "page": b"<html>Please log in</html>",
    }  # fmt: skip
    for name, content in bad.items():
        assert content != GOOD_ORDERS
        plate.write(f"b_{name}.parquet", content)

    found = plate.read()

    assert (found.orders, found.deferred, found.trouble) == ({}, 0, "")
    assert sorted((place, reason) for place, reason, _ in found.refused) == sorted(
        (f"b_{name}.parquet", "parquet.damaged") for name in bad
    )
    assert {place: found.payloads[place] for place in found.payloads} == {
        f"b_{name}.parquet": content for name, content in bad.items()
    }
    assert "b_workbook.parquet was refused whole: is a workbook of a spreadsheet; save it as CSV" \
        in found.notes  # fmt: skip


def test_o29_a_mended_file_is_read_and_an_unchanged_one_is_not_tried_again(tmp_path, monkeypatch):
    plate = Larder(tmp_path)
    plate.write("b.parquet", GOOD_ORDERS[:-30])
    plate.read()
    tried, answer = [], parquet_read._answer

    def counted(request, limits):
        tried.append(request["file"])
        return answer(request, limits)

    monkeypatch.setattr(parquet_read, "_answer", counted)
    assert len(plate.read().notes) == 1
    assert tried == []

    plate.write("b.parquet", GOOD_ORDERS)
    found = plate.read()
    assert (found.orders.keys(), found.notes) == ({"C-1", "C-2"}, [])


def test_o29_a_bomb_is_stopped_at_its_limits_and_of_a_large_file_hash_and_place_are_kept(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(parquet_read, "_SWELLS_BYTES", 4 << 20)
    plate = Larder(tmp_path, memory_mb=128)
    swelling = dictionary_bomb(20_000, 20_000)
    assert len(swelling) < 300_000
    plate.write("b1.parquet", swelling)
    plate.write("b2.parquet", dictionary_bomb(40_000_000, 40))
    monkeypatch.setattr("ingest.export_walk.PAYLOAD_BYTES", 10_000)

    found = plate.read()

    assert (found.orders, found.deferred, found.trouble) == ({}, 0, "")
    assert [(place, reason) for place, reason, _ in found.refused] == [
        ("b1.parquet", "parquet.too_large"), ("b2.parquet", "parquet.too_large")]  # fmt: skip
    assert found.payloads["b1.parquet"].startswith(
        f"b1.parquet: {len(swelling)} bytes, blake2b ".encode())  # fmt: skip


def test_o29_rows_that_swell_far_beyond_their_file_are_stopped_on_disk_too(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_read, "_SWELLS_BYTES", 64 << 10)
    monkeypatch.setattr(parquet_read, "_SWELLS", 1)
    path, limits = tmp_path / "b.parquet", parquet_read.Limits(1 << 30, 60)
    path.write_bytes(dictionary_bomb(2_000, 500))

    with pytest.raises(parquet_read.BadFile) as fault:
        with parquet_read.parquet_rows(path, [Field("x", ("note",))], None, None, limits):
            pass

    assert fault.value.reason == "parquet.too_large"
    assert fault.value.detail == "unpacks to over 500 times its size"


def test_o29_a_file_that_kills_or_busies_its_reader_costs_nothing_else(tmp_path, monkeypatch):
    ends = iter([-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGXCPU])
    real = subprocess.run

    def dying(command, **more):
        if "/b" in more["input"]:
            return subprocess.CompletedProcess(command, next(ends), "", "")
        return real(command, **more)

    monkeypatch.setattr(parquet_read.subprocess, "run", dying)
    plate = Larder(tmp_path)
    for name in ("b1", "b2", "b3"):
        plate.write(f"{name}.parquet", GOOD_ORDERS + name.encode())

    found = plate.read()

    assert (found.orders, found.deferred, found.trouble) == ({}, 0, "")
    assert [(place, reason) for place, reason, _ in found.refused] == [
        ("b1.parquet", "parquet.crashed"), ("b2.parquet", "parquet.crashed"),
        ("b3.parquet", "parquet.too_slow"),
    ]  # fmt: skip


ENDS = [
    (ENDED(-signal.SIGKILL, ""), "was ended from outside"),
    (ENDED(1, ""), "did not start or fell over"),
    (ENDED(0, '{"trouble": "No space left"}'), "No space left"),
    (ENDED(0, '{"fault": "parquet.too_large", "detail": "x"}'), "has no 64 MB"),
    (subprocess.TimeoutExpired("x", 1), "is the machine busy?"),
]  # fmt: skip


@pytest.mark.parametrize("end, said", ENDS)
def test_o29_where_the_machine_is_to_blame_the_file_is_not(tmp_path, monkeypatch, end, said):
    def failing(*_, **__):
        if isinstance(end, Exception):
            raise end
        return end

    monkeypatch.setattr(parquet_read.subprocess, "run", failing)
    monkeypatch.setattr(parquet_read, "_free_memory", lambda: 1 << 20)
    limits = parquet_read.Limits(64 << 20, 1)
    (tmp_path / "b.parquet").write_bytes(GOOD_ORDERS)
    with pytest.raises(Trouble, match=re.escape(said)):
        with parquet_read.parquet_rows(tmp_path / "b.parquet", [], None, None, limits):
            pass


def test_o29_a_file_that_the_machine_could_not_read_waits_and_is_read_later(tmp_path, monkeypatch):
    real = subprocess.run

    def killed(command, **more):
        return ENDS[0][0] if "/b.parquet" in more["input"] else real(command, **more)

    plate = Larder(tmp_path)
    plate.write("b.parquet", GOOD_ORDERS)
    with monkeypatch.context() as patch:
        patch.setattr(parquet_read.subprocess, "run", killed)
        found = plate.read()

    assert (found.orders, found.refused, found.deferred) == ({}, [], 1)
    assert "b.parquet: its reader was ended from outside" in found.trouble
    assert plate.read().orders.keys() == {"C-1", "C-2"}


def test_o29_times_of_every_kind_are_right_or_refused_and_odd_numbers_never_pass(tmp_path):
    plate = Larder(tmp_path)
    nanoseconds = pa.array([1_763_632_800_123_456_789] * 2, pa.timestamp("ns"))
    plate.write("b1.parquet", parquet_of({"order_id": ["N-1", "N-2"], "placed_at": nanoseconds}))
    plate.write("b2.parquet", parquet_of(
        {"order_id": ["I-1", "I-2"], "placed_at": nanoseconds},
        use_deprecated_int96_timestamps=True))  # fmt: skip
    zoned = pa.array([1_763_632_800_123_456_789] * 3, pa.timestamp("ns", "Asia/Tokyo"))
    totals = pa.array([1.5, float("nan"), float("inf")])
    plate.write("b3.parquet", parquet_of(
        {"order_id": ["Z-1", "Z-2", "Z-3"], "placed_at": zoned, "total": totals}))  # fmt: skip
    large = pa.array([decimal.Decimal("9" * 38), decimal.Decimal("1.5")], pa.decimal256(40, 1))
    plate.write("b4.parquet", parquet_of(
        {"order_id": ["D-1", "D-2"], "placed_at": zoned[:2], "total": large}))  # fmt: skip

    found = plate.read()

    at = datetime(2025, 11, 20, 10, 0, 0, 123456)
    assert {number: (one["placed_at"], one["total"]) for number, one in found.orders.items()} == {
        "Z-1": (at, 1.5), "D-1": (at, 1e38), "D-2": (at, 1.5)}  # fmt: skip
    assert sorted((place, reason) for place, reason, _ in found.refused) == [
        ("b1.parquet row 1", "time.no_zone"), ("b1.parquet row 2", "time.no_zone"),
        ("b2.parquet row 1", "time.no_zone"), ("b2.parquet row 2", "time.no_zone"),
        ("b3.parquet row 2", "number.invalid"), ("b3.parquet row 3", "number.invalid"),
    ]  # fmt: skip


def test_o29_a_decimal_beyond_its_own_precision_refuses_the_file(tmp_path):
    number = (10**20).to_bytes(16, "little")
    wrong = pa.Array.from_buffers(pa.decimal128(10, 2), 1, [None, pa.py_buffer(number)])
    plate = Larder(tmp_path)
    plate.write("b.parquet", parquet_of({"order_id": ["C-1"], "placed_at": ["x"], "total": wrong}))

    found = plate.read()

    assert found.orders == {}
    assert [(place, reason) for place, reason, _ in found.refused] == [
        ("b.parquet", "parquet.damaged")]  # fmt: skip


def test_a_refused_row_can_be_read_again_alone_and_a_whole_file_cannot():
    options = parquet.Options(
        kind="parquet", shop="nordlicht", table="orders", files=("/nowhere",),
        columns={"email": "customer.email"}, zone="Europe/Berlin",
    )  # fmt: skip
    row = (b'{"order_id": "1", "placed_at": "2026-11-20 10:00:00.5", "total": "1.2340",'
           b' "customer.email": "k@c.example"}')  # fmt: skip
    refused = [Refused("b.parquet row 1", "time.no_zone", "", row),
               Refused("b.parquet", "parquet.damaged", "", b"PAR1")]  # fmt: skip

    read, still = parquet.reread(options, "feed", refused, NOW)

    ((fact,),) = read.items or [tuple(read.columns[0].facts())]
    assert (fact.placed_at, fact.email) == (datetime(2026, 11, 20, 9, 0, 0, 500_000), "k@c.example")
    assert (fact.total, fact.extra) == (1.234, None)
    assert "only its whole file can tell" in still.refused[0].detail
