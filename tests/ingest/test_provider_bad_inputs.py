"""Bad inputs L24 to L26: events in every layout, broken, twice, strange, and out of time."""

import bz2
import gzip
import json
import lzma
from datetime import datetime

import pytest
from provider_bodies import NOW, event, lines, numbers, reading, source, write

from ingest.sources import sendgrid
from sql.raw.facts import Refused

GOOD, LAST = event(1), event(3)


def sandwiched(folder, bad: bytes, kind="sendgrid"):
    """The bad record between two good ones, which must both arrive; what became of all three."""
    one, three = (json.dumps(good).encode() for good in (GOOD, LAST))
    found = reading(folder, one + b"\n" + bad + b"\n" + three + b"\n", kind)
    assert (numbers(found)[0], numbers(found)[-1]) == (1, 3)
    array = reading(folder / "array", b"[" + one + b",\n" + bad + b",\n" + three + b"]", kind)
    assert numbers(array) == numbers(found)
    assert [refused.reason for refused in array.refused] == [r.reason for r in found.refused]
    packed = reading(folder / "packed", b"[" + b",".join((one, bad, three)) + b"]", kind)
    assert numbers(packed) == numbers(found)
    assert len(packed.refused) == len(found.refused)
    assert found.deferred == array.deferred == packed.deferred == {}
    return found


PAIR = [event(1), event(2)]
LAYOUTS = {
    "one object": (json.dumps(PAIR[0]), [1]),
    "one object without its line end": (json.dumps(PAIR[0]).strip(), [1]),
    "array": (json.dumps(PAIR), [1, 2]),
    "array over lines": (json.dumps(PAIR, indent=2), [1, 2]),
    "lines": (lines(*PAIR).decode(), [1, 2]),
    "lines ended as on Windows": (lines(*PAIR).decode().replace("\n", "\r\n"), [1, 2]),
    "lines of arrays": (f"{json.dumps(PAIR[:1])}\n{json.dumps(PAIR[1:])}\n", [1, 2]),
    "objects over lines": ("\n".join(json.dumps(one, indent=2) for one in PAIR), [1, 2]),
    "objects without anything between": ("".join(map(json.dumps, PAIR)), [1, 2]),
    "trailing comma": (json.dumps(PAIR)[:-1] + ",]", [1, 2]),
    "trailing comma of every line": (lines(*PAIR).decode().replace("}\n", "},\n"), [1, 2]),
    "byte order mark": ("\ufeff" + json.dumps(PAIR), [1, 2]),
    "nothing": ("", []),
    "empty array": ("[]", []),
}
PACKERS = {"plain": bytes, "gz": gzip.compress, "xz": lzma.compress, "bz2": bz2.compress}


