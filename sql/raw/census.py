"""What a source holds in full: what of it we hold beyond that is gone from there."""

from dataclasses import dataclass, field
from typing import Literal

Key = tuple[str, str, str]  # shop, order_id ("" for shipments), line or shipment ("" for orders)


@dataclass
class Census:
    """Every record of a kind that a source held when it was asked, in one look."""

    record: Literal["orders", "items", "shipments"]
    keys: list[Key] = field(default_factory=list)
    shop: str | None = None  # only this shop was counted; None: all shops of the source
