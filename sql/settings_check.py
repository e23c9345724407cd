"""Every fault of the settings at once, with the way out."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from sql.settings_errors import faults, nearest
from sql.settings_places import read_twice
from sql.settings_tables import Settings, Shop, SourceOptions, Team
from sql.settings_types import SECRET_KEYS, with_absolute_paths
from sql.trouble import Misuse

M = TypeVar("M", bound=BaseModel)
Kinds = Mapping[str, type[SourceOptions]]
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_URL_WITH_PASSWORD = re.compile(r"://[^/@]*:[^/@]*@")
_RESERVED = {"all"}  # rows over all shops stand under it


def check(path: Path, tables: dict[str, Any], kinds: Kinds) -> Settings:
    """The settings as one value, or Misuse that lists all that is wrong."""
    return _Check(path, kinds).settings(tables)


class _Check:
    """Reads table after table and keeps what is wrong until all was read."""

    def __init__(self, path: Path, kinds: Kinds) -> None:
        self.path = path
        self.kinds = kinds
        self.wrong: list[str] = []

    def settings(self, tables: dict[str, Any]) -> Settings:
        shops = self.group(tables, "shops", Shop)
        teams = self.group(tables, "teams", Team)
        if not tables.get("shops"):
            self.wrong.append('[shops.NAME]: at least one shop is required, with "name" and "zone"')
        sources = self.sources(tables, self.staff(teams))
        self.wrong += read_twice(sources)
        groups = {"path": self.path, "shops": shops, "teams": teams, "sources": sources}
        made = self.made("top of the file:", Settings, {**self.top(tables), **groups})
        if self.wrong or made is None:
            count = "1 fault" if len(self.wrong) == 1 else f"{len(self.wrong)} faults"
            raise Misuse("\n".join([f"{self.path}: {count}; nothing was started", *self.wrong]))
        return made

    def top(self, tables: dict[str, Any]) -> dict[str, Any]:
        values = {"data": "data"} | tables
        if "path" in tables:
            self.wrong.append("top of the file: path: no such key")
        if _URL_WITH_PASSWORD.search(str(values.get("desk_url", ""))):
            self.wrong.append('top of the file: desk_url: holds a password; write "env:NAME"')
            del values["desk_url"]
        made = with_absolute_paths(values, self.path.parent)
        made.setdefault("desk_url", f"sqlite:///{made['data']}/desk.sqlite")
        return made

    def group(self, tables: dict[str, Any], group: str, model: type[M]) -> dict[str, M]:
        made: dict[str, M] = {}
        for name, values in self.named(tables, group):
            if (one := self.made(f"[{group}.{name}]", model, values)) is not None:
                made[name] = one
        return made

    def named(self, tables: dict[str, Any], group: str) -> list[tuple[str, dict[str, Any]]]:
        """The tables of a group whose names can stand in keys, files and addresses of pages."""
        found = tables.get(group, {})
        if not isinstance(found, dict):
            self.wrong.append(f"{group}: must be tables [{group}.NAME]")
            return []
        for name, values in found.items():
            if not isinstance(values, dict):
                self.wrong.append(f"[{group}] {name}: must be a table [{group}.{name}]")
            elif not _NAME.fullmatch(name) or name in _RESERVED:
                fact = "a name is made of a-z, 0-9, _ and - (not all)"
                self.wrong.append(f"[{group}.{name}]: {fact}")
        return [(name, values) for name, values in found.items() if isinstance(values, dict)]

    def staff(self, teams: Mapping[str, Team]) -> dict[str, str]:
        staff: dict[str, str] = {}
        for name, team in teams.items():
            for address in team.addresses:
                if "@" not in address:
                    self.wrong.append(f"[teams.{name}] addresses: single addresses only")
                elif staff.setdefault(address, name) != name:
                    self.wrong.append(f"[teams.{name}] addresses: one is in {staff[address]} too")
        return staff

    def sources(self, tables: dict[str, Any], staff: Mapping[str, str]) -> dict[str, SourceOptions]:
        shops = tables.get("shops") or {}
        made: dict[str, SourceOptions] = {}
        for name, values in self.named(tables, "sources"):
            place = f"[sources.{name}]"
            shop = values.get("shop")
            if isinstance(shop, str) and shop not in shops:
                self.wrong.append(f"{place} shop: no [shops.{shop}] there{nearest(shop, shops)}")
            if (one := self.source(place, values, staff)) is not None:
                made[name] = one
        return made

    def source(
        self, place: str, values: dict[str, Any], staff: Mapping[str, str]
    ) -> SourceOptions | None:
        kind = values.get("kind")
        if not isinstance(kind, str) or kind not in self.kinds:
            near = nearest(kind, self.kinds) if isinstance(kind, str) else ""
            there = ", ".join(sorted(self.kinds))
            self.wrong.append(f"{place} kind: no such kind{near or '; there are ' + there}")
            return None
        if "staff" in values:
            self.wrong.append(f"{place} staff: no such key; people stand in [teams.NAME]")
        kept = self.without_secrets(place, values)
        full = with_absolute_paths(kept, self.path.parent) | {"staff": staff}
        return self.made(place, self.kinds[kind], full)

    def without_secrets(self, place: str, values: dict[str, Any]) -> dict[str, Any]:
        """Take out what stands there in the clear, so that no later message can repeat it."""
        kept = dict(values)
        for key, value in values.items():
            if SECRET_KEYS.search(key) and not str(value).startswith(("env:", "file:")):
                self.wrong.append(f'{place} {key}: a secret; write "env:NAME" or "file:PATH"')
                kept[key] = "env:REFUSED"
        return kept

    def made(self, place: str, model: type[M], values: dict[str, Any]) -> M | None:
        try:
            return model.model_validate(values)
        except ValidationError as trouble:
            self.wrong += faults(place, trouble, model)
            return None
