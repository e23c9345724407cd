"""Links to a parcel's page: the host that a browser would open, whatever the link looks like."""

import pytest

from sql.tracking_hosts import host_kind, hosts_of, is_opaque
from sql.tracking_seeds import shipped

OWN = ["shop.example", "www.Nordlicht.example", "müller.example", ""]


@pytest.mark.parametrize(("url", "carrier", "kind"), [
    ("https://www.dhl.de/de/sendungsverfolgung.html?piececode=1", "dhl", "carrier"),
    ("HTTPS://WWW.DHL.DE.:443/x", "dhl", "carrier"),
    ("https://tracking.dpd.de/status/de_DE/parcel/1", "dpd", "carrier"),
    ("https://gls-group.com/track/1", "gls", "carrier"),
    ("https://www.ups.com/track?tracknum=1", "ups", "carrier"),
    ("https://www.royalmail.com/track-your-item#/tracking-results/1", "royal_mail", "carrier"),
    ("https://www.laposte.fr/outils/suivre-vos-envois?code=1", "la_poste", "carrier"),
    ("https://www.evri.com/track/1", "evri", "carrier"),
    ("https://www.dhl.de/x", None, "carrier"),
    ("https://www.dhl.de/x", "a_courier_nobody_knows", "carrier"),
    ("https://www.dhl.de/x", "gls", "other_carrier"),
    ("https://nordlicht.aftership.com/1", "dhl", "platform"),
    ("https://t.17track.net/en#nums=1", None, "platform"),
    ("https://track.shop.example/1", "dhl", "own"),
    ("https://nordlicht.example/1", "dhl", "unknown_host"),
    ("https://xn--mller-kva.example/1", "dhl", "own"),
    ("https://notdhl.de/", "dhl", "unknown_host"),
    ("https://dhl.de.evil.example/", "dhl", "unknown_host"),
    ("https://bit.ly/3x", "dhl", "shortener"),
    ("https://staging.shop.example/1", "dhl", "staging"),
    ("https://shop-dev2.example/1", "dhl", "unknown_host"),
    ("https://shop-dev2.web.example.com/1", "dhl", "staging"),
    ("https://nordlicht.ngrok.io/1", "dhl", "staging"),
    ("http://localhost:8080/1", "dhl", "local"),
    ("https://mailserver/1", "dhl", "local"),
    ("https://shop.test/1", "dhl", "local"),
    ("https://127.0.0.1/1", "dhl", "ip"),
    ("http://[::1]:80/1", "dhl", "ip"),
    ("https://2130706433/", "dhl", "ip"),
    ("https://0x7f.1/", "dhl", "ip"),
    ("http://www.dhl.de/x", "dhl", "not_https"),
    ("//www.dhl.de/x", "dhl", "not_https"),
    ("ftp://shop.example/1", "dhl", "not_https"),
    ("", "dhl", "no_link"), ("#", "dhl", "no_link"), ("   ", None, "no_link"),
    ("www.dhl.de", "dhl", "no_link"), ("/track/1", "dhl", "no_link"),
    ("javascript:void(0)", "dhl", "no_link"), ("mailto:mia@mail.example", "dhl", "no_link"),
    ("data:text/html,https://dhl.de/", "dhl", "no_link"),
])  # fmt: skip
def test_a_link_is_told_by_its_host(url, carrier, kind):
    assert host_kind(url, carrier, OWN) == kind


@pytest.mark.parametrize(("url", "kind"), [
    ("https://dhl.de@evil.example/", "unknown_host"),
    ("https://evil.example\\@dhl.de/", "unknown_host"),
    ("https://evil.example/@dhl.de/", "unknown_host"),
    ("https://a:b@c:d@dhl.de:99999/", "carrier"),
    ("https://dhl.de:abc/", "carrier"),
    ("https://dhl%2Ede/", "carrier"),
    ("https://dhl\u3002de/", "carrier"),
    ("https://dh\u04cf.de/", "unknown_host"),
    ("https://d\u200bhl.evil.example/", "unknown_host"),
    ("https://dhl.de evil.example/", "unknown_host"),
    ("https://[::1", "unknown_host"),
    ("https://x\u2100y.de/", "unknown_host"),
    ("https://xn--\udcff.de/", "unknown_host"),
    ("https:///x", "no_link"),
    ("\x00", "no_link"),
    ("https://" + "a." * 100_000 + "de/", "unknown_host"),
    ("https://dhl.de/" + "a" * 200_000, "carrier"),
])  # fmt: skip
def test_a_hostile_link_is_told_by_the_host_a_browser_opens(url, kind):
    assert host_kind(url, "dhl", OWN) == kind


def test_a_shops_own_rows_stand_beside_and_in_place_of_ours():
    hosts = hosts_of(
        [*shipped("tracking_hosts"), row(carrier="dhl", host="Parcels.Example", is_opaque=True)],
        [*shipped("bad_hosts"), row(host="old-shop.example", why="staging")],
    )

    assert host_kind("https://go.parcels.example/t", "dhl", [], hosts) == "carrier"
    assert host_kind("https://old-shop.example/t", "dhl", [], hosts) == "staging"
    assert is_opaque("https://go.parcels.example/t", hosts)


def test_a_page_under_a_token_needs_no_number_in_its_link():
    assert is_opaque("https://del.dhl.com/DE/abc")
    assert not is_opaque("https://www.dhl.com/DE/abc")
    assert not is_opaque("https://shop.example/t") and not is_opaque("#")


def row(**columns):
    return {"valid_from_day": "2026-01-01", **columns}
