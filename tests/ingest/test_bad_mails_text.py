"""Bad mails E14 to E22: charsets that lie, headers that smuggle, signs that deceive."""

import base64

import pandas as pd
import pytest
from mails import mail
from sandwich import eaten

from dashboard import tables
from dashboard.tables import Column
from ingest.folders import is_allowed
from sql.domains import comparable, written
from sql.wording_signs import visible

HEAD = mail("bad").partition(b"\n\n")[0]


def typed(content_type: bytes, body: bytes, extra: bytes = b"") -> bytes:
    return HEAD + b"\nContent-Type: " + content_type + extra + b"\n\n" + body


def headed(name: bytes, value: bytes) -> bytes:
    lines = [line for line in HEAD.split(b"\n") if not line.startswith(name + b":")]
    return b"\n".join([*lines, name + b": " + value]) + b"\n\nHello\n"


@pytest.mark.parametrize(
    "body, text",
    [
        ("Grüße".encode(), "Grüße"),
        ("Grüße".encode("cp1252"), "Grüße"),
        (b"a\x81b\xfc", "a\ufffdbü"),  # what neither charset knows
    ],
)
def test_e14_an_unknown_charset_is_read_as_utf8_and_else_as_windows_1252(tmp_path, body, text):
    found = eaten(tmp_path, typed(b"text/plain; charset=x-evil-99", body))

    assert found.message["text"] == text
    assert "charset_guessed" in found.flags


@pytest.mark.parametrize(
    "charset", [b"zlib_codec", b"rot_13", b"idna", b"undefined", b"base64", b"punycode",
                b"unicode_escape", b"utf\0008", b"mbcs", b"\"a b\"", b"x" * 900],
)  # fmt: skip
def test_e15_a_codec_that_gives_no_text_is_never_used(tmp_path, charset):
    body = b"Uryyb \\u0041 xn--kse-qla"

    found = eaten(tmp_path, typed(b"text/plain; charset=" + charset, body))

    assert found.message["text"] == body.decode()
    assert "charset_guessed" in found.flags


def test_e16_utf7_is_text_and_stays_text(tmp_path):
    found = eaten(tmp_path, typed(b"text/plain; charset=utf-7", b"+ADw-script+AD4-alert(1)"))

    assert found.message["text"] == "<script>alert(1)"
    assert found.message["links"] == []


@pytest.mark.parametrize("name", [b"Subject", b"From"])
@pytest.mark.parametrize("raw, text", [("Grüße".encode(), "Grüße"), (b"Gr\xfc\xdfe", "Grüße")])
def test_e17_raw_8_bit_headers_are_utf8_and_else_latin1(tmp_path, name, raw, text):
    value = raw if name == b"Subject" else raw + b" <bad@kunde.example>"

    found = eaten(tmp_path, headed(name, value))

    assert found.message["subject" if name == b"Subject" else "from_name"] == text
    assert "raw_8bit_header" in found.flags


@pytest.mark.parametrize(
    "value, subject",
    [
        (b"=?utf-8?q?Gr=C3?= und =?utf-8?q?=BC?=", "=?utf-8?q?Gr=C3?= und =?utf-8?q?=BC?="),
        (b"=?utf-8?b?4pi?= ok", "=?utf-8?b?4pi?= ok"),
        (b"=?utf-8?b?A?= ok", "=?utf-8?b?A?= ok"),
        (b"=?utf-8?q?half", "=?utf-8?q?half"),
        # neighbours are one text: this split loses nothing
        (b"=?utf-8?q?Gr=C3?= =?utf-8?q?=BC=C3=9Fe?=", "Grüße"),
    ],
)
def test_e18_a_word_split_inside_a_character_stays_as_it_stands(tmp_path, value, subject):
    found = eaten(tmp_path, headed(b"Subject", value))

    assert found.message["subject"] == subject


def test_e19_no_stored_header_holds_a_control_character(tmp_path):
    evil = b"=?utf-8?b?" + base64.b64encode(b"x\r\nBcc: all@x.example\0\x1b[2J") + b"?="
    raw = HEAD
    for name in (b"Subject", b"Reply-To", b"List-Id", b"Precedence", b"Auto-Submitted",
                 b"In-Reply-To", b"References", b"Cc"):  # fmt: skip
        raw = b"\n".join(line for line in raw.split(b"\n") if not line.startswith(name))
        raw += b"\n" + name + b": " + evil + b" <a\x01b@x.example>"
    raw = raw.replace(b"From: ", b"From: " + evil + b" <bad@kunde.example>, ")

    found = eaten(tmp_path, raw + b"\n\nHello\n")

    texts = [value for name, value in found.message.items() if isinstance(value, str)]
    lists = [one for value in found.message.values() if isinstance(value, list) for one in value]
    assert found.message["subject"].startswith("x Bcc: all@x.example")
    assert [one for one in texts + lists if not one.isprintable()] == []
    assert found.bounces == []


