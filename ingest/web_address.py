"""Addresses of servers that settings may name: encrypted, or on this machine alone."""

from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _private_way(url: str) -> str:
    parts = urlsplit(url)
    in_the_clear = parts.scheme == "http" and is_loopback(parts.hostname or "")
    if not parts.hostname or not (parts.scheme == "https" or in_the_clear):
        raise ValueError("must be an https:// address")
    return url


WebAddress = Annotated[str, AfterValidator(_private_way)]