@pytest.mark.parametrize("packer", PACKERS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_l24_events_are_read_in_every_layout_plain_or_packed(layout, packer, tmp_path):
    text, expected = LAYOUTS[layout]
    write(tmp_path / "a.json", lines(event(8)), datetime(2026, 11, 22))
    write(tmp_path / "b.json", PACKERS[packer](text.encode()))
    write(tmp_path / "c.json", lines(event(9)), datetime(2026, 11, 23, 8))

    read = source(tmp_path).read(NOW)

    assert numbers(read) == [8, *expected, 9]
    assert (read.refused, read.deferred, read.trouble) == ([], {}, None)


def keys(read):
    return [fact.event_key for fact in read.facts]


def test_l24_a_batch_that_a_webhook_sends_twice_gives_the_same_events(tmp_path):
    first = reading(tmp_path / "a", json.dumps([event(1), event(2)]).encode())
    again = reading(tmp_path / "b", json.dumps([event(2), event(1)], indent=1).encode())

    assert sorted(keys(first)) == sorted(keys(again))
    assert len(set(keys(first))) == 2


def test_l24_without_an_event_id_what_it_says_tells_one_event_from_another(tmp_path):
    one = event(1, sg_event_id=None)
    del one["sg_event_id"]
    same = dict(reversed(list(one.items())))
    other = one | {"response": "250 2.0.0 OK, really"}

    found = keys(reading(tmp_path, lines(one, same, other)))

    assert found[0] == found[1] != found[2]


def test_l24_what_the_settings_decide_changes_no_event(tmp_path):
    content = lines(event(1, mid="<own@nordlicht.example>", **{"from": "ann@nordlicht.example"}))
    plain = reading(tmp_path, content)
    chosen = reading(tmp_path, content, message_id="mid", kinds={"x": "other"}, shop="nordlicht",
                     staff={"c1@mail.example": "support"})  # fmt: skip

    assert keys(plain) == keys(chosen)


def test_l24_events_out_of_order_each_keep_their_own_time(tmp_path):
    read = reading(tmp_path, lines(event(5), event(2), event(4)))

    assert [fact.event_at.second for fact in read.facts] == [5, 2, 4]
    assert numbers(read) == [5, 2, 4]
    (poll,) = read.polls
    assert (poll.oldest_item_at.second, poll.newest_item_at.second) == (2, 5)


def test_l24_an_unknown_type_of_event_is_kept_as_unknown(tmp_path):
    read = sandwiched(tmp_path, json.dumps(event(2, event="teleported")).encode())

    assert [fact.event for fact in read.facts] == ["sent", "unknown", "sent"]
    assert read.facts[1].classification == "teleported"


@pytest.mark.parametrize(("strange", "is_told"), [(1, False), (2, True)])
def test_l24_more_than_one_unknown_in_a_hundred_is_told(strange, is_told, tmp_path):
    many = [event(n, event="teleported" if n < strange else "delivered") for n in range(100)]
    write(tmp_path / "a.json", lines(*many))
    esp = source(tmp_path)

    (poll,) = esp.read(NOW).polls
    assert [hole.split(" are")[0] for hole in poll.holes] == (
        [f"{strange} of the last 100 events"] if is_told else [])  # fmt: skip
    (poll,) = esp.read(NOW).polls
    assert bool(poll.holes) is is_told, "nothing new came, so nothing has changed"
    write(tmp_path / "b.json", lines(event(200)))
    (poll,) = esp.read(NOW).polls
    assert poll.holes == []


AT = datetime(2026, 3, 2, 9, 0, 5)


@pytest.mark.parametrize(
    "stamp",
    [
        1772442005, "1772442005", 1772442005.0, "1772442005.0", 1772442005000, "1772442005000",
        1772442005000000, "2026-03-02T09:00:05Z", "2026-03-02T10:00:05+01:00",
        "2026-03-02 09:00:05.0000000Z", "2026-03-02T09:00:05",
    ],
)  # fmt: skip
def test_l24_a_time_may_be_number_or_text_in_seconds_or_milliseconds(stamp, tmp_path):
    read = sandwiched(tmp_path, json.dumps(event(2, timestamp=stamp)).encode())

    assert read.facts[1].event_at == AT
    assert read.facts[1].event_key == reading(tmp_path, lines(event(2, timestamp=1772442005))
                                              ).facts[0].event_key  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        {"category": {"name": "x"}}, {"category": [["x"], {"y": 1}, None]},
        {"response": {"code": 250, "text": "OK"}}, {"smtp-id": ["<a@b>"]}, {"sg_event_id": 17},
        {"sg_message_id": {"id": 1}}, {"custom_args": "none"}, {"order_id": {"number": 1}},
        {"event_details": {"deep": [{"er": 1}]}}, {"reason": None}, {"status": 5.11},
    ],
    ids=str,
)  # fmt: skip
def test_l24_a_changed_schema_costs_the_changed_field_and_not_the_event(said, tmp_path):
    read = sandwiched(tmp_path, json.dumps(event(2, **said)).encode())

    assert numbers(read) == [1, 2, 3]
    assert read.refused == []


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("ses", {"eventType": "Delivery", "mail": "x", "delivery": {
            "timestamp": "2026-03-02T09:00:00Z", "recipients": {"emailAddress": "a@b.example"}}}),
        ("ses", {"eventType": "Bounce", "mail": {"destination": "a@b.example", "headers": [1, {}],
                 "tags": [], "commonHeaders": []}, "bounce": {"bouncedRecipients": None,
                 "bounceType": 1, "timestamp": "2026-03-02T09:00:00Z"}}),
        ("mailgun", {"event-data": {"event": "failed", "timestamp": 1772442005, "severity": 7,
                     "recipient": "a@b.example", "delivery-status": [], "message": None,
                     "flags": "none", "user-variables": [], "tags": "one", "template": []}}),
        ("postmark", {"RecordType": "Delivery", "Recipient": "a@b.example", "Metadata": [],
                      "DeliveredAt": "2026-03-02T09:00:00Z", "MessageID": 5, "Tag": ["x"]}),
    ],
)  # fmt: skip
def test_l24_a_changed_nested_schema_of_any_provider_is_still_an_event(kind, record, tmp_path):
    read = reading(tmp_path, json.dumps(record).encode(), kind)

    assert [fact.recipient for fact in read.facts] == ["a@b.example"]
    assert read.refused == []


