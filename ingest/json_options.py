"""What a source of JSON exports may be told beside the mapping of its paths."""

from pydantic import Field

from ingest.file_options import FileOptions


class JsonOptions(FileOptions):
    """Files of one table: objects in a list, in lines, or one after the other."""

    records: str | None = Field(default=None, min_length=1)  # path of the list, within an object
    rows: str | None = Field(default=None, min_length=1)  # path of a list in each record: its rows
