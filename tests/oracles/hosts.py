"""Whose page a tracking link opens, and what is wrong with it."""

import re

from .carriers import carrier_key
from .parts import host_of
from .seeds import Rows

HOSTS = {
    "dhl.de": "dhl", "dhl.com": "dhl", "dpd.de": "dpd", "dpd.com": "dpd", "dpd.co.uk": "dpd",
    "dpd.fr": "dpd", "dpdgroup.com": "dpd", "gls-group.com": "gls", "gls-group.eu": "gls",
    "gls-pakete.de": "gls", "ups.com": "ups", "myhermes.de": "hermes", "hermesworld.com": "hermes",
    "evri.com": "evri", "royalmail.com": "royal_mail", "laposte.fr": "la_poste",
    "colissimo.fr": "la_poste", "chronopost.fr": "chronopost", "correos.es": "correos",
    "fedex.com": "fedex", "postnord.com": "postnord", "bring.com": "bring", "seur.com": "seur",
    "deutschepost.de": "dhl", "parcelforce.com": "parcelforce", "mondialrelay.fr": "mondial_relay",
}  # fmt: skip
SHORT = {"bit.ly", "t.co", "tinyurl.com", "goo.gl", "ow.ly", "is.gd", "buff.ly", "rebrand.ly",
         "cutt.ly", "t.ly", "rb.gy", "lnkd.in", "shorturl.at", "tiny.cc", "s.id", "v.gd",
         "bl.ink", "short.io", "shorte.st", "qr.ae", "amzn.to", "dlvr.it"}  # fmt: skip
STAGING = re.compile(
    r"(?:^|[.-])(?:staging|stage|stg|test|testing|dev|develop|qa|uat|preprod|pre|sandbox|preview|"
    r"demo|beta|int)\d*(?:[.-]|$)"
)
LOCAL = re.compile(r"^localhost$|\.(?:local|localhost|internal|lan|intranet|corp|home)$")


def host_kind(url: str, carrier: str | None, own: list[str], rows: Rows) -> str:
    """carrier, shop, other_carrier, or what is wrong with it."""
    host = host_of(url)
    if host is None:
        return "unknown_host"
    name = host.name.removeprefix("www.")
    if re.fullmatch(r"[\d.]+|\[.*\]", name):
        return "ip"
    if LOCAL.search(name):
        return "local"
    if name in SHORT:
        return "shortener"
    if STAGING.search(name.rpartition(".")[0]):
        return "staging"
    if not host.is_secure:
        return "not_https"
    if any(name == one or name.endswith("." + one) for one in own):
        return "shop"
    known = [*HOSTS.items(), *((row["host"].lower(), row["carrier"]) for row in rows)]
    whose = {key for one, key in known if name == one or name.endswith("." + one)}
    if not whose:
        return "unknown_host"
    is_theirs = not carrier or "*" in whose or carrier_key(carrier) in whose
    return "carrier" if is_theirs else "other_carrier"


def is_opaque(url: str, rows: Rows) -> bool:
    """Its links show a token of the carrier's own instead of the number."""
    host = host_of(url)
    return host is not None and any(
        row.get("is_opaque", "").lower() in ("true", "1", "yes")
        and (host.name == row["host"] or host.name.endswith("." + row["host"]))
        for row in rows
    )
