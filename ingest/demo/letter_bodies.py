"""How mail programs pack a letter: charset, encoding, HTML, attachments."""

from html import escape
from random import Random

from .events import Letter
from .machine_bodies import machine_body
from .mime import Header, Part, mail

PHOTO = 'image/jpeg; name="photo.jpg"\r\nContent-Disposition: attachment; filename="photo.jpg"'


def with_body(headers: list[Header], letter: Letter, text: str, random: Random) -> bytes:
    if letter.kind in ("read_receipt", "calendar"):
        return machine_body(headers, letter, text, random)
    draw = random.random()
    charset = "cp1252" if draw < 0.2 and _fits(text, "cp1252") else "utf-8"
    encoding = "base64" if 0.2 < draw < 0.4 else "quoted-printable"
    plain = Part("text/plain", text, encoding, charset)
    if letter.topic == "damaged" and letter.kind == "inquiry":
        return mail(headers, [plain, _photo(random)], random, "mixed")
    if draw < 0.55 or letter.is_form:
        return mail(headers, [plain], random)
    html = Part("text/html", _html(text), encoding, charset)
    return mail(headers, [html] if draw > 0.93 else [plain, html], random)


def _html(text: str) -> str:
    return "<html><body>" + escape(text).replace("\n", "<br>\n") + "</body></html>"


def _photo(random: Random) -> Part:
    """Looks like a picture from outside, which is all that a mail shows."""
    body = "\xff\xd8\xff\xe0" + "".join(chr(random.randrange(14, 256)) for _ in range(600))
    return Part(PHOTO, body, "base64", "latin-1")


def _fits(text: str, charset: str) -> bool:
    return text.encode(charset, "ignore").decode(charset) == text
