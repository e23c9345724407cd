"""A small shop with templates of its own, whose mails are written slot by slot."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from html import escape
from pathlib import Path

from .finding_texts import (
    ANCHOR,
    CONFIRM,
    GERMAN,
    ITEMS,
    NEWER,
    ORDERS,
    PARCELS,
    PLACED,
    SEEDS,
    SHIP,
    SHIPPED,
    SLOTS,
    SOURCES,
)  # fmt: skip


class FindingShop:
    """Order 10001 is Eva's, 10002 is Bo's; each has one parcel."""

    def __init__(self, folder) -> None:
        self.folder, self.place = folder, folder.place
        settings = self.place / "trackrecord.toml"
        settings.write_text(settings.read_text() + SOURCES)
        (self.place / "templates").mkdir()
        for name, text in (("order_confirmation.en.1", CONFIRM), ("shipping_notice.en.1", SHIP),
                           ("shipping_notice.en.2", NEWER), ("shipping_notice.de.1", GERMAN)):
            self.template(name, text)
        self.write("orders.csv", ORDERS)
        self.write("items.csv", ITEMS)
        self.write("shipments.csv", PARCELS)
        for name, text in SEEDS.items():
            folder.seed(name, text)
        folder.mail("archive", PLACED - timedelta(days=1), "shop@nord.example", "x@y.example", "Hi")

    def write(self, name: str, lines: Iterable[str]) -> None:
        Path(self.place / name).write_text("\n".join(lines) + "\n")

    def template(self, name: str, text: str) -> None:
        (self.place / "templates" / f"{name}.txt").write_text(text)

    def confirm(self, at: datetime = PLACED + timedelta(minutes=1), **told) -> str:
        return self.send(CONFIRM, at, told)

    def ship(self, at: datetime = SHIPPED + timedelta(minutes=5), **told) -> str:
        return self.send(told.pop("template", SHIP), at, told)

    def send(self, template: str, at: datetime, told: dict) -> str:
        """`told`: slots by name; gone, edit, added, subject, text, html, to, From, reply_to."""
        slots = SLOTS | {name: value for name, value in told.items() if name.isupper()}
        head, _, body = template.partition("\n\n")
        lines = [line for line in body.splitlines()
                 if not any(f"[{one}]" in line for one in told.get("gone", ()))]  # fmt: skip
        for old, new in told.get("edit", {}).items():
            assert any(old in line for line in lines), old
            lines = [line.replace(old, new) if new is not None else line for line in lines
                     if new is not None or old not in line]  # fmt: skip
        lines += told.get("added", [])
        text = told.get("text", filled("\n\n".join(lines), slots))
        subject = told.get("subject", filled(head.splitlines()[0].partition(": ")[2], slots))
        headers = {"Reply_To": told.get("reply_to", "help@nord.example")} | told.get("headers", {})
        if "html" in told or told.get("is_double"):
            text, headers["Content_Type"] = doubled(text, told.get("html")), (
                "multipart/alternative; boundary=b")  # fmt: skip
        else:
            headers["Content_Type"] = "text/plain; charset=utf-8"
        return self.folder.mail("archive", at, told.get("From", "Nord <shop@nord.example>"),
                                told.get("to", "eva@post.example"), subject, text=text,
                                **headers)  # fmt: skip


def filled(text: str, slots: dict[str, str]) -> str:
    for name, value in slots.items():
        text = text.replace(f"[{name}]", value)
    return text


def doubled(text: str, html: str | None) -> str:
    rich = html if html is not None else "".join(
        f"<p>{re.sub(r'(https?://[^ ]+)', ANCHOR, escape(line))}</p>\n"
        for line in text.splitlines() if line)  # fmt: skip
    parts = [f"--b\nContent-Type: text/{kind}; charset=utf-8\n\n{body}\n"
             for kind, body in (("plain", text), ("html", rich))]  # fmt: skip
    return "".join([*parts, "--b--\n"])
