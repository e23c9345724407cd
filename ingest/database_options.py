"""What a source that is a database may be told."""

import hashlib
import re
from datetime import timedelta
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from ingest.record_options import RecordOptions
from sql.database_url import holds_password
from sql.secrets import is_reference
from sql.settings import Duration
from sql.settings_types import duration

_NOT_THE_READING = {
    "staff", "quiet_after", "live_from", "complete_until", "addresses", "overlap",
    "reconcile_every", "rows_per_batch", "timeout",
}  # fmt: skip


def _overlap(value: Any) -> timedelta | int:
    """A bare number is one of the incremental column; a length of time has its unit."""
    is_number = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return value if is_number else duration(value)


class Options(RecordOptions):
    """A table or view, or what one SELECT gives."""

    counted: ClassVar[str] = "row"

    url: str  # of SQLAlchemy; one with a password only as env: or file:
    relation: str | None = None  # TABLE or SCHEMA.TABLE; also a view
    query: str | None = None  # one SELECT instead
    incremental: str | None = None  # grows with each change of a row: a time, or a number
    key: tuple[str, ...] = ()  # unique together; without it the columns of our own key
    overlap: Annotated[timedelta | int | None, BeforeValidator(_overlap)] = None
    reconcile_every: Duration = timedelta(days=1)  # all rows are counted
    rows_per_batch: int = Field(default=20_000, strict=True, ge=1, le=200_000)
    timeout: Duration = timedelta(minutes=5)  # of one statement

    @field_validator("url")
    @classmethod
    def _keeps_its_secret(cls, value: str) -> str:
        if not is_reference(value) and holds_password(value):
            raise ValueError('holds a password; write "env:NAME" or "file:PATH"')
        return value

    @field_validator("query")
    @classmethod
    def _is_a_query(cls, value: str | None) -> str | None:
        # Whether it is one alone is known with the database's dialect, before it is asked.
        if value is not None and not re.match(r"\s*(select|with)\b", value, re.IGNORECASE):
            raise ValueError("must be one SELECT")
        return value

    @model_validator(mode="after")
    def _names_one_thing_to_read(self) -> Self:
        if (self.relation is None) == (self.query is None):
            raise ValueError("say what to read: relation, or query")
        return self

    @property
    def label(self) -> str:
        """What is read, as messages call it."""
        return self.relation or "query"

    @property
    def fingerprint(self) -> str:
        """Of what decides which facts the rows become; for the rest nothing is read again."""
        said = self.model_dump_json(exclude=_NOT_THE_READING)
        return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
