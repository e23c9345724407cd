"""What a template written in HTML shows, as the text of the mails made from it is read."""

import re

from ingest.mail_html import html_text
from ingest.mail_look import Look
from ingest.mail_part import Part

_ANCHOR = re.compile(r"<a\b[^<>]{0,2000}>[^\[\]]{0,2000}?</a\s*>", re.IGNORECASE)
_TARGET = re.compile(r"href\s*=\s*[\"']?[^\"'<>]*?(\[[A-Z][A-Z0-9_]*\])", re.IGNORECASE)


def shown(html: str) -> str:
    """Its visible text. A link to a slot shows words of its own: there the slot stands."""
    html = _ANCHOR.sub(_slot, html)
    part = Part("text/html", "text/html; charset=utf-8", False, data=html.encode())
    return html_text(part, Look())


def _slot(anchor: re.Match[str]) -> str:
    found = _TARGET.search(anchor[0].partition(">")[0])
    return found[1] if found else anchor[0]
