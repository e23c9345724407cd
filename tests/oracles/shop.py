"""A shop's folder as plain values: settings, orders, shipments, mails, log, seeds, coverage."""

import csv
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from .coverage import Seen, plain, stretch
from .logs import Log, read_logs
from .mails import Mail, mails_in

PROMISED = {"ship_by_at", "deliver_by_at", "promised_at"}


@dataclass
class Row:
    """One order or shipment: our names for the columns, times in UTC, '' as None."""

    shop: str
    fields: dict[str, str | None]
    times: dict[str, datetime]

    @property
    def since(self) -> datetime | None:
        """From when on the record said so."""
        return self.times.get("valid_from_at")

    def __getitem__(self, name: str) -> str | None:
        return self.fields.get(name)

    def is_true(self, name: str) -> bool:
        return (self.fields.get(name) or "").lower() in ("1", "true", "yes", "t")


@dataclass
class Shop:
    """One brand with everything that can be seen of it."""

    name: str
    zone: str
    domains: list[str]
    own: set[str]
    orders: dict[str, Row] = field(default_factory=dict)
    shipments: dict[str, Row] = field(default_factory=dict)
    versions: dict[str, list[Row]] = field(default_factory=dict)  # of orders, the oldest first
    line_versions: dict[str, dict[str, list[Row]]] = field(default_factory=dict)
    parcel_versions: dict[str, list[Row]] = field(default_factory=dict)
    mails: dict[str, Mail] = field(default_factory=dict)
    paths: list[Seen] = field(default_factory=list)
    log: Log = field(default_factory=Log)
    is_closed: Callable[[date], bool] = lambda day: False  # closed days and public holidays
    told_orders: dict[str, tuple[str | None, bool]] = field(default_factory=dict)  # of a mail

    def is_own(self, address: str) -> bool:
        return address in self.own or address.rpartition("@")[2] in self.domains

    def parcels_of(self, order_id: str | None) -> list[Row]:
        return self.parcels_by_order.get(order_id or "", [])

    @cached_property
    def parcels_by_order(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for parcel in self.shipments.values():
            found.setdefault(parcel["order_id"] or "", []).append(parcel)
        return found

    @cached_property
    def orders_of(self) -> dict[str, list[Row]]:
        """By the customer's address."""
        found: dict[str, list[Row]] = {}
        for row in self.orders.values():
            if row["email"]:
                found.setdefault(row["email"].strip().lower(), []).append(row)
        return found

    @cached_property
    def unread(self) -> dict[str, list[datetime]]:
        """When our log took mails of ours to a customer whose content nobody read."""
        found: dict[str, list[datetime]] = {}
        for _, message_id, recipient, _, _ in self.log.deliveries:
            is_ours = message_id.strip("<>").rpartition("@")[2] in self.domains
            if is_ours and message_id not in self.mails:
                found.setdefault(recipient, []).append(self.log.accepted_at[message_id])
        return found


def read_shops(folder: Path, until: datetime) -> dict[str, Shop]:
    settings = tomllib.loads((folder / "trackrecord.toml").read_text())
    staff = {one for team in settings.get("teams", {}).values() for one in team["addresses"]}
    shops = {
        name: Shop(name, at.get("zone", "UTC"), at.get("domains", []),
                   {one.lower() for one in staff | set(at.get("addresses", []))})
        for name, at in settings["shops"].items()
    }  # fmt: skip
    for name, source in settings["sources"].items():
        readers = {"maildir": read_maildir, "csv": read_csv, "postfix": read_log}
        if reader := readers.get(source["kind"]):
            reader(shops, folder, name, source, until)
    return shops


def read_maildir(shops: dict[str, Shop], folder: Path, name: str, source: dict, until: datetime):
    shop = shops[source["shop"]]
    for sub, role in source.get("folders", {".": "inbox"}).items():
        place = folder / source["folder"]
        if sub != ".":
            place = place / f".{sub.lstrip('.')}"
        items, since = [], plain(source.get("since", datetime.min))
        for mail in mails_in(place, shop.name, role):
            at = mail.received_at if role == "inbox" else mail.sent_at
            if at < since or at > until:
                continue  # outside of what we were asked, or able, to read
            items.append(at)
            known = shop.mails.setdefault(mail.message_id, mail)
            known.roles |= mail.roles
            known.folders.add(sub)
            known.flags |= mail.flags
            if role == "inbox":
                known.received_at = min(known.received_at, mail.received_at)
        shop.paths.append(stretch(f"{name}/{sub}", role, source, items, until))


def read_log(shops: dict[str, Shop], folder: Path, name: str, source: dict, until: datetime):
    files = [one for pattern in source["files"] for one in sorted(folder.glob(pattern))]
    log = read_logs(files, source.get("zone", "UTC"), until)
    for shop in shops.values():
        if source.get("shop", shop.name) == shop.name:
            shop.log.accepted_at |= log.accepted_at
            shop.log.deliveries += log.deliveries
            shop.paths.append(stretch(name, "log", source, log.times, until))


def read_csv(shops: dict[str, Shop], folder: Path, name: str, source: dict, until: datetime):
    table = source["table"]
    items: dict[str, list[datetime]] = {}
    for pattern in source["files"]:
        for path in sorted(folder.glob(pattern)):
            for row in rows_of(path, source, shops):
                shop = shops[row.shop]
                keep(shop, table, row)
                stamp = row.times.get("placed_at") or row.times.get("shipped_at")
                if stamp:
                    items.setdefault(row.shop, []).append(stamp)
    for shop in [source["shop"]] if "shop" in source else shops:
        shops[shop].paths.append(stretch(name, table, source, items.get(shop, []), until))


def keep(shop: Shop, table: str, row: Row) -> None:
    """Beside its older versions; the newest is what the record says now."""
    order_id, shipment_id = row["order_id"] or "", row["shipment_id"] or ""
    if table == "orders":
        versions = shop.versions.setdefault(order_id, [])
    elif table == "shipments":
        versions = shop.parcel_versions.setdefault(shipment_id, [])
    elif table == "items":
        lines = shop.line_versions.setdefault(order_id, {})
        versions = lines.setdefault(row["line_id"] or "", [])
    else:
        return
    versions.append(row)
    versions.sort(key=lambda one: one.since or datetime.min)
    if table == "orders":
        shop.orders[order_id] = versions[-1]
    elif table == "shipments":
        shop.shipments[shipment_id] = versions[-1]


def rows_of(path: Path, source: dict, shops: dict[str, Shop]):
    mapping = source.get("columns", {})
    with path.open(newline="", encoding=source.get("encoding", "utf-8-sig")) as lines:
        for line in csv.DictReader(lines, delimiter=source.get("delimiter", ",")):
            ours = {theirs: name for name, theirs in mapping.items()}
            fields = {ours.get(name, name): value or None for name, value in line.items() if name}
            shop = source.get("shop") or fields["shop"]
            zone = ZoneInfo(source.get("zone") or shops[shop].zone)
            times = {}
            for key, value in fields.items():
                if key.endswith("_at") and value:
                    is_day = key in PROMISED and len(value) == 10
                    times[key] = read_time(value, source.get("date_format"), zone, is_day)
            yield Row(shop, fields, times)


def read_time(text: str, form: str | None, zone: ZoneInfo, until_its_end: bool) -> datetime:
    if form and len(text) == 10:  # a day; one as ISO writes it is plain in any export
        form = None if "-" in text else form.partition(" ")[0]
    at = datetime.strptime(text, form) if form else datetime.fromisoformat(text)
    if until_its_end:  # by the clock on the wall, also in the night that has 25 hours
        at += timedelta(days=1, microseconds=-1)
    at = at if at.tzinfo else at.replace(tzinfo=zone)
    return at.astimezone(UTC).replace(tzinfo=None)
