"""Event files that grow, rotate and are written anew, and the spool of received webhooks."""

import gzip
import json
import os
import time
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from provider_bodies import KINDS, NOW, event, lines, numbers, options_of, source, write

from ingest import provider_read, provider_spool
from ingest.json_records import Splitter, records_in
from sql.trouble import Misuse

JUST_NOW = NOW - timedelta(seconds=5)


def grow(path, content: bytes, at=JUST_NOW) -> None:
    write(path, path.read_bytes() + content, at)


def test_of_a_growing_file_only_what_is_new_is_read(tmp_path):
    log = write(tmp_path / "events.json", lines(event(1), event(2)), JUST_NOW)
    esp = source(tmp_path)
    assert numbers(esp.read(NOW)) == [1, 2]
    assert numbers(esp.read(NOW)) == []

    grow(log, lines(event(3)))

    assert numbers(esp.read(NOW)) == [3]


def test_half_a_line_waits_for_its_rest(tmp_path):
    whole = lines(event(2))
    log = write(tmp_path / "events.json", lines(event(1)) + whole[:40], JUST_NOW)
    esp = source(tmp_path)

    first = esp.read(NOW)
    assert (numbers(first), first.deferred, first.refused) == ([1], {"record_incomplete": 1}, [])
    grow(log, whole[40:] + lines(event(3)))
    second = esp.read(NOW)
    assert (numbers(second), second.deferred, second.refused) == ([2, 3], {}, [])


