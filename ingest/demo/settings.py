"""The demo shop's trackrecord.toml."""

from pathlib import Path

from .cast import BRANDS, FJORDKIND, NORDLICHT, Brand
from .events import Script

SETTINGS_NAME = "trackrecord.toml"
FIRST_WORDS = "# The demo shop"
HEAD = f"""{FIRST_WORDS}: two brands with the same order numbers, one with its own mail server.
data = "data"
seeds = "seeds"
"""

SHOP = """
[shops.{shop}]
name = "{name}"
zone = "{zone}"
domains = ["{shop}.example"]
addresses = []

[teams.{shop}_support]
addresses = [{staff}]
"""

LOG = """
[sources.log]
kind = "postfix"
files = ["input/mail.log*"]
zone = "Europe/Berlin"
quiet_after = "12h"
"""

MAIL = """
[sources.{shop}_archive]
kind = "maildir"
shop = "{shop}"
folder = "input/{shop}/archive"
folders = {{ "." = "archive" }}
since = {kept_from}Z
quiet_after = "2d"

[sources.{shop}_support]
kind = "maildir"
shop = "{shop}"
folder = "input/{shop}/support"
folders = {{ "." = "inbox", {inboxes}, "Sent" = "replies" }}
since = {start}Z
quiet_after = "7d"

[sources.{shop}_templates]
kind = "templates"
shop = "{shop}"
folder = "input/{shop}/templates"
zone = "{zone}"
"""

SERVICE = """
[sources.fjordkind_service]
kind = "maildir"
shop = "fjordkind"
folder = "input/fjordkind/service"
folders = {{ "Sent" = "replies" }}
since = {service_from}Z
quiet_after = "21d"
"""

FEEDS = """
[sources.nordlicht_{table}]
kind = "csv"
shop = "nordlicht"
table = "{table}"
files = ["input/nordlicht/{table}.csv"]
delimiter = ";"
encoding = "cp1252"
zone = "Europe/Berlin"
date_format = "%d.%m.%Y %H:%M:%S"
decimal = ","
quiet_after = "7d"
columns = {columns}
""", """
[sources.fjordkind_{table}]
kind = "csv"
shop = "fjordkind"
table = "{table}"
files = ["input/fjordkind/{table}.csv"]
zone = "Europe/London"
quiet_after = "7d"
columns = {columns}
"""  # fmt: skip


def settings_text(script: Script, columns: dict[str, dict[str, dict[str, str]]]) -> str:
    """`columns`: shop, table, our field, the file's column."""
    parts = [HEAD, *(_shop(brand) for brand in BRANDS), LOG]
    for brand in BRANDS:
        kept_from = script.readable_from[brand.shop].isoformat()
        start = script.start.isoformat()
        inboxes = '"Junk" = "inbox"'
        if brand is FJORDKIND:
            inboxes += ', "Escalated" = "inbox"'
        parts.append(
            MAIL.format(
                shop=brand.shop, kept_from=kept_from, start=start, inboxes=inboxes,
                zone=brand.zone_name,
            )
        )
    parts.append(SERVICE.format(service_from=script.service_from.isoformat()))
    for brand, text in zip((NORDLICHT, FJORDKIND), FEEDS, strict=True):
        for table, mapping in columns[brand.shop].items():
            parts.append(text.format(table=table, columns=_inline(mapping)))
    return "".join(parts)


def _shop(brand: Brand) -> str:
    addresses = [address for _, address in brand.staff]
    if brand is FJORDKIND:
        addresses.append("service@fjordkind.example")
    staff = ", ".join(f'"{address}"' for address in addresses)
    return SHOP.format(shop=brand.shop, name=brand.name, zone=brand.zone_name, staff=staff)


def _inline(mapping: dict[str, str]) -> str:
    return "{ " + ", ".join(f'{ours} = "{theirs}"' for ours, theirs in mapping.items()) + " }"


def write_settings(script: Script, columns: dict, folder: Path) -> None:
    (folder / SETTINGS_NAME).write_text(settings_text(script, columns), "utf-8")
