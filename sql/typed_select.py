"""The queries of a typed read: cells as the file has them, values with their problems."""

import json
from collections.abc import Sequence

from sql.typed_casts import cast_of, team_case
from sql.typed_columns import Column, Wording, literal

_PLACES = 64  # more than any fact has fields


class Select:
    """Queries for the given columns of a sheet c0, c1 ..."""

    def __init__(self, names: Sequence[str], columns: Sequence[Column], wording: Wording):
        self._names, self._columns, self._wording = names, columns, wording
        self._casts = [cast_of(column, wording) for column in columns]
        self.fields = [column.field for column in columns]
        self.times = ", ".join(
            f"local_{column.field}"
            for column, cast in zip(columns, self._casts, strict=True) if cast.local
        )  # fmt: skip

    def days_as_written(self) -> str | None:
        """The first and last day among times of the form 2026-11-23 ..., and whether all begin so.

        None where the settings name another form.
        """
        if self._wording.date_format:
            return None
        cells = [f"c{self._names.index(column.name)}" for column in self._columns
                 if f"local_{column.field}" in self.times.split(", ")]  # fmt: skip
        reasonable = "filter (where {0} >= '1990-' and {0} < '2100-')"
        ends = [", ".join(f"{end}({cell}) {reasonable.format(cell)}" for cell in cells)
                for end in ("min", "max")]  # fmt: skip
        is_odd = " or ".join(f"coalesce(min({cell}) < '!', false)" for cell in cells)
        return f"select least({ends[0]}), greatest({ends[1]}), {is_odd} from sheet"

    def range_of_times(self) -> str:
        """Between which local times the rows lie."""
        return f"""{self._cells()}
            select min(least({self.times})), max(greatest({self.times})) from timed"""

    def typed(self, version: str | None) -> str:
        """`typed`: values, flags, the first problem, and a hash of what the row says."""
        pairs = list(zip(self._columns, self._casts, strict=True))
        values = ", ".join(f"{cast.value} as {column.field}" for column, cast in pairs)
        flags = ", ".join(flag for _, cast in pairs for flag in cast.flags)
        problems = " ".join(
            f"when {condition} then {literal(f'{reason}:{column.name}')}"
            for column, cast in pairs for condition, reason in cast.problems
        )  # fmt: skip
        kept = "".join(
            f", coalesce({column.field}, content_hash) as {column.field}"
            if column.kind == "key" else f", {column.field}"
            for column, _ in pairs
        )  # fmt: skip
        said = f"md5({self._content(version)}) as content_hash"
        flagged = f"concat_ws(' ', {flags})" if flags else "''"
        problem = f"case {problems} end" if problems else "null::varchar"
        return f"""create temp table typed as {self._cells()},
            valued as (select *, {values} from timed)
            select record, {said}{kept}, {flagged} as flags, {problem} as problem from valued"""

    def _content(self, version: str | None) -> str:
        """What the row says, each field at its place. When it was changed is no part of that."""
        said = sorted(
            (column.place, _said(column)) for column in self._columns
            if column.kind not in ("key", "extra") and column.field != version
        )  # fmt: skip
        parts, before = [], 0
        for place, text in said:
            apart = literal("\x1f" * max(place - before, 1))
            parts += [apart, text]
            before = place
        # As long with fewer columns: fields that are empty at the end change nothing either.
        parts.append(literal("\x1f" * max(_PLACES - before, 1)))
        return f"concat({', '.join(parts)})"

    def _cells(self) -> str:
        """Each field's cell, and its time as written where it names no offset."""
        cells = ", ".join(f"{self._cell(column)} as raw_{column.field}" for column in self._columns)
        times = "".join(
            f", {cast.local} as local_{column.field}"
            for column, cast in zip(self._columns, self._casts, strict=True) if cast.local
        )  # fmt: skip
        places = range(len(self._names))
        # The cell of a needed field first: where that is filled, no other is looked at.
        named = [self._names.index(column.name) for column in self._columns if column.name]
        some = ", ".join(f"cell(c{place})" for place in dict.fromkeys([*named, *places]))
        return f"""with trimmed as (
                select rowid as record, {cells} from sheet where coalesce({some}) is not null),
            timed as (select *{times} from trimmed)"""

    def _cell(self, column: Column) -> str:
        if column.kind == "extra":
            return self._extra()
        return f"cell(c{self._names.index(column.name)})" if column.name else "null::varchar"

    def _extra(self) -> str:
        """JSON of the filled cells that are no field's; of addresses that were taken apart, too."""
        mapped = {column.name for column in self._columns if column.name}
        parts = []
        for place, name in enumerate(self._names):
            cell, key = f"cell(c{place})", literal(f"{self._key_of(place)}:")
            if name == "extra":  # made by a reader that knows what lies deeper
                parts.append(f"""case when starts_with({cell}, '{{') and json_valid({cell})
                    then nullif(substr({cell}, 2, length({cell}) - 2), '')
                    else {key} || to_json({cell})::varchar end""")
            elif name not in mapped:
                kept = team_case(f"lower({cell})", self._wording, cell)
                parts.append(f"{key} || to_json({kept})::varchar")
            elif any(one.kind == "other_addresses" and one.name == name for one in self._columns):
                parts.append(f"case when not is_one_address({cell}) then"
                             f" {key} || to_json({cell})::varchar end")  # fmt: skip
        return f"nullif('{{' || concat_ws(',', {', '.join(parts)}) || '}}', '{{}}')"

    def _key_of(self, place: int) -> str:
        name = self._names[place]
        is_taken = not name or name in self._names[:place]
        return json.dumps(f"column {place + 1}" if is_taken else name, ensure_ascii=False)


def _said(column: Column) -> str:
    text = f"coalesce({column.field}::varchar, '')"
    is_list = column.kind in ("list", "other_addresses")  # most are empty, and slow to write out
    return f"case when len({column.field}) > 0 then {text} else '' end" if is_list else text
