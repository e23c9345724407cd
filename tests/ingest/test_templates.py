"""Templates from a folder: by shop, language, kind and version, with slots in one spelling."""

from datetime import datetime
from pathlib import Path

import pytest

from ingest.sources import templates
from sql.raw.facts import Refused
from sql.trouble import Trouble

NOW = datetime(2026, 11, 26, 12)
TEXT = "Your order [ORDER_NUMBER] is on its way.\n"


def options(folder, **more):
    return templates.Options(kind="templates", folder=folder, **{"shop": "nordlicht"} | more)


def reading(folder, **more):
    batches = list(templates.read(options(folder, **more), "wording", {}, NOW))
    assert len(batches) == 1
    return batches[0]


def put(folder: Path, name: str, content: str | bytes = TEXT):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def only(batch):
    assert not batch.refused
    (item,) = batch.items
    return item[0]


def test_the_name_of_a_file_tells_kind_language_and_version(tmp_path):
    put(tmp_path, "shipping_notice.de.3.txt")

    found = only(reading(tmp_path))

    assert (found.shop, found.kind, found.locale, found.version) == (
        "nordlicht", "shipping_notice", "de", "3")  # fmt: skip
    assert (found.valid_from_at, found.subject, found.is_html) == (None, None, False)
    assert found.text == TEXT


def test_headers_at_the_top_say_more_than_the_name(tmp_path):
    head = "Subject: Order [ORDER_NUMBER]\nShop: fjordkind\nLocale: pt_BR\nValid-From: 2026-07-01\n"
    put(tmp_path, "order_confirmation.de.txt", head + "Version: summer\n\n" + TEXT)

    found = only(reading(tmp_path, zone="Europe/Berlin"))

    assert (found.shop, found.locale, found.version) == ("fjordkind", "pt-br", "summer")
    assert found.valid_from_at == datetime(2026, 6, 30, 22)
    assert (found.subject, found.text) == ("Order [ORDER_NUMBER]", TEXT)


def test_both_spellings_of_a_slot_are_one(tmp_path):
    text = "<title>{{ order.number }}</title><p>{{tracking_link | escape}} [TRACKING_LINK]</p>"
    put(tmp_path, "shipping_notice.en.1.html", text)

    found = only(reading(tmp_path))

    assert found.subject == "[ORDER_NUMBER]"
    assert found.slots == ["ORDER_NUMBER", "TRACKING_LINK"]
    assert (found.text.count("[TRACKING_LINK]"), found.is_html) == (2, True)


def test_a_template_in_html_is_kept_as_the_text_that_people_see(tmp_path):
    put(tmp_path, "shipping_notice.en.1.html", """<html><head><style>p {color: red}</style></head>
        <body><!-- note --><table><tr><td>Your number:</td><td><b>[TRACKING_NUMBER]</b></td></tr>
        </table><p>Off it&nbsp;goes<br>to you! <a href="https://shop.example">Our shop</a></p>
        <p><a href="{{ tracking_link }}" class="big">Follow it <b>here</b></a></p></body></html>""")

    found = only(reading(tmp_path))

    assert found.text == ("Your number: [TRACKING_NUMBER]\nOff it goes\nto you! Our shop\n"
                          "[TRACKING_LINK]")  # fmt: skip
    assert sorted(found.slots) == ["TRACKING_LINK", "TRACKING_NUMBER"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("b.en.1.txt", "Dear {{ name, hello", "template.broken_slot"),
        ("b.en.1.txt", "Dear [CUSTOMER, hello", "template.broken_slot"),
        ("b.en.1.txt", " \n", "template.empty"),
        ("b.en.1.html", "<style>p {}</style><p> </p>", "template.empty"),
        ("b.txt", TEXT, "template.no_locale"),
        ("b.en.1.txt", "Grüße".encode("cp1252"), "template.encoding"),
        ("b.en.1.txt", "x" * (1 << 20) + "yz", "template.too_large"),
        ("b.en.1.txt", "Valid-From: 2026-07-01\n\nHello", "time.no_zone"),
        ("b.en.1.txt", "Valid-From: 1.7.26\n\nHello", "time.invalid"),
    ],
)
def test_a_template_that_cannot_be_used_costs_no_other(tmp_path, name, content, reason):
    put(tmp_path, "a.en.1.txt")
    put(tmp_path, name, content)
    put(tmp_path, "c.en.1.txt")

    batch = reading(tmp_path)

    assert [item[0].kind for item in batch.items] == ["a", "c"]
    assert [(one.location, one.reason) for one in batch.refused] == [(name, reason)]


def test_a_refused_template_is_read_again_once_the_settings_say_the_zone(tmp_path):
    kept = Refused("b.en.1.txt", "time.no_zone", "", b"Valid-From: 2026-07-01\n\nHello")

    (still,) = templates.reread(options(tmp_path), "wording", [kept], NOW)
    (mended,) = templates.reread(options(tmp_path, zone="UTC"), "wording", [kept], NOW)

    assert (still.refused[0].reason, still.items) == ("time.no_zone", [])
    assert mended.items[0][0].valid_from_at == datetime(2026, 7, 1)


def test_an_editors_hidden_files_are_no_templates(tmp_path):
    for name in (".git/a.en.1.txt", "b.en.1.txt~", ".b.en.1.txt.swp", "README.md"):
        put(tmp_path, name)

    assert reading(tmp_path).items == []


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(Trouble, match=r"\[sources.wording\] .*nowhere is no folder"):
        reading(tmp_path / "nowhere")


def test_doctor_names_the_template_that_cannot_be_used(tmp_path):
    put(tmp_path, "a.en.1.txt")
    put(tmp_path, "b.en.1.txt", "Dear {{ name")

    (found,) = templates.probe(options(tmp_path), "wording")

    assert (found.items, found.trouble) == (
        2, "b.en.1.txt: line 1 of its text: a slot without its end")  # fmt: skip