@pytest.mark.parametrize(
    ("stamp", "reason"),
    [
        (0, "time.out_of_range"), (-5, "time.out_of_range"), ("-5", "time.out_of_range"),
        (32503680000, "time.out_of_range"), ("3000-01-01T00:00:00Z", "time.out_of_range"),
        (1e300, "time.out_of_range"), (10**400, "time.out_of_range"),
        ("1999-12-31T23:59:59Z", "time.out_of_range"), ("9" * 400, "time.out_of_range"),
        ("0001-01-01T00:00:00+14:00", "time.invalid"), ("yesterday", "time.invalid"),
        ("2026-02-30T00:00:00Z", "time.invalid"), (None, "event.no_time"), ("", "event.no_time"),
        (True, "event.no_time"), ([1772442005], "event.no_time"),
    ],
)  # fmt: skip
def test_l25_a_time_that_cannot_be_is_refused_between_two_good_events(stamp, reason, tmp_path):
    read = sandwiched(tmp_path, json.dumps(event(2, timestamp=stamp)).encode())

    assert [refused.reason for refused in read.refused] == [reason]
    assert numbers(read) == [1, 3]


@pytest.mark.parametrize(("ahead", "expected"), [(86400, [1]), (86401, [])])
def test_l25_a_clock_may_be_a_day_ahead_and_no_more(ahead, expected, tmp_path):
    now_seconds = 1795435200  # 2026-11-23 12:00 UTC
    read = reading(tmp_path, lines(event(1, timestamp=now_seconds + ahead)))

    assert numbers(read) == expected


def test_l25_a_refused_time_of_any_provider_stands_in_its_own_field(tmp_path):
    ses = {"eventType": "Delivery", "mail": {"timestamp": "2026-03-02T09:00:00Z"},
           "delivery": {"timestamp": 0, "recipients": ["a@b.example"]}}  # fmt: skip
    postmark = {"RecordType": "Delivery", "Recipient": "a@b.example", "DeliveredAt": 0}
    mailgun = {"event": "delivered", "recipient": "a@b.example", "timestamp": 0}

    for kind, record in (("ses", ses), ("postmark", postmark), ("mailgun", mailgun)):
        read = reading(tmp_path / kind, json.dumps(record).encode(), kind)
        assert [refused.reason for refused in read.refused] == ["time.out_of_range"]


def test_l26_the_same_file_under_two_names_gives_each_event_twice_and_nothing_new(tmp_path):
    for name in ("a.json", "b.json"):
        write(tmp_path / name, lines(event(1), event(2)))

    found = keys(source(tmp_path).read(NOW))

    assert len(found) == 4
    assert len(set(found)) == 2


