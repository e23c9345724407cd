"""A column of a table: its heading, and how its values are shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

Kind = Literal["text", "moment", "day", "duration", "count", "share", "masked", "trend"]
Width = Literal["small", "medium", "large"] | int


@dataclass(frozen=True)
class Column:
    """One column of a table: its heading, and how its values are shown."""

    label: str
    kind: Kind = "text"
    width: Width | None = None
    words: Callable[[Any], str] | None = None
    few: str = ""  # greyed where the column of this name counts too few to say


Columns = Mapping[str, Column]


def config(columns: Columns, zone: str) -> dict[str, Any]:
    """What the table is told of its columns, by their headings."""
    return {column.label: _one(column, zone) for column in columns.values()}


def _one(column: Column, zone: str) -> Any:
    match column.kind:
        case "moment":
            return st.column_config.DatetimeColumn(
                format="ddd D MMM YYYY, HH:mm", width=column.width, help=f"Times in {zone}"
            )
        case "day":
            return st.column_config.DateColumn(format="D MMM YYYY", width=column.width)
        case "duration" | "count" | "share":
            return st.column_config.Column(width=column.width or "small")
        case "trend":
            return st.column_config.BarChartColumn(width=column.width or "small", y_min=0)
        case _:
            return st.column_config.TextColumn(width=column.width)
