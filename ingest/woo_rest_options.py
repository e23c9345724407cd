"""What a WooCommerce shop that is asked over its REST API may be told."""

from datetime import timedelta
from typing import Annotated, ClassVar

from pydantic import Field

from ingest.web_address import WebAddress
from ingest.woo_options import WooOptions
from sql.settings import Duration, SecretRef


class RestOptions(WooOptions):
    """The key needs no more than the right to read."""

    counted: ClassVar[str] = "order"

    url: WebAddress  # the shop's own, without wp-json
    consumer_key: SecretRef
    consumer_secret: SecretRef
    per_page: Annotated[int, Field(strict=True, ge=2, le=100)] = 100  # at most at once
    overlap: Duration = timedelta(minutes=10)  # changes that the shop shows this much later
    recheck: Duration = timedelta(days=7)  # once a day: some changes leave the time of change
    reconcile_every: Duration = timedelta(days=1)  # what was deleted, put into the bin, restored