def test_l26_a_file_uploaded_again_later_gives_only_what_is_held(tmp_path):
    esp = source(tmp_path)
    write(tmp_path / "a.json", lines(event(1), event(2)))
    first = keys(esp.read(NOW))
    write(tmp_path / "copy.json", lines(event(1), event(2)))

    assert keys(esp.read(NOW)) == first


BROKEN = {
    "word without quotes": (b'{"event": delivered}', "json.broken"),
    "open quotation mark": (b'{"email": "c2@mail.example, "event": 1}', "json.broken"),
    "cut short": (b'{"email": "c2@mail.example", "eve', "json.truncated"),
    "cut within a list": (b'{"email": "c2", "category": [{"a": 1}, {"b"', "json.truncated"),
    "key twice": (b'{"event": "open", "event": "delivered"}', "json.duplicate_key"),
    "nested key twice": (b'{"event": "open", "a": [{"b": 1, "b": 2}]}', "json.duplicate_key"),
    "not a number": (b'{"event": "delivered", "timestamp": NaN}', "json.not_a_number"),
    "infinity": (b'{"event": "delivered", "timestamp": -Infinity}', "json.not_a_number"),
    "10,000 deep": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "json.too_deep"),
    "10,000 lists deep": (b'{"a":' + b"[" * 10_000 + b"]" * 10_000 + b"}", "json.too_deep"),
    "no UTF-8": (b'{"event": "delivered", "email": "\xff\xfe"}', "json.not_utf8"),
    "too large": (b'{"event": "delivered", "x": "' + b"x" * (4 << 20) + b'"}', "json.too_large"),
    "number of 5,000 digits": (b'{"timestamp": ' + b"9" * 5000 + b"}", "json.broken"),
    "no object": (b"17", "json.not_an_object"),
    "no type": (b'{"email": "c2@mail.example"}', "event.no_type"),
    "type that is no text": (b'{"event": {"a": 1}}', "event.no_type"),
    "no recipient": (b'{"event": "bounce", "timestamp": 1772442005}', "event.no_recipient"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_l24_a_record_that_cannot_be_read_stops_no_other_and_is_kept(name, tmp_path):
    bad, reason = BROKEN[name]

    read = sandwiched(tmp_path, bad)

    assert [refused.reason for refused in read.refused] == [reason]
    assert numbers(read) == [1, 3]
    assert read.refused[0].payload.startswith(bad[:1000])
    assert "c2" not in read.refused[0].detail


def test_l24_a_refused_record_names_the_byte_at_which_it_stands(tmp_path):
    first = (json.dumps(event(1, response="250 grüß Gott"), ensure_ascii=False) + "\n").encode()
    read = reading(tmp_path, first + b"{oh}\n")

    assert [refused.location for refused in read.refused] == [f"events.json byte {len(first)}"]


def test_l24_behind_a_broken_line_the_next_line_counts_in_whatever_layout(tmp_path):
    rest = [json.dumps(event(2)).encode(), json.dumps([event(3)]).encode()]
    for order in (rest, rest[::-1]):
        read = reading(tmp_path, b"\n".join([b'{"event": "deliv', *order]))
        assert sorted(numbers(read)) == [2, 3]


def test_a_refused_record_is_read_again_once_it_can_be_and_else_refused_as_before():
    options = sendgrid.Options(kind="sendgrid", files=("none",))
    items = [
        Refused("a byte 0", "event.no_type", "", lines(event(1))),
        Refused("b byte 7", "json.broken", "no readable JSON", b"{oh}"),
        Refused("c", "event.empty", "holds no record", b""),
        Refused("d byte 9", "time.invalid", "", lines(event(2, event="open"))),
    ]

    batches = list(sendgrid.reread(options, "esp", items, NOW))

    assert [len(batch.items) for batch in batches] == [1, 0, 0, 0]
    assert [batch.refused for batch in batches] == [[], [items[1]], [items[2]], []]
    assert [dict(batch.ignored) for batch in batches] == [{}, {}, {}, {"open": 1}]
    assert {(batch.place, batch.cursor) for batch in batches} == {("", None)}
