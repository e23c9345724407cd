"""How the pages are served: the command line and environment of the Streamlit server."""

import ipaddress
import os
import sys
from pathlib import Path

from sql.settings import Settings
from sql.trouble import Misuse

SERVER = Path(__file__).with_name("server.py")


def command(settings: Settings, port: int | None = None) -> list[str]:
    """The command that serves the pages of `settings`; Misuse where it would leave this machine."""
    address = settings.dashboard.address
    if not _is_loopback(address):
        raise Misuse(
            f"[dashboard] address: {address} is open to others, and nobody signs in here yet;"
            " serve on 127.0.0.1 and put a proxy with sign-in before it"
        )
    flags = {"server.address": address, "server.port": port or settings.dashboard.port}
    return [
        sys.executable, "-m", "streamlit", "run", str(SERVER),
        *(f"--{name}={value}" for name, value in flags.items()),
    ]  # fmt: skip


def environment(settings: Settings) -> dict[str, str]:
    """This process's environment, with the settings file that the pages read."""
    return {**os.environ, "TRACKRECORD_SETTINGS": str(settings.path)}


def _is_loopback(address: str) -> bool:
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
