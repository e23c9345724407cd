"""The two queries of a typed read: cells as the file has them, then values with their problems."""

from collections.abc import Collection, Sequence

from sql.typed_columns import Cast, Column, literal


class Select:
    """Queries for the given columns of a sheet c0, c1 ...; each column has its cast."""

    def __init__(self, names: Sequence[str], columns: Sequence[Column], casts: Sequence[Cast]):
        self._names = names
        self._pairs = list(zip(columns, casts, strict=True))
        self.fields = ", ".join(column.field for column in columns)
        self.times = ", ".join(
            f"local_{column.field}" for column, cast in self._pairs if cast.local
        )

    def cells(self) -> str:
        """`cells`: each field's cell, and its time as written where it names no offset."""
        cells = ", ".join(
            f"cell(c{self._names.index(column.name)}) as raw_{column.field}"
            for column, _ in self._pairs
        )
        times = "".join(f", {cast.local} as local_{column.field}"
                        for column, cast in self._pairs if cast.local)  # fmt: skip
        is_blank = " and ".join(f"cell(c{place}) is null" for place in range(len(self._names)))
        return f"""create temp table cells as
            with trimmed as (select rowid as record, {cells} from sheet where not ({is_blank}))
            select *{times} from trimmed"""

    def typed(self, not_content: Collection[str | None]) -> str:
        """`typed`: values, flags, the first problem, and a hash of what the row says."""
        values = ", ".join(f"{cast.value} as {column.field}" for column, cast in self._pairs)
        flags = ", ".join(cast.flag for _, cast in self._pairs)
        problems = ", ".join(
            f"{cast.problem} || {literal(':' + column.name)}" for column, cast in self._pairs
        )
        content = ", ".join(f"coalesce({column.field}::varchar, chr(30))"
                            for column, _ in self._pairs
                            if column.field not in not_content)  # fmt: skip
        return f"""create temp table typed as
            with valued as (select *, {values} from cells)
            select record, {self.fields}, concat_ws(' ', {flags}) as flags,
                coalesce({problems}) as problem,
                md5(concat_ws(chr(31), {content})) as content_hash
            from valued"""
