"""A shop's post made up from a seed: what the parsing benchmark reads."""

import base64
import quopri
import random
import struct
from collections.abc import Iterator
from pathlib import Path

MAILS = 5_000
SEED = 20261123
# Share of each kind, in per cent; together they are all.
MIX = {
    "shop_alternative": 35,  # order mails of a shop: text and 20 to 60 kB of HTML
    "shop_html": 15,  # the same without a text
    "customer_alternative": 20,  # a mail program's text and HTML, 2 to 6 kB
    "customer_plain": 22,
    "with_attachment": 5,  # text, HTML and a picture or PDF of 40 to 200 kB
    "broken": 3,  # cut base64, lost boundary, wrong charset, garbage among the headers
}
HTML = ("shop_alternative", "shop_html", "customer_alternative", "with_attachment")
WORDS = """order parcel delivery tent lantern blanket kettle rope compass bottle jacket socks
    thank you please we have sent your number today tomorrow address street invoice total price
    grüße bestellung lieferung zelt größe straße où déjà très colis commande""".split()


def write(path: Path) -> None:
    """Every mail after its length, so that reading them costs neither side anything."""
    with path.open("wb") as file:
        for raw in made():
            file.write(struct.pack("<I", len(raw)) + raw)


def read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while head := file.read(4):
            yield file.read(struct.unpack("<I", head)[0])


def made() -> Iterator[bytes]:
    chance = random.Random(SEED)
    kinds = [kind for kind, share in MIX.items() for _ in range(share)]
    assert len(kinds) == 100
    for number in range(MAILS):
        yield Maker(chance, number).make(kinds[number % 100])


