"""What a source of mapped records may be told: the table, its columns, how it writes its values."""

import hashlib
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from ingest.export_tables import TableName, fields_of
from ingest.export_words import all_words, fault_in
from sql.settings import SourceOptions, Zone
from sql.settings_errors import nearest
from sql.typed_columns import FALSE, TRUE, Wording
from sql.typed_read import date_format_fault


def _names(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_names), Field(min_length=1)]


class RecordOptions(SourceOptions):
    """Records of one table. What they leave open is not guessed: the settings say it."""

    table: TableName
    columns: Mapping[str, Names] = {}  # our field -> its column, or names that it may have;
    # others by the same name
    zone: Zone | None = None  # of times that name none
    date_format: str | None = None  # as of strptime; without one only ISO 8601
    decimal: str | None = Field(default=None, min_length=1, max_length=1)
    thousands: str | None = Field(default=None, min_length=1, max_length=1)
    true_values: tuple[str, ...] = TRUE
    false_values: tuple[str, ...] = FALSE
    words: Mapping[str, Mapping[str, str]] = {}  # field: the record's word -> ours
    fulfilment: Mapping[str, str] = {}  # short for the words of fulfilment
    scale_min: float | None = None  # the worst and the best score, where ratings name none
    scale_max: float | None = None

    @field_validator("date_format")
    @classmethod
    def _is_date_format(cls, value: str | None) -> str | None:
        if value is not None and (fault := date_format_fault(value)):
            raise ValueError(f"{fault}; write it as %d.%m.%Y %H:%M:%S")
        return value

    @model_validator(mode="after")
    def _fits_the_table(self) -> Self:
        known = fields_of(self.table)
        for field in self.columns:
            if field not in known:
                raise ValueError(f'{self.table} have no field "{field}"{nearest(field, known)}')
        worst, best = self.scale_min, self.scale_max
        if worst is not None and best is not None and worst >= best:
            raise ValueError("scale_min is the worst score: it must be less than scale_max")
        if self.shop is None and "shop" not in self.columns:
            raise ValueError("say whose export it is: shop, or a column for shop")
        if fault := fault_in(self._words):
            raise ValueError(fault)
        return self

    @property
    def _words(self) -> dict[str, Mapping[str, str]]:
        mapped = dict(self.words)
        if self.fulfilment:
            mapped["fulfilment"] = {**mapped.get("fulfilment", {}), **self.fulfilment}
        return mapped

    @property
    def wording(self) -> Wording:
        return Wording(
            zone=self.zone, date_format=self.date_format, decimal=self.decimal,
            thousands=self.thousands, true_values=self.true_values,
            false_values=self.false_values, words=all_words(self._words), staff=self.staff,
        )  # fmt: skip

    @property
    def fingerprint(self) -> str:
        """Another reading of the same file gives other facts: then it is read again."""
        return hashlib.blake2b(self.model_dump_json().encode(), digest_size=16).hexdigest()
