"""How far a WooCommerce shop was read: the cursor of its source."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from ingest.woo_rest_options import RestOptions

_TIMES = ("_at", "_until", "_after")


@dataclass
class State:
    """Times are naive UTC; the shop's own, but for `reconciled_at`."""

    settings: str
    changed_until: datetime | None = None  # every change before was read
    asked_after: datetime | None = None  # the walk that is under way: its question,
    started_at: datetime | None = None
    last_id: int = 0
    offset: int = 0
    reconciled_at: datetime | None = None
    oldest_at: datetime | None = None
    per_page: int | None = None
    has_parcels: bool = False

    @classmethod
    def of(cls, saved: Mapping[str, Any], options: RestOptions) -> "State":
        """As it was left; from the beginning where the settings make other facts now."""
        if saved.get("settings") != options.fingerprint:
            return cls(options.fingerprint)
        kept: dict[str, Any] = {
            key: datetime.fromisoformat(value) if value and key.endswith(_TIMES) else value
            for key, value in saved.items()
        }
        return cls(**kept)

    def saved(self) -> dict[str, Any]:
        """As JSON for the cursor."""
        return {
            key: value.isoformat() if isinstance(value, datetime) else value
            for key, value in asdict(self).items()
        }

    def is_due(self, now: datetime, every: timedelta) -> bool:
        return self.reconciled_at is None or now - self.reconciled_at >= every

    def begin(self, options: RestOptions, is_due: bool) -> None:
        """A new walk, with its question."""
        back = max(options.overlap, options.recheck) if is_due else options.overlap
        self.asked_after = self.changed_until and self.changed_until - back
        self.last_id = self.offset = 0

    def end(self) -> None:
        """All that changed before the walk began was read. What changed since: the next run."""
        self.changed_until = self.started_at
        self.started_at = self.asked_after = None
        self.last_id = self.offset = 0

    def see(self, at: datetime | None) -> None:
        if at is not None and (self.oldest_at is None or at < self.oldest_at):
            self.oldest_at = at
