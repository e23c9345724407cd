"""Whose page a link leads to: the carrier's, the shop's, a shortener's, or none at all."""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from sql.domains import comparable
from sql.tracking_seeds import Row, is_true, newest, shipped

LONGEST = 4096  # signs of a link that are looked at
LABEL = ".*"  # `staging.*`: a word of the host's name, its registered domain left out
BAD_PARTS = re.compile(r"[^\w.:-]")
NUMBERS = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Hosts:
    """Hosts with the carriers that own them (`*` a platform), and hosts no mail should have."""

    carriers: dict[str, dict[str, bool]]
    bad: dict[str, str]
    known: frozenset[str]


def hosts_of(tracking_hosts: Iterable[Row], bad_hosts: Iterable[Row]) -> Hosts:
    """The seeds of the same names made ready."""
    carriers: dict[str, dict[str, bool]] = {}
    for row in newest(tracking_hosts, "carrier", "host"):
        host = comparable(row["host"])
        carriers.setdefault(host, {})[row["carrier"]] = is_true(row["is_opaque"])
    bad = {comparable(row["host"]): row["why"] for row in newest(bad_hosts, "host")}
    return Hosts(carriers, bad, frozenset(key for own in carriers.values() for key in own))


@lru_cache(maxsize=1)
def shipped_hosts() -> Hosts:
    return hosts_of(shipped("tracking_hosts"), shipped("bad_hosts"))


def host_kind(
    url: str, carrier: str | None, own_hosts: Iterable[str], hosts: Hosts | None = None
) -> str:
    """carrier, other_carrier, platform, own, shortener, staging, local, ip, not_https,
    unknown_host or no_link. A carrier whose hosts nobody knows contradicts no other's."""
    hosts = hosts or shipped_hosts()
    scheme, host = scheme_and_host(url)
    if scheme is None:
        return "no_link"
    if not host:
        return "unknown_host"
    if is_ip(host):
        return "ip"
    why = bad_kind(host, hosts)
    if why == "local":
        return why
    if scheme != "https":
        return "not_https"
    if why == "staging":
        return why
    if any(is_below(host, comparable(own).strip(".")) for own in own_hosts):
        return "own"
    return why or owner_kind(host, carrier, hosts)


def owner_kind(host: str, carrier: str | None, hosts: Hosts) -> str:
    owners = {key for name in names_above(host) for key in hosts.carriers.get(name, ())}
    if not owners:
        return "unknown_host"
    if carrier is None or carrier in owners or (carrier not in hosts.known and owners != {"*"}):
        return "platform" if owners == {"*"} else "carrier"
    return "platform" if "*" in owners else "other_carrier"


def is_opaque(url: str, hosts: Hosts | None = None) -> bool:
    """Whether links of this host carry a token instead of the number."""
    hosts = hosts or shipped_hosts()
    _, host = scheme_and_host(url)
    named = (hosts.carriers[name] for name in names_above(host) if name in hosts.carriers)
    return any(next(named, {}).values())


def scheme_and_host(url: str) -> tuple[str | None, str]:
    """As a browser reads a link; no scheme where it leads nowhere, no host where it has none."""
    link = url[:LONGEST].strip().replace("\\", "/")
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return "https", ""
    if not parts.netloc or parts.scheme not in ("", "http", "https", "ftp"):
        return None, ""
    host = comparable(unquote(host)).rstrip(".")
    return parts.scheme, "" if BAD_PARTS.search(host) else host


def is_ip(host: str) -> bool:
    """Also written as one number, or in hexadecimal, as browsers still take it."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return NUMBERS.fullmatch(host.rpartition(".")[2]) is not None
    return True


def bad_kind(host: str, hosts: Hosts) -> str | None:
    if "." not in host:
        return "local"
    words = re.split(r"[.-]", ".".join(host.split(".")[:-2]))
    labels = (word.rstrip("0123456789") + LABEL for word in words)
    found = (hosts.bad[name] for name in (*names_above(host), *labels) if name in hosts.bad)
    return next(found, None)


def names_above(host: str) -> list[str]:
    """The host itself and every domain above it."""
    labels = host.split(".")
    return [".".join(labels[place:]) for place in range(len(labels))]


def is_below(host: str, name: str) -> bool:
    return bool(name) and (host == name or host.endswith(f".{name}"))
