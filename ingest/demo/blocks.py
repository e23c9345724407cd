"""A mail's content as blocks, written out as plain text and as HTML."""

from html import escape

Block = tuple[str, ...]  # ("text", words) · ("link", label, address) · ("rows", row, row, ...)


def as_text(blocks: list[Block]) -> str:
    return "\n\n".join(_text(block) for block in blocks) + "\n"


def _text(block: Block) -> str:
    match block:
        case ("link", label, address):
            return f"{label}: {address}"
        case ("rows", *rows):
            return "\n".join(rows)
        case (_, words):
            return words
    raise ValueError(block)


def as_html(blocks: list[Block], name: str) -> str:
    inner = "\n".join(_html(block) for block in blocks)
    return (
        f"<!DOCTYPE html>\n<html><head><title>{escape(name)}</title>"
        "<style>body{font-family:sans-serif;color:#222}td{padding:2px 8px}</style></head>\n"
        f'<body><table width="600" align="center"><tr><td>\n<h2>{escape(name)}</h2>\n'
        f"{inner}\n</td></tr></table></body></html>\n"
    )


def _html(block: Block) -> str:
    match block:
        case ("link", label, address):
            return f'<p><a href="{escape(address)}">{escape(label)}</a></p>'
        case ("rows", *rows):
            cells = "".join(f"<tr><td>{escape(row)}</td></tr>" for row in rows)
            return f"<table>{cells}</table>"
        case (_, words):
            return f"<p>{escape(words).replace(chr(10), '<br>')}</p>"
    raise ValueError(block)
