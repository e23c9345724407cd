"""How far a shop was read, as the cursor keeps it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from ingest.shopify_listing import Listed
from ingest.shopify_options import ShopifyOptions


class Progress:
    """Every order that changed up to `until` was read; of the overlap, which ones and as when."""

    def __init__(self, saved: Mapping[str, Any], options: ShopifyOptions, now: datetime):
        is_same = saved.get("settings") == options.fingerprint
        kept = saved if is_same else {}
        self._settings, self._overlap = options.fingerprint, options.overlap
        self.until = _time(kept.get("until"))
        self.scopes: list[str] = kept.get("scopes") or []
        self.first_at = _time(saved.get("first_at")) or now
        self.counted_at = _time(kept.get("counted_at"))
        self.size = min(options.page, kept.get("size") or options.page)
        self.is_whole: bool = kept.get("is_whole", False)  # the first reading came to its end
        self._seen: dict[str, str] = dict(kept.get("seen") or {})

    def may_see(self, scopes: list[str]) -> None:
        """Where the token shows more or other things than before, all is read anew."""
        if self.scopes and set(scopes) != set(self.scopes):
            self.until, self.is_whole, self._seen = None, False, {}
        self.scopes = scopes

    def begins_at(self, since: datetime | None) -> datetime | None:
        """Closed: what changed at that very moment is read again."""
        return since if self.until is None else self.until - self._overlap

    def is_census_due(self, now: datetime, every: timedelta) -> bool:
        return self.counted_at is None or now - self.counted_at >= every

    def has(self, one: Listed) -> bool:
        return self._seen.get(one.gid) == one.updated_at.isoformat()

    def passed(self, orders: Sequence[Listed]) -> None:
        """All of these were read, and all that changed before them."""
        newest = max(one.updated_at for one in orders)
        self.until = newest if self.until is None else max(self.until, newest)
        oldest = (self.until - self._overlap).isoformat()
        self._seen = {gid: at for gid, at in self._seen.items() if at >= oldest}

    def settled(self, one: Listed) -> None:
        """Read as it was listed, and its moment is over: it cannot have changed once more in it."""
        self._seen[one.gid] = one.updated_at.isoformat()

    def saved(self) -> dict[str, Any]:
        """As JSON for the cursor."""
        return {
            "settings": self._settings, "until": _text(self.until), "seen": self._seen,
            "size": self.size, "scopes": self.scopes, "first_at": _text(self.first_at),
            "counted_at": _text(self.counted_at), "is_whole": self.is_whole,
        }  # fmt: skip


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
