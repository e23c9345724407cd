"""Bad mails E32 to E38: attachments that explode, headers without end, addresses that are none."""

import gzip
import io
import sys
import tracemalloc
import zipfile
from base64 import encodebytes

import pandas as pd
import pytest
from mails import mail
from sandwich import eaten

from dashboard import tables
from dashboard.tables import Column
from ingest import mail_addresses, mail_headers
from ingest.mail import read_mail
from ingest.mail_times import Times

HEAD = mail("bad").partition(b"\n\n")[0] + b"\n"


def attached(data: bytes, names: bytes, kind: bytes = b"application/zip") -> bytes:
    return (HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello\n--b\n"
            b"Content-Type: " + kind + b"\nContent-Transfer-Encoding: base64\n"
            b"Content-Disposition: attachment; " + names + b"\n\n" + encodebytes(data)
            + b"--b--\n")  # fmt: skip


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(100_000_000))
    return packed.getvalue()


@pytest.mark.parametrize("data", [bomb(), gzip.compress(bytes(100_000_000))], ids=["zip", "gzip"])
def test_e32_an_attachment_is_never_unpacked(tmp_path, data):
    raw = attached(data, b"filename=invoice.zip")
    assert len(data) * 500 < 100_000_000

    found = eaten(tmp_path, raw)
    tracemalloc.start()
    read_mail(raw, Times())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found.message["text"] == "Hello"
    assert most < 20 * len(raw)


def swap(name: bytes, value: bytes) -> bytes:
    lines = [line for line in HEAD.rstrip().split(b"\n") if not line.startswith(name + b":")]
    return b"\n".join([*lines, name + b": " + value]) + b"\n\nHello\n"


MANY = b", ".join(b"u%d@x.example" % number for number in range(20_000))
ENDLESS = {
    "a subject of 5 MB": (swap(b"Subject", b"x" * 5_000_000), "headers_cut"),
    "a subject of 500 kB": (swap(b"Subject", b"x" * 500_000), "header_cut"),
    "a subject of encoded words": (swap(b"Subject", b"=?utf-8?q?=C3=BC?= " * 260_000),
                                   "headers_cut"),
    "200 000 headers": (HEAD + b"X-Pad: y\n" * 200_000 + b"\nHello\n", "headers_cut"),
    "200 000 of the same kind": (HEAD + b"Received: by x; 1 Nov 2026 10:00:00\n" * 200_000
                                 + b"\nHello\n", "headers_cut"),
    "20 000 recipients": (swap(b"To", MANY), "header_cut"),
    "20 000 recipients in lines": (swap(b"To", MANY.replace(b", ", b",\n ")), "header_cut"),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDLESS)
def test_e33_headers_without_end_are_cut_at_their_limits(tmp_path, name):
    raw, flag = ENDLESS[name]

    found = eaten(tmp_path, raw)

    assert flag in found.flags
    assert found.message["message_id"] == "bad@kunde.example"
    assert len(found.message["subject"]) <= 64 * 1024
    assert len(found.message["to_addresses"]) <= 500
    kept = mail_headers.split(raw)[0].values
    assert sum(len(value) for values in kept.values() for value in values) <= 1024 * 1024
    assert max(len(value) for values in kept.values() for value in values) <= 64 * 1024


def test_e33_of_20_000_recipients_500_are_kept(tmp_path):
    lines = b"".join(b"To: %s\n" % MANY[at : at + 60_000] for at in range(0, 300_000, 60_000))

    found = eaten(tmp_path, HEAD.replace(b"To: support@nordlicht.example\n", lines) + b"\nHello\n")

    assert found.message["to_addresses"][:2] == ["u0@x.example", "u1@x.example"]
    assert len(found.message["to_addresses"]) == 500
    assert "addresses_cut" in found.flags


def calls_made(raw: bytes) -> int:
    """How many functions are called for it, ours and the library's."""
    made = 0

    def count(frame, event, argument):
        nonlocal made
        made += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read_mail(raw, Times())
    finally:
        sys.setprofile(None)
    return made


@pytest.mark.parametrize("name", ENDLESS)
def test_e33_the_work_is_bounded_by_the_limits_and_not_by_the_mail(name):
    raw, _ = ENDLESS[name]
    head, _, body = raw.partition(b"\n\n")

    once = calls_made(raw)
    longer = calls_made(head + b"\n" + head[-2_000_000:] + b"\n\n" + body)

    assert longer < 1.2 * once + 1_000
    assert once < 1_500_000


