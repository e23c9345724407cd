"""Bad mails E23 to E30: broken encodings, broken or endless structure, and sheer size."""

import tracemalloc

import pytest
from mails import mail
from sandwich import SEPARATOR, eaten

from ingest.mail import HEAD_BYTES, MAX_BYTES, Unreadable, read_mail
from ingest.mail_times import Times
from ingest.mbox_split import pieces

HEAD = mail("bad").partition(b"\n\n")[0] + b"\n"


def typed(content_type: bytes, body: bytes, encoding: bytes = b"8bit") -> bytes:
    return (HEAD + b"Content-Type: " + content_type + b"\nContent-Transfer-Encoding: " + encoding
            + b"\n\n" + body)  # fmt: skip


def nested(levels: int, part: bytes = b"\nhello\n") -> bytes:
    heads = b"".join(
        b"Content-Type: multipart/mixed; boundary=x%dx\n\n--x%dx\n" % (n, n) for n in range(levels)
    )
    ends = b"".join(b"\n--x%dx--\n" % n for n in reversed(range(levels)))
    return HEAD + heads + part + ends


@pytest.mark.parametrize(
    "body, text",
    [
        (b"SGVsbG8gdGhlcmU", "Hello there"),  # not padded
        (b"SGVsbG8gdGhlcmU=\nA gateway's footer", "Hello there"),
        (b"SGVsbG8gdG*hl!cmU=", "Hello there"),
        (b"SGVsbG8gdGhlcmUhA", "Hello there!"),  # cut in the middle of a group
    ],
)
def test_e23_broken_base64_is_read_as_far_as_it_goes(tmp_path, body, text):
    found = eaten(tmp_path, typed(b"text/plain", body, b"base64"))

    assert found.message["text"] == text
    assert "cte_defect" in found.flags


@pytest.mark.parametrize("encoding", [b"x-uuencode", b"quoted-printabel", b"x-gzip64"])
def test_e24_an_unknown_transfer_encoding_is_shown_as_it_stands(tmp_path, encoding):
    found = eaten(tmp_path, typed(b"text/plain", b"begin 644 a\nGr\xc3\xbc\xc3\x9fe", encoding))

    assert found.message["text"] == "begin 644 a\nGrüße"
    assert "cte_defect" in found.flags


@pytest.mark.parametrize(
    "content_type, body, text",
    [
        (b"multipart/mixed", b"Hello there", "Hello there"),
        (b'multipart/mixed; boundary=""', b"Hello there", "Hello there"),
        (b"multipart/mixed; boundary=gone", b"Hello there", "Hello there"),
        (b"multipart/mixed; boundary=b", b"--b\nContent-Type: text/plain\n\nHello there",
         "Hello there"),  # its end is missing: the parts there are, are its text
    ],
)  # fmt: skip
def test_e25_a_multipart_without_its_boundary_is_text(tmp_path, content_type, body, text):
    found = eaten(tmp_path, HEAD + b"Content-Type: " + content_type + b"\n\n" + body)

    assert found.message["text"] == text
    assert "mime_defect" in found.flags


def test_e25_a_whole_multipart_is_no_defect(tmp_path):
    raw = HEAD + b'Content-Type: multipart/mixed; boundary="b c"\n\n--b c\n\nhi\n--b c--\n'

    assert not eaten(tmp_path, raw).flags


@pytest.mark.parametrize("levels, text, is_flagged", [(49, "hello", False), (200, None, True)])
def test_e26_fifty_levels_are_followed_and_no_more(tmp_path, levels, text, is_flagged):
    found = eaten(tmp_path, nested(levels))

    assert found.message["text"] == text
    assert ("mime_depth" in found.flags) is is_flagged


@pytest.mark.parametrize("kind", ["maildir", "mbox"])
@pytest.mark.parametrize("levels", [1_200, 5_000])
def test_e27_a_mail_nested_beyond_any_reader_is_quarantined_whole(tmp_path, kind, levels):
    found = eaten(tmp_path, nested(levels), kind)

    assert (found.outcome, found.refused["reason"]) == ("quarantined", "mail.mime_depth")
    assert found.refused["payload"].startswith(HEAD)  # its headers are kept with it
    assert "kunde" not in found.refused["detail"]


