"""What the settings say of a provider's events: where they lie, and what the shop calls things."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, model_validator

from sql.settings import SourceOptions

MailKind = Literal[
    "order_confirmation", "payment", "order_edited", "cancelled", "refunded", "delay_notice",
    "shipping_notice", "delivery_update", "pickup_ready", "invoice", "reply", "other",
]  # fmt: skip
Names = Annotated[
    tuple[str, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)
]


class ProviderOptions(SourceOptions):
    """Events as files by pattern, as a folder of received webhooks, or both.

    `order_id`, `mail_kind`, `template` and `message_id` name the custom arguments, tags or headers
    that hold them; - and _ are alike, and a header may begin with X-.
    """

    files: tuple[str, ...] = ()
    spool: Path | None = None
    order_id: Names = ("order_id", "order_number", "order")
    mail_kind: Names = ("mail_kind", "kind")
    template: Names = ("template",)
    message_id: Names = ()  # where the shop passes its own Message-ID
    kinds: Mapping[str, MailKind] = {}  # the shop's tag words -> ours

    @model_validator(mode="before")
    @classmethod
    def _has_a_place(cls, values: Any) -> Any:
        if isinstance(values, dict) and not (values.get("files") or values.get("spool")):
            raise ValueError('needs files = ["..."] or spool = "folder"')
        return values