def test_a_half_written_array_is_deferred_and_read_once_it_is_whole(tmp_path):
    whole = json.dumps([event(1), event(2), event(3)], indent=2).encode()
    upload = write(tmp_path / "events.json", whole[: len(whole) // 2], JUST_NOW)
    esp = source(tmp_path)

    first = esp.read(NOW)
    assert (first.deferred, first.refused, first.trouble) == ({"record_incomplete": 1}, [], None)
    write(upload, whole, JUST_NOW)
    second = esp.read(NOW)

    assert numbers(first) + numbers(second) == [1, 2, 3]
    assert (second.deferred, second.refused) == ({}, [])


def test_what_stays_half_for_ten_minutes_is_refused_once(tmp_path):
    write(tmp_path / "events.json", lines(event(1)) + lines(event(2))[:40], NOW)
    esp = source(tmp_path)

    assert esp.read(NOW + timedelta(minutes=10)).deferred == {"record_incomplete": 1}
    late = esp.read(NOW + timedelta(minutes=10, seconds=1))
    assert [refused.reason for refused in late.refused] == ["json.truncated"]
    again = esp.read(NOW + timedelta(minutes=30))
    assert (again.items_read, again.refused) == (0, [])


def test_an_array_written_anew_with_more_in_it_is_read_anew(tmp_path):
    export = write(tmp_path / "events.json", json.dumps([event(n) for n in range(20)]).encode())
    esp = source(tmp_path)
    assert numbers(esp.read(NOW)) == [*range(20)]

    write(export, json.dumps([event(n) for n in range(25)]).encode(), JUST_NOW)
    assert sorted(set(numbers(esp.read(NOW)))) == [*range(25)]
    write(export, json.dumps([event(30)]).encode(), NOW)
    again = esp.read(NOW)
    assert (numbers(again), again.refused) == ([30], [])
    assert again.polls[0].holes == []


def test_rotation_by_rename_and_packing_reads_every_event_once(tmp_path):
    log = write(tmp_path / "events.json", lines(event(1), event(2)), JUST_NOW)
    esp = source(tmp_path)
    came = numbers(esp.read(NOW))
    grow(log, lines(event(3)))
    log.rename(tmp_path / "events.json.1")
    write(log, lines(event(4)), NOW)
    came += numbers(esp.read(NOW))
    write(tmp_path / "events.json.2.gz",
          gzip.compress((tmp_path / "events.json.1").read_bytes()), JUST_NOW)  # fmt: skip
    (tmp_path / "events.json.1").unlink()
    grow(log, lines(event(5)))
    came += numbers(esp.read(NOW))

    assert came == [1, 2, 3, 4, 5]


def test_a_growing_file_that_was_emptied_in_place_is_read_from_its_start_and_told(tmp_path):
    log = write(tmp_path / "events.json", lines(event(1), event(2)), JUST_NOW)
    esp = source(tmp_path)
    esp.read(NOW)

    write(log, lines(event(3)), NOW)
    read = esp.read(NOW)

    assert numbers(read) == [3]
    assert [hole.split(":")[0] for hole in read.polls[0].holes] == ["events may be lost"]


def test_a_packed_file_that_breaks_off_gives_what_is_there_and_the_rest_when_whole(tmp_path):
    content = lines(*(event(n) for n in range(2000)))
    packed = gzip.compress(content)
    path = write(tmp_path / "events.json.gz", packed[: len(packed) // 2])
    esp = source(tmp_path)

    first = esp.read(NOW)
    assert first.deferred == {"packed_file_breaks_off": 1}
    assert 0 < len(first.facts) < 2000
    write(path, packed, NOW)
    assert numbers(first) + numbers(esp.read(NOW)) == [*range(2000)]


def test_a_file_that_cannot_be_read_stops_no_other_and_proves_nothing(tmp_path):
    write(tmp_path / "a.json", lines(event(1)), JUST_NOW)
    (tmp_path / "b.json").mkdir()
    write(tmp_path / "c.json", lines(event(3)), NOW)

    read = source(tmp_path).read(NOW)

    assert (numbers(read), read.deferred, read.polls) == ([1, 3], {"file_unreadable": 1}, [])
    assert "b.json cannot be read (is no regular file)" in read.trouble


def test_a_process_that_dies_between_two_batches_goes_on_behind_the_last_one(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(provider_read, "RECORDS", 3)
    write(tmp_path / "a.json", json.dumps([event(n) for n in range(5)]).encode(), JUST_NOW)
    write(tmp_path / "b.json", lines(*(event(n) for n in range(5, 11))), NOW)
    whole = numbers(source(tmp_path).read(NOW))
    for stop in range(1, 5):
        esp = source(tmp_path)
        came = numbers(esp.read(NOW, stop_after=stop)) + numbers(esp.read(NOW))
        assert came == whole == [*range(11)]


def test_many_small_files_are_read_once_each(tmp_path):
    for n in range(60):
        write(tmp_path / f"{n:03}.json", json.dumps(event(n)).encode(), JUST_NOW)
    esp = source(tmp_path)

    assert numbers(esp.read(NOW)) == [*range(60)]
    assert esp.read(NOW).items_read == 0


TEXTS = st.sampled_from(["", " ", "\n", ",", '{"a": 1}', '{"a": {"b": [1, {"c": "}{"}]}}',
                         '{"ü": "\\""}', "[", "]", '{"a": x}', "\n{", "17 ", "\ufeff"])  # fmt: skip


@examples(max_examples=300, deadline=None)
@given(st.lists(TEXTS, max_size=12), st.integers(1, 9))
def test_a_record_is_the_same_in_whatever_pieces_it_is_read(texts, size):
    content = "".join(texts).encode()
    splitter = Splitter()
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    found = [one for piece in pieces for one in splitter.feed(piece)]
    found += splitter.feed(b"", is_final=True)

    whole = records_in(content)
    assert [one.value for one in found if one.value] == [one.value for one in whole if one.value]
    for one in found:
        assert content[one.start :].decode(errors="surrogateescape").startswith(one.text)


class Receiver:
    """Writes bodies as the receiver does: under a dot-name, then renamed."""

    def __init__(self, folder):
        self.folder = folder
        self.bodies = 0

    def take(self, day: str, body: bytes, name: str | None = None) -> None:
        place = self.folder / day
        place.mkdir(parents=True, exist_ok=True)
        self.bodies += 1
        half = place / f".{self.bodies}"
        half.write_bytes(body)
        half.rename(place / (name or f"{self.bodies:05}.json"))


@pytest.fixture
def receiver(tmp_path):
    return Receiver(tmp_path / "spool")


def body(*numbers_: int) -> bytes:
    return json.dumps([event(n) for n in numbers_]).encode()


def in_spool(receiver):
    return source(receiver.folder, spool=receiver.folder)


def test_the_spool_gives_every_body_in_the_order_in_which_it_came(receiver):
    receiver.take("2026-11-21", body(1, 2))
    receiver.take("2026-11-22", body(3), "zzz.json")
    receiver.take("2026-11-22", body(4), "aaa.json")

    assert numbers(in_spool(receiver).read(NOW)) == [1, 2, 3, 4]


def test_what_comes_late_into_an_older_day_is_read(receiver):
    receiver.take("2026-11-21", body(1))
    receiver.take("2026-11-22", body(2))
    esp = in_spool(receiver)
    came = {*numbers(esp.read(NOW))}

    receiver.take("2026-11-21", body(3), "00000.json")
    came |= {*numbers(esp.read(NOW))}

    assert came == {1, 2, 3}


def settled(receiver) -> None:
    """As if the last body had come a minute ago."""
    ago = time.time() - 60
    for day in receiver.folder.iterdir():
        os.utime(day, (ago, ago))


def test_days_without_anything_new_are_not_even_listed(receiver, monkeypatch):
    for day in range(10, 20):
        receiver.take(f"2026-11-{day}", body(day))
    settled(receiver)
    esp = in_spool(receiver)
    assert len(numbers(esp.read(NOW))) == 10
    listed = []
    files_in = provider_spool.files_in
    monkeypatch.setattr(provider_spool, "files_in",
                        lambda folder: listed.append(folder.name) or files_in(folder))  # fmt: skip

    assert esp.read(NOW).items_read == 0
    assert listed == []
    receiver.take("2026-11-12", body(99))
    assert 99 in numbers(esp.read(NOW))
    assert listed == ["2026-11-12"]


def test_a_body_still_being_written_is_not_read(receiver):
    receiver.take("2026-11-21", body(1))
    (receiver.folder / "2026-11-21" / ".half").write_bytes(body(2)[:50])
    (receiver.folder / ".receiver.lock").write_bytes(b"1")

    read = in_spool(receiver).read(NOW)

    assert (numbers(read), read.refused, read.deferred) == ([1], [], {})


@pytest.mark.parametrize(
    ("bad", "reason"),
    [(b"{oh}", "json.broken"), (body(2)[:50], "json.truncated"), (b"", "event.empty"),
     (gzip.compress(body(2))[:-12], "event.packed_breaks_off")],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused_at_once_between_two_good_ones(
    bad, reason, receiver
):
    receiver.take("2026-11-21", body(1))
    receiver.take("2026-11-21", bad)
    receiver.take("2026-11-21", body(3))

    read = in_spool(receiver).read(NOW)

    assert {1, 3} <= {*numbers(read)}
    assert [refused.reason for refused in read.refused] == [reason]
    assert read.refused[0].location.startswith("2026-11-21/00002.json")


def test_a_spool_of_many_bodies_survives_a_process_that_dies_between_batches(
    receiver, monkeypatch
):
    monkeypatch.setattr(provider_spool, "FILES", 4)
    monkeypatch.setattr(provider_spool, "_OVERLAP_NS", 0)
    for number in range(18):
        receiver.take(f"2026-11-{20 + number // 9}", body(number))
        time.sleep(0.02)  # longer than the file system's clock ticks
    for stop in range(1, 7):
        esp = in_spool(receiver)
        came = numbers(esp.read(NOW, stop_after=stop)) + numbers(esp.read(NOW))
        assert {*came} == {*range(18)}


def test_files_and_spool_together_are_one_path_with_one_poll(receiver, tmp_path):
    receiver.take("2026-11-21", body(2))
    write(tmp_path / "old" / "a.json", lines(event(1)))

    read = source(tmp_path, spool=receiver.folder, files=(str(tmp_path / "old" / "*"),)).read(NOW)

    assert sorted(numbers(read)) == [1, 2]
    (poll,) = read.polls
    assert (poll.path, poll.role, poll.polled_at) == ("esp", "log", NOW)
    assert (poll.oldest_item_at.second, poll.newest_item_at.second) == (1, 2)


def test_a_spool_that_is_not_there_is_a_trouble_with_a_way_out(tmp_path):
    read = source(tmp_path, spool=tmp_path / "none").read(NOW)

    assert "cannot be listed (No such file or directory)" in read.trouble
    assert read.polls == []


@pytest.mark.parametrize("kind", KINDS)
def test_doctor_sees_files_and_spool(kind, receiver, tmp_path):
    receiver.take("2026-11-21", body(1))
    write(tmp_path / "a.json", lines(event(1)), datetime(2026, 11, 22))
    options = options_of(
        kind, files=(str(tmp_path / "*.json"), str(tmp_path / "*.gz")), spool=receiver.folder
    )

    files, none, spool = KINDS[kind].probe(options, "esp")

    assert (files.items, files.newest_item_at, files.trouble) == (1, datetime(2026, 11, 22), None)
    assert "no file matches" in none.trouble
    assert (spool.items, spool.trouble) == (1, None)
    (lost,) = KINDS[kind].probe(options_of(kind, spool=tmp_path / "none"), "esp")
    assert "cannot be listed" in lost.trouble


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "[sources.esp] needs files = "),
        ('files = ["x"]\nkinds = { versand = "shiping" }', "kinds.versand: must be one of"),
        ('files = ["x"]\nordr_id = "x"', "did you mean order_id?"),
    ],
)
def test_settings_that_cannot_be_right_are_named(text, said, tmp_path):
    from ingest.kinds import option_models
    from sql.settings import load

    path = tmp_path / "trackrecord.toml"
    start = '[shops.n]\nname = "N"\nzone = "UTC"\n[sources.esp]\nkind = "sendgrid"\n'
    path.write_text(start + text)

    with pytest.raises(Misuse) as caught:
        load(path, option_models())

    assert said in str(caught.value)


def test_paths_of_files_and_spool_stand_beside_the_settings(tmp_path):
    from ingest.kinds import option_models
    from sql.settings import load

    path = tmp_path / "trackrecord.toml"
    path.write_text('[shops.n]\nname = "N"\nzone = "UTC"\n[sources.esp]\nkind = "mailgun"\n'
                    'files = ["e/*.json"]\nspool = "spool"\norder_id = "ref"\n'
                    'signing_key = "env:SIGNING_KEY"\n')  # fmt: skip

    options = load(path, option_models()).sources["esp"]

    assert options.model_dump()["files"] == (str(tmp_path / "e/*.json"),)
    assert options.model_dump()["spool"] == tmp_path / "spool"
    assert options.model_dump()["order_id"] == ("ref",)


