"""What a source of Shopify's order exports may be told."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field, field_validator

from ingest.export_options import ExportOptions
from ingest.shopify_words import ShopifyWords


class ShopifyExportOptions(ShopifyWords):
    """The files; a spreadsheet may have given them other signs and another encoding."""

    roles: ClassVar[Mapping[str, str]] = {"": "orders", "items": "items"}

    files: tuple[str, ...]
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    encoding: str = "utf-8"

    _is_encoding = field_validator("encoding")(ExportOptions._is_encoding.__func__)