class Maker:
    def __init__(self, chance: random.Random, number: int):
        self.chance, self.number = chance, number

    def make(self, kind: str) -> bytes:
        return getattr(self, kind)()

    def head(self, content_type: str, encoding: str = "", sender: str = "shop") -> bytes:
        day, second = 1 + self.number % 28, self.number % 60
        hops = "".join(
            f"Received: from mx{n}.post.example (mx{n}.post.example [192.0.2.{n}])\r\n"
            f"\tby mx{n + 1}.post.example (Postfix) with ESMTPS id {self.number:08X}{n}\r\n"
            f"\tfor <mia@kunde.example>; Mon, {day} Nov 2026 10:{second:02}:0{n} +0100 (CET)\r\n"
            for n in range(3, 0, -1)
        )
        subject = f"Ihre Bestellung №{self.number} ist unterwegs"
        encoded = base64.b64encode(subject.encode()).decode()
        lines = [
            f"From: {self.words(2).title()} <{sender}@nordlicht.example>",
            f"To: Mia Berg <mia{self.number}@kunde.example>",
            f"Subject: =?utf-8?B?{encoded}?=" if self.number % 2 else f"Subject: {self.words(6)}",
            f"Date: Mon, {day} Nov 2026 10:{second:02}:00 +0100",
            f"Message-ID: <{self.number}.{self.chance.getrandbits(64):x}@nordlicht.example>",
            "MIME-Version: 1.0", "X-Mailer: Shop 7", f"Content-Type: {content_type}",
        ]  # fmt: skip
        lines += [f"Content-Transfer-Encoding: {encoding}"] if encoding else []
        return (hops + "\r\n".join(lines) + "\r\n\r\n").encode()

    def words(self, count: int) -> str:
        return " ".join(self.chance.choices(WORDS, k=count))

    def text(self, paragraphs: int) -> str:
        link = f"https://nordlicht.example/o/{self.number}"
        lines = [self.words(self.chance.randint(8, 40)) + "." for _ in range(paragraphs)]
        return "\r\n\r\n".join([*lines, f"See {link}", "-- ", "Nordlicht"]) + "\r\n"

    def shop_page(self) -> str:
        """Nested tables, styles in every cell, a preheader nobody sees, many links."""
        style = "font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:20px;color:#222"
        rules = "".join(
            f".c{n}{{{style};padding:{n}px}}@media(max-width:600px){{.c{n}{{width:100%}}}}\n"
            for n in range(40)
        )
        rows = ""
        size = self.chance.randint(20_000, 60_000)
        while len(rows) + len(rules) < size:
            rows += (
                f'<tr><td class="c1" style="{style};padding:8px 12px" valign="top">'
                '<table width="100%" cellpadding="0" cellspacing="0" border="0"><tr>'
                f'<td width="80"><img src="https://img.nordlicht.example/{len(rows)}.png"'
                ' width="80" height="80" alt="" style="display:block;border:0"></td>'
                f'<td style="{style}"><a href="https://nordlicht.example/p/{len(rows)}?utm_source='
                f'mail&amp;utm_campaign=order" style="color:#06c;text-decoration:none">'
                f"{self.words(4)}</a><br>{self.words(12)}<br><b>{len(rows) % 97},95&nbsp;&euro;</b>"
                f'</td></tr></table></td></tr>\n<tr><td height="12" style="font-size:0">&nbsp;</td>'
                "</tr>\n"
            )
        return (
            '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Nordlicht</title>'
            f"<style>{rules}</style></head><body style='margin:0'>"
            f'<div style="display:none;max-height:0">{self.words(20)}</div>'
            f'<table width="600" align="center"><tr><td><h1>{self.words(4)}</h1>'
            f"<p>{self.words(30)}</p><table>{rows}</table><p>{self.words(40)}</p></td></tr>"
            "</table></body></html>"
        )

    def customer_page(self) -> str:
        paragraphs = "".join(
            f'<p class="MsoNormal"><span style="font-size:11.0pt">{self.words(25)}<o:p></o:p>'
            "</span></p>" for _ in range(self.chance.randint(4, 12))
        )  # fmt: skip
        return (
            "<html><head><style>p{margin:0cm}</style></head><body lang=DE>"
            f"{paragraphs}<blockquote type=cite><p>{self.words(40)}</p></blockquote></body></html>"
        )

    def part(self, kind: str, text: str) -> bytes:
        data = text.encode()
        if self.number % 3:
            body = quopri.encodestring(data).replace(b"\n", b"\r\n")
            encoding = b"quoted-printable"
        else:
            body, encoding = base64.encodebytes(data).replace(b"\n", b"\r\n"), b"base64"
        return (b"Content-Type: " + kind.encode() + b"; charset=utf-8\r\n"
                b"Content-Transfer-Encoding: " + encoding + b"\r\n\r\n" + body)  # fmt: skip

    def multipart(self, kind: str, *parts: bytes, sender: str = "shop") -> bytes:
        mark = f"=_{self.number}_{kind}"
        body = b"".join(b"--" + mark.encode() + b"\r\n" + part + b"\r\n" for part in parts)
        head = self.head(f'multipart/{kind}; boundary="{mark}"', sender=sender)
        return head + body + b"--" + mark.encode() + b"--\r\n"

    def alternative(self, page: str, paragraphs: int) -> tuple[bytes, bytes]:
        return self.part("text/plain", self.text(paragraphs)), self.part("text/html", page)

    def shop_alternative(self) -> bytes:
        return self.multipart("alternative", *self.alternative(self.shop_page(), 30))

    def shop_html(self) -> bytes:
        encoded = quopri.encodestring(self.shop_page().encode()).replace(b"\n", b"\r\n")
        return self.head("text/html; charset=utf-8", "quoted-printable") + encoded

    def customer_alternative(self) -> bytes:
        parts = self.alternative(self.customer_page(), 5)
        return self.multipart("alternative", *parts, sender="mia")

    def customer_plain(self) -> bytes:
        head = self.head("text/plain; charset=utf-8; format=flowed", "8bit", "mia")
        return head + self.text(self.chance.randint(2, 12)).encode()

    def with_attachment(self) -> bytes:
        data = self.chance.randbytes(self.chance.randint(40_000, 200_000))
        attached = (b"Content-Type: application/pdf; name=invoice.pdf\r\n"
                    b"Content-Disposition: attachment; filename=invoice.pdf\r\n"
                    b"Content-Transfer-Encoding: base64\r\n\r\n"
                    + base64.encodebytes(data).replace(b"\n", b"\r\n"))  # fmt: skip
        return self.multipart("mixed", *self.alternative(self.customer_page(), 6), attached)

    def broken(self) -> bytes:
        match self.number % 4:
            case 0:  # a gateway cut the base64
                text = base64.encodebytes(self.text(20).encode())
                return self.head("text/plain; charset=utf-8", "base64") + text[:-7]
            case 1:
                return self.head("multipart/alternative; boundary=gone") + self.text(8).encode()
            case 2:
                page = self.shop_page().encode("cp1252", "replace")
                return self.head("text/html; charset=utf-8", "8bit") + page
        head, _, rest = self.customer_alternative().partition(b"\r\nSubject")
        return head + b"\r\nthis line is no header\r\nSubject" + rest
