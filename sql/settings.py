"""The settings: one TOML file, checked whole before anything starts."""

import os
from collections.abc import Mapping
from pathlib import Path

from sql.settings_check import check
from sql.settings_file import read_toml
from sql.settings_tables import (
    Dashboard,
    Probe,
    Receiver,
    Settings,
    Shop,
    SourceOptions,
    Table,
    Team,
)
from sql.settings_types import Duration, MailRole, Moment, Port, SecretRef, Zone

__all__ = [
    "Dashboard", "Duration", "MailRole", "Moment", "Port", "Probe", "Receiver", "SecretRef",
    "Settings", "Shop", "SourceOptions", "Table", "Team", "Zone", "find", "load",
]  # fmt: skip


def find(path: Path | None = None) -> Path:
    """The settings file: as given, else TRACKRECORD_SETTINGS, else ./trackrecord.toml."""
    return Path(path or os.environ.get("TRACKRECORD_SETTINGS") or "trackrecord.toml").absolute()


def load(path: Path | None, option_models: Mapping[str, type[SourceOptions]]) -> Settings:
    """Read and check the settings; `option_models` holds each kind's Options.

    Raises Misuse with one line for each fault, all at once.
    """
    found = find(path)
    return check(found, read_toml(found), option_models)
