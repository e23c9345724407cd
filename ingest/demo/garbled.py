"""Text as it looks when a program gets the letters wrong."""

from collections.abc import Callable
from html.entities import codepoint2name


def misread(text: str) -> str:
    """UTF-8 taken for cp1252: ü becomes Ã¼."""
    return "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode("utf-8")
    )


def lost(text: str) -> str:
    return "".join(sign if sign.isascii() else "\ufffd" for sign in text)


def quoted(text: str) -> str:
    """Left of quoted-printable: =C3=BC."""
    signs = (sign if sign.isascii() else "".join(f"={b:02X}" for b in sign.encode())
             for sign in text)  # fmt: skip
    return "".join(signs)


def entities(text: str) -> str:
    """Escaped once too often: &uuml; stands there to be read."""
    names = {code: f"&{name};" for code, name in codepoint2name.items() if code in (38, 60, 62)
             or code > 127}  # fmt: skip
    return text.translate(names)


def tagged(text: str) -> str:
    return f"{text}<br>" if text else text


GARBLED: dict[str, Callable[[str], str]] = {
    "misread": misread, "lost": lost, "quoted": quoted, "entities": entities, "tagged": tagged,
}  # fmt: skip
