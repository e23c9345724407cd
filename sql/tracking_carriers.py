"""One key for a carrier, however a shop writes its name."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from sql.tracking_seeds import Row, shipped

LONGEST = 100
Names = list[tuple[re.Pattern[str], str]]


def names_of(rows: Iterable[Row]) -> Names:
    """Patterns of whole words. The last that fits wins, so a shop's own rows come first."""
    return [(re.compile(f"(?: |^)(?:{row['pattern']})(?: |$)"), row["carrier"])
            for row in rows][::-1]  # fmt: skip


@lru_cache(maxsize=1)
def shipped_names() -> Names:
    return names_of(shipped("carrier_names"))


def carrier_key(name: str | None, names: Names | None = None) -> str | None:
    """`dhl` for "DHL Paket"; a name nobody knows is squeezed: `my_courier` for "My Courier!"."""
    if not name:
        return None
    return _known_key(name) if names is None else _key(name, names)


@lru_cache(maxsize=10_000)
def _known_key(name: str) -> str | None:
    return _key(name, shipped_names())


def _key(name: str, names: Names) -> str | None:
    plain = unicodedata.normalize("NFKD", name[:LONGEST].replace("_", " ")).lower()
    words = re.sub(r"[^\w]+", " ", re.sub(r"[\u0300-\u036f]", "", plain)).strip()
    found = (carrier for pattern, carrier in names if pattern.search(words))
    return next(found, words.replace(" ", "_") or None)
