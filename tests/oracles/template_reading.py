"""The templates of a shop's folder, and the procedure's own."""

import csv
import re
import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from .seeds import SEEDS
from .template_files import Template

HEADER = re.compile(r"^([A-Za-z-]+):[ \t]*(.*)$")


def read_templates(folder: Path, shop: str, zone: str) -> list[Template]:
    settings = tomllib.loads((folder / "trackrecord.toml").read_text())
    found: list[Template] = []
    for source in settings["sources"].values():
        if source["kind"] == "templates" and source.get("shop", shop) == shop:
            place = ZoneInfo(source.get("zone") or zone)
            for path in sorted((folder / source["folder"]).glob("*.txt")):
                found.append(from_file(path, place))
    for one in found:
        later = [other.since for other in found
                 if other.name == one.name and other.since > one.since]  # fmt: skip
        one.until = min(later, default=datetime.max)
    return found


def from_file(path: Path, zone: ZoneInfo) -> Template:
    kind, locale, version = path.stem.split(".", 2)
    lines = path.read_text("utf-8-sig").splitlines()
    headers: dict[str, str] = {}
    while lines and (told := HEADER.match(lines[0])):
        headers[told[1].lower()] = told[2].strip()
        lines.pop(0)
    since = datetime.min
    if day := headers.get("valid-from"):
        at = datetime.combine(date.fromisoformat(day), time(), zone) if len(day) == 10 else (
            datetime.fromisoformat(day))  # fmt: skip
        since = (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC).replace(tzinfo=None)
    return Template(kind, locale, headers.get("version", version), headers.get("subject", ""),
                    "\n".join(lines), "own", since)  # fmt: skip


def default_templates() -> list[Template]:
    with (SEEDS / "templates.csv").open(newline="", encoding="utf-8") as lines:
        return [Template(row["kind"], row["locale"], row["version"], row["subject"], row["text"],
                         "default") for row in csv.DictReader(lines)]  # fmt: skip