@pytest.mark.parametrize("kind", ["maildir", "mbox"])
def test_e20_nul_becomes_a_sign_that_columns_can_hold(tmp_path, kind):
    raw = mail("bad", Subject="a\0b", text="c\0d").replace(b"mia@", b"mi\0a@")

    found = eaten(tmp_path, raw, kind)

    assert found.message["text"] == "c\ufffdd"
    assert "\0" not in repr(list(found.message.values())).replace("\\x00", "\0")
    assert found.message["subject"].replace("\ufffd", " ") == "a b"


@pytest.mark.parametrize(
    "content_type, body",
    [
        (b"text/plain; charset=utf-8", b"a\xed\xa0\x80b"),
        (b"text/plain; charset=utf-7", b"a+2AA-b"),
        (b"text/plain; charset=utf-16-le", b"a\0\x00\xd8b\0"),
        (b"text/html; charset=utf-8", b"a&#xD800;b&#55296;"),
        (b"text/html; charset=utf-8", b"<div>" * 11_000 + b"a&#xD800;b"),
    ],
)
def test_e21_half_a_surrogate_can_be_stored(tmp_path, content_type, body):
    found = eaten(tmp_path, typed(content_type, body))

    text = found.message["text"]
    assert text.encode("utf-8") and text.startswith("a") and "b" in text


DECEIVING = "invoice\u202efdp.exe \u200bpay\u2066pal\u2069"


def test_e22_deceiving_signs_are_stored_as_they_are_and_shown_as_escapes(tmp_path):
    found = eaten(tmp_path, headed(b"Subject", DECEIVING.encode()))
    assert found.message["subject"] == DECEIVING

    given = pd.DataFrame({"subject": [DECEIVING]})
    shown = tables.plain(given, {"subject": Column("Subject")}, "UTC")

    assert list(shown["Subject"]) == ["invoice⟨U+202E⟩fdp.exe ⟨U+200B⟩pay⟨U+2066⟩pal⟨U+2069⟩"]


def test_e22_every_sign_that_turns_the_writing_is_made_visible_and_no_letter_is():
    turning = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]

    assert [visible(chr(sign)) for sign in turning] == [f"⟨U+{sign:04X}⟩" for sign in turning]
    assert visible("Grüße, שלום 👩‍🚀\nline\ttab") == "Grüße, שלום 👩‍🚀\nline\ttab"
    assert visible("\x1b[31mred\x07") == "⟨U+001B⟩[31mred⟨U+0007⟩"


def test_e22_domains_that_look_alike_are_told_apart_and_two_writings_of_one_are_the_same(
    tmp_path,
):
    cyrillic = "mia@kund\u0435.example"  # its e is not ours
    found = eaten(tmp_path, headed(b"From", f"Mia <{cyrillic}>".encode()))
    assert found.message["from_address"] == cyrillic
    assert comparable(cyrillic) == "mia@xn--kund-y4d.example" != comparable("mia@kunde.example")

    assert comparable("Mia@KÄSE.example ") == comparable("mia@xn--kse-qla.example")
    assert written("xn--kse-qla.example") == {"xn--kse-qla.example", "käse.example"}
    assert comparable("a@\ud800" + "ä" * 300) and comparable("a@..ä..") == "a@..ä.."

    class Message:
        from_address, reply_to_address, to_addresses = cyrillic, None, ["us@käse.example"]

    assert not is_allowed(Message, ["kunde.example"])  # type: ignore[arg-type]
    assert is_allowed(Message, ["xn--kse-qla.example"])  # type: ignore[arg-type]


def test_e22_our_own_domain_is_ours_in_both_writings_and_its_double_is_not(warehouse):
    warehouse.settings = warehouse.settings.__class__(**{
        **dict(warehouse.settings), "shops": {"nordlicht": warehouse.settings.shops[
            "nordlicht"].model_copy(update={"domains": ("xn--kse-qla.example",)})}})  # fmt: skip
    warehouse.given("raw.messages", """
        message_key  from_address
        1            a@käse.example
        2            a@xn--kse-qla.example
        3            a@kase.example
        4            a@k\u0430se.example
    """)

    assert warehouse.rows("select address, is_own from private.addresses order by address") == [
        ("a@kase.example", False), ("a@käse.example", True), ("a@k\u0430se.example", False),
        ("a@xn--kse-qla.example", True),
    ]  # fmt: skip
