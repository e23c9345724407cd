"""A walk over a shop's orders that misses none, whatever changes while it goes on.

Sorted by id, which no edit changes: new orders come behind, deleted ones let those behind them
move up. So each page begins with an order that was read already; where it does not, some moved
past the border, and the walk steps back until it does. (Sorted by time of change, an edit would
move an order from page to page, and orders of one second would have no order at all.)
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from ingest.woo_api import Page
from sql.trouble import Trouble

_MOST_STEPS_BACK = 40  # without an order that is new


class Asked(Protocol):
    """What a walk needs of the API."""

    place: str

    def page(self, parameters: Mapping[str, Any], offset: int) -> tuple[Page, int]: ...


@dataclass
class Walk:
    """Where the walk stands; `last_id` and `offset` are enough to go on another day."""

    api: Asked
    parameters: Mapping[str, Any]
    last_id: int = 0
    offset: int = 0
    started_at: datetime | None = None  # by the shop's clock
    is_done: bool = False
    _steps_back: int = field(default=0, repr=False)

    def pages(self) -> Iterator[list[dict[str, Any]]]:
        """Orders not given before; behind each page the walk stands where it can go on."""
        question = {**self.parameters, "orderby": "id", "order": "asc"}
        while not self.is_done:
            page, size = self.api.page(question, self.offset)
            self.started_at = self.started_at or page.answered_at
            ids = self._ids(page)
            if self.offset > 0 and (not ids or ids[0] > self.last_id):
                self._step_back(page, size)
                continue
            fresh = [one for one, number in zip(page.orders, ids, strict=True)
                     if number > self.last_id]  # fmt: skip
            self._go_on(page, size, ids, bool(fresh))
            yield fresh

    def _go_on(self, page: Page, size: int, ids: list[int], is_new: bool) -> None:
        """To the last order shown. Some shops count orders that they do not show: by these it may
        stand further behind, never before."""
        self.last_id = max([self.last_id, *ids])
        self.is_done = not is_new if page.total is None else self.offset + size >= page.total
        if is_new:
            self._steps_back = 0
        elif not self.is_done and len(ids) < 2:
            raise self._hidden()
        self.offset += max(len(ids) - 1, 0)

    def _step_back(self, page: Page, size: int) -> None:
        """Orders before the border are gone."""
        end = self.offset if page.total is None else min(self.offset, page.total)
        self.offset = max(end - size * 2**self._steps_back, 0)
        self._steps_back += 1
        if self._steps_back > _MOST_STEPS_BACK:
            raise self._hidden()

    def _hidden(self) -> Trouble:
        return Trouble(
            f"{self.api.place} counts more orders than it shows; may the key's user read all of"
            " them? What was read stands"
        )

    def _ids(self, page: Page) -> list[int]:
        ids = [one.get("id") for one in page.orders]
        numbers = [number for number in ids if isinstance(number, int)]
        is_sorted = all(one < other for one, other in zip(numbers, numbers[1:], strict=False))
        if len(numbers) < len(ids) or not is_sorted:
            raise Trouble(
                f"{self.api.place} does not sort orders by id; does a plugin change its REST API?"
            )
        return numbers
