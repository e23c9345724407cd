"""What one order mail says, slot by slot: faults change it before it is written."""

from dataclasses import dataclass, field


@dataclass
class Said:
    """A confirmation or shipping mail as its template and the record make it."""

    shop: str
    kind: str  # order_confirmation, shipping_notice: that of the template
    language: str
    version: str
    subject: str
    slots: dict[str, str]  # slot: its text, several lines by \n; "": empty
    html_slots: dict[str, str] = field(default_factory=dict)  # where the HTML part says otherwise
    gone: set[str] = field(default_factory=set)  # slots whose line is left out
    link_target: str | None = None  # of the tracking link, one a line; None: no anchor
    link_text: str | None = None  # shown for it in the HTML part; None: the address itself
    from_name: str = ""
    from_address: str = ""
    reply_to: str = ""
    to: list[str] = field(default_factory=list)
    edits: list[tuple[str, str | None]] = field(default_factory=list)  # fixed line: new, or gone
    added: list[str] = field(default_factory=list)  # lines that are of no template
    parts: tuple[str, ...] = ("plain", "html")
    is_half_empty: bool = False  # the part that is not among them is there and empty
    dmarc: str | None = None
    cut_at: float | None = None  # share of the lines that is kept
    encoding_fault: str | None = None  # of garbled.GARBLED

    @property
    def template(self) -> str:
        return f"{self.kind}.{self.language}"

    def is_there(self, slot: str) -> bool:
        """Its line stands in the mail and holds something."""
        return slot not in self.gone and bool(self.slots.get(slot, "").strip())