def test_e28_of_100_000_parts_a_thousand_are_read(tmp_path):
    parts = b"".join(b"--b\n\npart %d\n" % number for number in range(100_000))

    found = eaten(tmp_path, HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + parts)

    assert found.message["text"].count("part") == 1_000
    assert found.message["text"].endswith("part 999")
    assert "parts_cut" in found.flags


def enclosed(levels: int) -> bytes:
    one = b"Content-Type: message/rfc822\n\nFrom: in@other.example\nMessage-ID: <in@x.example>\n"
    return HEAD + one * levels + b"Content-Type: text/plain\n\nhi\n"


@pytest.mark.parametrize("levels, is_flagged", [(1, False), (40, False), (60, True), (200, True)])
def test_e29_enclosed_mails_are_none_of_their_own_and_their_depth_counts(
    tmp_path, levels, is_flagged
):
    found = eaten(tmp_path, enclosed(levels))

    assert found.message["message_id"] == "bad@kunde.example"
    assert ("mime_depth" in found.flags) is is_flagged


def test_e29_mails_within_parts_within_mails_count_together(tmp_path):
    inner = b"".join(b"Content-Type: message/rfc822\n\n" for _ in range(30)) + b"\nhi"

    assert "mime_depth" in eaten(tmp_path / "a", nested(30, inner)).flags
    assert "mime_depth" not in eaten(tmp_path / "b", nested(15, inner)).flags


@pytest.mark.parametrize("kind", ["maildir", "mbox", "eml"])
def test_e30_of_a_mail_beyond_50_mb_the_headers_are_read_and_it_counts(tmp_path, kind):
    secret = b"https://x.example/far\n"
    raw = HEAD + b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    raw += b"--b\n\n" + secret + b"a line of the body\n" * (MAX_BYTES // 18)

    found = eaten(tmp_path, raw, kind)

    assert found.outcome == "accepted"
    assert found.message["message_id"] == "bad@kunde.example"
    assert found.message["report_type"] == "delivery-status"  # of its structure, the outermost part
    assert found.message["text"] is None and found.message["links"] == []
    assert found.flags == {"too_large_body_skipped"}


def test_e30_the_same_large_mail_is_one_mail_in_every_kind_of_folder(tmp_path):
    raw = HEAD + b"\n" + b"a line of the body\n" * (MAX_BYTES // 18)

    keys = {eaten(tmp_path / kind, raw, kind).message["message_key"]
            for kind in ("maildir", "mbox", "eml")}  # fmt: skip

    assert len(keys) == 1
    assert len({read_mail(raw[:HEAD_BYTES], Times(), is_cut=True)[0].message_key} | keys) == 1


class Endless:
    """An mbox of one mail of 200 MB between two small ones, made while it is read."""

    def __init__(self):
        small = SEPARATOR + mail("x") + b"\n"
        line = b"a line of the body that goes on and on\n"
        self.parts = iter([small, SEPARATOR + HEAD + b"\n", *[line * 25_000] * 200, b"\n", small])

    def read1(self, size: int) -> bytes:
        return next(self.parts, b"")


def test_e30_an_mbox_of_any_size_is_read_in_bounded_memory():
    tracemalloc.start()
    found = [(piece.is_cut, len(piece.raw)) for piece in pieces(Endless(), 0)]  # type: ignore[arg-type]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [is_cut for is_cut, _ in found] == [False, True, False]
    assert found[1][1] == HEAD_BYTES
    assert most < 3.5 * MAX_BYTES


def test_what_is_too_deep_stays_unreadable_wherever_the_stack_stands():
    def deep(levels: int):
        return deep(levels - 1) if levels else read_mail(nested(900), Times())

    assert isinstance(deep(0), Unreadable) and isinstance(deep(200), Unreadable)


