"""Tables: what each column says, how it is shown, and its way into a file."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from dashboard import export, read
from dashboard.column import Column, Columns, config
from dashboard.filters import Chosen
from dashboard.palette import palette
from dashboard.read import Frame, Row
from sql import wording
from sql.wording_signs import visible

SHOWN = 1_000  # rows on the page; the file holds all that were read
FEW = 20  # a rate of fewer is greyed
MASK = 6  # characters of a customer key: enough to tell two apart on one page
Select = Literal["single-row", "multi-row"] | None
Height = int | Literal["auto", "content"]
WORDS: Mapping[str, Callable[[Any], str]] = {
    "duration": wording.duration,
    "count": wording.count,
    "share": wording.share,
}


def show(
    rows: Frame, columns: Columns, chosen: Chosen, *, key: str, name: str,
    select: bool = False, height: Height = "auto",
) -> int | None:  # fmt: skip
    """A table with its download; returns the number of the selected row, if `select`."""
    picked = _shown(rows, columns, chosen, key, name, "single-row" if select else None, height)
    return picked[0] if picked else None


def show_many(
    rows: Frame, columns: Columns, chosen: Chosen, *, key: str, name: str
) -> list[int]:
    """As `show`, of which any number of rows can be selected; returns their numbers."""
    return _shown(rows, columns, chosen, key, name, "multi-row", "auto")


def _shown(
    rows: Frame, columns: Columns, chosen: Chosen, key: str, name: str, mode: Select, size: Height
) -> list[int]:
    made = plain(rows, columns, chosen.zone)
    grey = {c.label: rows[c.few] < FEW for c in columns.values() if c.few and c.few in rows}
    picked = _grid(made, columns, chosen.zone, key, name, mode, size, grey)
    with st.container(horizontal=True, vertical_alignment="center"):
        _how_many(len(made))
        download(made, chosen, key=key, name=name)
    return picked


def _grid(
    made: Frame, columns: Columns, zone: str, key: str, name: str, select: Select, height: Height,
    grey: Mapping[str, Row],
) -> list[int]:  # fmt: skip
    shown = made.head(SHOWN)
    words = {c.label: WORDS[c.kind] for c in columns.values() if c.kind in WORDS}
    settings: dict[str, Any] = {
        "hide_index": True, "key": f"table_{key}", "alt": name, "height": height,
        "placeholder": wording.NONE, "column_config": config(columns, zone),
    }  # fmt: skip
    styled = shown.style.format(words, na_rep=wording.NONE)
    for label, is_few in grey.items():
        faint = [f"color: {palette().grey}" if one else "" for one in is_few.head(SHOWN)]
        styled = styled.apply(lambda _, faint=faint: faint, subset=[label])
    if not select:
        st.dataframe(styled, **settings)
        return []
    state = st.dataframe(styled, on_select="rerun", selection_mode=select, **settings)
    return [row for row in state["selection"]["rows"] if row < len(made)]


def plain(rows: Frame, columns: Columns, zone: str) -> Frame:
    """The rows under their headings: times in the zone, words for codes, customers masked."""
    made = {c.label: _values(rows[name], c, zone) for name, c in columns.items() if name in rows}
    return pd.DataFrame(made, index=range(len(rows)))


def _values(values: Row, column: Column, zone: str) -> list[Any]:
    if column.words:
        plain = [None if one != one else one for one in values]
        said = {one: column.words(one) for one in dict.fromkeys(plain)}  # each but once
        return [said[one] for one in plain]
    if column.kind == "moment":
        return [_local(one, zone) for one in values]
    if column.kind == "masked":
        return [f"{one[:MASK]}…" if isinstance(one, str) else None for one in values]
    if column.kind == "text":
        return [None if one is None or one != one else visible(str(one)) for one in values]
    return list(values)


def _local(at: Any, zone: str) -> datetime | None:
    if at is None or at != at:
        return None
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def local_day(at: Any, zone: str) -> str:
    return wording.day(_local(at, zone))


def _how_many(found: int) -> None:
    if found > SHOWN:
        st.caption(f"The first {wording.count(SHOWN)} of {wording.plural(found, 'row')}; "
                   "the file holds them all.", width="stretch")  # fmt: skip
    else:
        st.caption(wording.plural(found, "row"), width="stretch")


def download(made: Frame, chosen: Chosen, *, key: str, name: str) -> None:
    build = read.build()
    st.download_button(
        "Download as CSV",
        data=export.as_csv(made, name, chosen.in_words(), build.data_until_at if build else None),
        file_name=f"trackrecord-{key}.csv", mime=export.MEDIA_TYPE, key=f"csv_{key}",
        icon=":material/download:", on_click=read.audited("export", key), type="tertiary",
    )  # fmt: skip
