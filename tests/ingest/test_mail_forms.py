"""The other form of a mail, what its links show, and what its server thinks of the sender."""

import pytest
from mails import NOW, mail

from ingest.mail import read_mail
from ingest.mail_times import Times

LINK = '<a href="https://gls-group.com/track/1">Track it</a>'


def message(plain: str | None, html: str | None, **headers: str):
    bodies = [("plain", plain), ("html", html)]
    parts = "".join(
        f"--b\nContent-Type: text/{kind}; charset=utf-8\n\n{body}\n"
        for kind, body in bodies if body is not None
    )  # fmt: skip
    head = {"MIME-Version": "1.0", "Content-Type": 'multipart/alternative; boundary="b"'}
    found = read_mail(mail(1, parts + "--b--", **head, **headers), Times(NOW))
    assert isinstance(found, tuple)
    return found[0]


def test_an_html_form_that_says_the_same_is_not_kept_twice():
    said = message("Order 1001\nis on its way", "<p>Order <b>1001</b></p><p>is on its way</p>")

    assert said.text == "Order 1001\nis on its way"
    assert said.html_text is None


def test_an_html_form_that_says_something_else_is_kept_beside_the_plain_one():
    said = message("Order 1001", "<p>Order</p><p>1002</p>")

    assert (said.text, said.html_text) == ("Order 1001", "Order\n1002")


def test_an_empty_html_form_is_told_from_none():
    assert message("Order 1001", "<body></body>").html_text == ""
    assert message("Order 1001", None).html_text is None


def test_an_empty_plain_form_is_noted():
    said = message("", "<p>Order 1001</p>")

    assert said.text == "Order 1001"
    assert "plain_empty" in said.flags
    assert "plain_empty" not in message("Order 1001", "<p>Order 1002</p>").flags
    assert "plain_empty" not in message(None, "<p>Order 1001</p>").flags


def test_links_are_kept_with_what_they_show_usable_or_not():
    said = message("Hello", f'{LINK}<a href="#"><b>Track</b> here</a><a>nowhere</a>')

    assert said.link_targets == ["https://gls-group.com/track/1", "#", ""]
    assert said.link_texts == ["Track it", "Track here", "nowhere"]
    assert said.links == ["https://gls-group.com/track/1"]


@pytest.mark.parametrize("html, is_bare", [
    ("<p>https://gls.example/1</p>", True),
    ('<p><a href="https://gls.example/1">https://gls.example/1</a></p>', False),
    ('<p><a href="https://gls.example/1?from=mail">https://gls.example/1</a></p>', False),
    ('<p>https://gls.example/1 <a href="https://shop.example/">Shop</a></p>', True),
])  # fmt: skip
def test_an_address_that_cannot_be_clicked_is_noted(html, is_bare):
    assert ("link_not_clickable" in message("https://gls.example/1", html).flags) == is_bare


def test_a_newsletter_of_a_thousand_links_keeps_the_first_ones():
    said = message(None, '<a href="https://shop.example/x">x</a>' * 1000)

    assert len(said.link_targets) == len(said.link_texts) == 200


@pytest.mark.parametrize("result, kept", [
    ("mx.shop.example; spf=pass; dmarc=FAIL (p=reject) header.from=shop.example", "fail"),
    ("mx.shop.example; dkim=pass; dmarc=pass", "pass"),
    ("mx.shop.example; spf=pass smtp.mailfrom=a@dmarc.example", None),
])  # fmt: skip
def test_what_the_server_found_of_the_sender_is_kept(result, kept):
    assert message("Hello", None, **{"Authentication-Results": result}).dmarc == kept