NO_ADDRESS = {
    "empty": b"",
    "an empty group": b"undisclosed-recipients:;",
    "a group's name": b"Friends:;",
    "a quote that never ends": b'"Mia <mia',
    "20 000 brackets": b"(" * 20_000,
    "20 000 pairs of brackets": b"()" * 20_000,
    "20 000 angles": b"<" * 20_000,
    "20 000 quoted quotes": b'\\"' * 20_000,
    "an at sign": b"@",
    "only a name": b"Mia Berg",
}


@pytest.mark.parametrize("name", NO_ADDRESS)
def test_e34_what_is_no_address_is_none(tmp_path, name):
    found = eaten(tmp_path, swap(b"From", NO_ADDRESS[name]))

    assert found.message["from_address"] is None
    assert "address_unreadable" in found.flags


def test_e34_a_header_of_brackets_is_read_once_and_not_again_and_again(monkeypatch):
    seen = []
    scan = mail_addresses._scan
    monkeypatch.setattr(mail_addresses, "_scan", lambda text: seen.append(len(text)) or scan(text))

    read_mail(swap(b"From", b"(" * 60_000), Times())

    assert sum(seen) <= 2 * 64 * 1024


@pytest.mark.parametrize("kind", ["maildir", "mbox"])
def test_e35_of_two_senders_or_subjects_the_first_one_counts(tmp_path, kind):
    raw = HEAD + b"From: other@x.example\nSubject: Other\n\nHello\n"

    found = eaten(tmp_path, raw, kind)

    assert found.message["from_address"] == "mia@kunde.example"
    assert found.message["subject"] == "Question"
    assert "dup_header" in found.flags


@pytest.mark.parametrize(
    "value", [b'"boss@nordlicht.example" <evil@y.example>',
              b"boss@nordlicht.example <evil@y.example>",
              b"=?utf-8?q?boss=40nordlicht=2Eexample?= <evil@y.example>"],
)  # fmt: skip
def test_e36_a_name_that_looks_like_an_address_is_only_a_name(tmp_path, value):
    found = eaten(tmp_path, swap(b"From", value))

    assert found.message["from_address"] == "evil@y.example"
    assert found.message["from_name"] == "boss@nordlicht.example"


NAMES = [b'filename="../../etc/passwd"', b'filename="a\0b"', b'filename="CON"', b"filename*0=a",
         b'filename="' + b"n" * 5_000 + b'"', 'filename="a\u202efdp.exe"'.encode()]  # fmt: skip


@pytest.mark.parametrize("names", NAMES, ids=lambda names: names.decode()[:24])
def test_e37_an_attachments_name_is_never_a_path(tmp_path, names):
    (tmp_path / "etc").mkdir()
    found = eaten(tmp_path / "a" / "b", attached(b"data", names))

    assert found.message["text"] == "Hello"
    assert list((tmp_path / "etc").iterdir()) == []
    assert {path.name for path in tmp_path.iterdir()} == {"etc", "a"}
    # No column holds the name; wherever one is shown, it is shown like any text:
    given = pd.DataFrame({"file": [names.decode()]})
    (shown,) = tables.plain(given, {"file": Column("File")}, "UTC")["File"]
    assert "\u202e" not in shown and "\0" not in shown


BROKEN_NAMES = [
    b"filename*=x-evil-99''a%20b.pdf",
    b"filename*=utf-8''%ff%fe.pdf",
    b"filename*=zlib_codec''x.pdf",
    b"filename*0=a; filename*2=b",
    b"filename*1*=utf-8''a",
    b"filename*=a.pdf",
]


@pytest.mark.parametrize("names", BROKEN_NAMES)
def test_e38_a_name_that_cannot_be_decoded_is_none_and_flagged(tmp_path, names):
    found = eaten(tmp_path, attached(b"data", names))

    assert found.message["text"] == "Hello"
    assert "name_defect" in found.flags


@pytest.mark.parametrize(
    "names", [b"filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf", b"filename*0=a; filename*1=b.pdf",
              b"filename*0*=utf-8'de'%C3; filename*1*=%BC.pdf", b'filename="2*3=6.pdf"'],
)  # fmt: skip
def test_e38_a_name_in_sections_or_with_a_charset_is_no_defect(tmp_path, names):
    assert not eaten(tmp_path, attached(b"data", names)).flags
