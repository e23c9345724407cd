"""Where the fields of a table stand in records with values inside values."""

from collections.abc import Iterable, Sequence

from ingest.export_kinds import NUMBERS
from ingest.export_tables import REQUIRED, columns_in, fields_of, names_of
from ingest.record_options import RecordOptions
from sql.record_cells import Field

EXTRA = "extra"  # the column of what no path uses


def fields_for(options: RecordOptions, rows: str | None) -> list[Field]:
    """Each field under the name that it is called by, with the paths to look at."""
    wanted = [name for name in fields_of(options.table)
              if name != EXTRA and (name != "shop" or options.shop is None)]  # fmt: skip
    return [field_of(name, options, rows) for name in wanted]


def field_of(name: str, options: RecordOptions, rows: str | None) -> Field:
    """Without a mapping it is looked for in the row's own element, then in the record."""
    if paths := options.columns.get(name):
        return Field(paths[0], tuple(paths), name in NUMBERS)
    names = names_of(name)
    own = [f"{rows}.{one}" for one in names] if rows else []
    return Field(name, (*own, *names), name in NUMBERS)


def columns_met(
    options: RecordOptions, fields: Sequence[Field], met: set[str], keys: Iterable[str]
) -> list[tuple[str, int]]:
    """The columns that hold anything, by name and place. Trouble where a needed one is missing.

    Many programs leave out what is empty: a mapped field that no record has is no fault, unless
    every record needs it.
    """
    needed = {field for group in REQUIRED[options.table] for field in group}
    absent = {_name(field, options) for field in options.columns if field not in needed}
    places = {field.name: place for place, field in enumerate(fields)}
    absent &= places.keys()
    there = [field.name for field in fields if field.name in met]
    columns_in(
        list(dict.fromkeys([*there, *absent, *keys])), options.table, options.columns,
        options.shop is not None,
    )  # fmt: skip
    named = dict.fromkeys([*there, *sorted(absent)])  # two fields may stand at one path
    return [*((name, places[name]) for name in named), (EXTRA, len(fields))]


def _name(field: str, options: RecordOptions) -> str:
    return options.columns[field][0] if field in options.columns else field
