"""The tables of the settings file, and what a source's own Options add to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sql.settings_types import Address, Duration, Lower, Moment, Network, Port, Zone


class Table(BaseModel):
    """A table of the settings: no key too many, nothing changed later, no value in its errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class SourceOptions(Table):
    """What every source may say; each kind adds its own keys."""

    counted: ClassVar[str] = "mail"  # what doctor finds there, unless it is files
    secrets_not_for_reading: ClassVar[tuple[str, ...]] = ()  # keys that only others need

    kind: str
    shop: str | None = None
    since: Moment | None = None  # nothing older is read
    live_from: Moment | None = None  # what lies before is history: counted, never accused
    quiet_after: Duration = timedelta(days=1)  # silent for longer: not known to be alive
    complete_until: Moment | None = None  # an export that states its end
    addresses: tuple[Lower, ...] = ()  # allow-list of addresses and domains; empty allows all
    staff: Mapping[str, str] = {}  # own people's address -> team; made from [teams]


@dataclass(frozen=True)
class Probe:
    """What doctor saw when it tried one place of a source."""

    place: str
    items: int | None
    newest_item_at: datetime | None
    trouble: str | None


class Shop(Table):
    """A brand; its weeks and days are cut in its own zone."""

    name: str
    zone: Zone
    domains: tuple[Lower, ...] = ()  # own domains: mail from them is outgoing
    addresses: tuple[Lower, ...] = ()  # further own addresses
    copies: tuple[Lower, ...] = ()  # foreign addresses and domains that only get copies


class Team(Table):
    """People whose addresses are read as one team's."""

    addresses: tuple[Lower, ...]


class Dashboard(Table):
    """Where the pages are served."""

    address: str = "127.0.0.1"
    port: Port = 8501


class Receiver(Table):
    """Where providers' events are taken over HTTP, and how many."""

    address: Address = "127.0.0.1"
    port: Port = 8502
    proxies: tuple[Network, ...] = ()  # the only machines that may connect, e.g. the TLS proxy
    max_body: int = Field(default=1 << 20, strict=True, ge=1024, le=64 << 20)  # bytes
    rate: float = Field(default=100.0, ge=0.1, le=100_000)  # requests a second for each source

    @model_validator(mode="after")
    def _open_to_a_proxy_alone(self) -> "Receiver":
        if not ip_address(self.address).is_loopback and not self.proxies:
            raise ValueError(
                f"address: {self.address} is open to others, and this is HTTP without TLS;"
                ' name the TLS proxy that may connect: proxies = ["ADDRESS"]'
            )
        return self


class Settings(Table):
    """All settings, with absolute paths."""

    path: Path  # the file they stand in
    data: Path = Path("data")
    seeds: Path | None = None
    mail_link: str | None = None
    desk_url: str  # without one desk.sqlite in `data`; a URL with a password as env: or file:
    dashboard: Dashboard = Dashboard()
    receiver: Receiver = Receiver()
    shops: dict[str, Shop]
    teams: dict[str, Team] = {}
    sources: dict[str, SourceOptions] = {}

    @property
    def raw_path(self) -> Path:
        return self.data / "raw.duckdb"

    @property
    def builds_dir(self) -> Path:
        return self.data / "builds"

    @property
    def key_path(self) -> Path:
        return self.data / "customer.key"
