"""A mailbox over IMAP into the raw store, against mbsync (without fsync) fetching the same one.

10,000 mails on one Dovecot over TLS: 60 % with HTML, 8 % with an attachment, sizes as a support
mailbox has them. Both start from nothing. What differs: mbsync writes each mail into a file and
does not look inside; we read headers and visible text, and store them with cursor and counters.
`fetching` is our share without that: every mail's bytes in memory, through the same reader.
Dovecot's own CPU counts for neither.
"""

import atexit
import json
import os
import random
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from servers import Dovecot, deliver, needed

PEER = "mbsync"
MAILS = 10_000
HTML_SHARE, ATTACHMENT_SHARE = 0.6, 0.08
PASSWORD = "BENCH_MAIL_PASSWORD"
NOW = datetime(2026, 11, 23, 12)
WORDS = """order parcel number customer delivery question answer invoice refund address street
tracking size colour blue green warehouse courier tomorrow yesterday please thanks regards shop
Größe Lieferung Bestellung Rechnung colis commande merci pedido envío gracias""".split()


def prepare(folder: Path) -> None:
    serve(folder, MAILS)
    # The server makes its own index before anything is measured; a process apart, so that its
    # memory is not counted as a contestant's.
    run = [sys.executable, str(Path(__file__).with_name("run.py")), "imap", "--one", "fetching"]
    subprocess.run([*run, str(folder)], check=True, stdout=subprocess.DEVNULL)


def serve(folder: Path, mails: int) -> None:
    """A Dovecot with that many mails in its INBOX, until this process ends."""
    server = Dovecot()
    atexit.register(server.stop)
    chance = random.Random(7)
    bodies = [mail(chance, number) for number in range(min(mails, 2_000))]
    for number in range(mails):
        raw = f"Message-ID: <{number}@shop.example>\r\n".encode() + bodies[number % len(bodies)]
        at = NOW - timedelta(minutes=mails - number)
        deliver(server.maildir(), f"{number:06}.mail", raw, flags="S", at=at)
    server.start()
    said = {"port": server.tls_port, "ca": str(server.ca), "password": server.password}
    (folder / "server.json").write_text(json.dumps(said))


def mail(chance: random.Random, number: int) -> bytes:
    """A mail of a support mailbox: text, mostly HTML beside it, now and then an attachment."""
    made = EmailMessage()
    made["From"] = f"Customer {number} <customer{number}@mail.example>"
    made["To"] = "support@shop.example"
    made["Subject"] = f"Question about order {1000 + number}"
    made["Date"] = "Mon, 02 Nov 2026 10:15:00 +0100"
    for hop in range(4):
        made["Received"] = (f"from mx{hop}.mail.example (mx{hop}.mail.example [192.0.2.{hop}]) by"
                            f" relay{hop}.shop.example with ESMTPS id {number:08x}{hop};"
                            f" Mon, 02 Nov 2026 10:15:0{hop} +0100")  # fmt: skip
    text = paragraphs(chance, min(30, int(chance.lognormvariate(1.2, 0.9)) + 1))
    made.set_content("\n\n".join(text))
    if chance.random() < HTML_SHARE:
        cells = "".join(
            f'<tr><td style="padding:8px 12px;font-family:Arial,sans-serif;color:#333">{one}</td>'
            f'<td align="right"><a href="https://shop.example/o/{number}/{row}">more</a></td></tr>'
            for row, one in enumerate(text)
        )
        style = "<style>" + ".c{margin:0;padding:0;border:0}\n" * chance.randint(5, 60) + "</style>"
        made.add_alternative(f"<html><head>{style}</head><body><table>{cells}</table></body></html>",
                             subtype="html")  # fmt: skip
    if chance.random() < ATTACHMENT_SHARE:
        size = min(600_000, int(chance.lognormvariate(11, 0.8)))
        made.add_attachment(chance.randbytes(size), "image", "jpeg", filename="photo.jpg")
    return made.as_bytes().replace(b"\n", b"\r\n")


def paragraphs(chance: random.Random, number: int) -> list[str]:
    return [" ".join(chance.choices(WORDS, k=chance.randint(15, 80))) for _ in range(number)]


def options(folder: Path):
    from ingest.sources import imap

    server = json.loads((folder / "server.json").read_text())
    os.environ[PASSWORD] = server["password"]
    return imap.Options(
        kind="imap", host="127.0.0.1", port=server["port"], user="support", ca=server["ca"],
        password=f"env:{PASSWORD}", folders={"INBOX": "inbox"},
    )  # fmt: skip


def ours(folder: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        return stored(folder, Path(place) / "raw.duckdb")


def stored(folder: Path, path: Path) -> dict[str, float]:
    """Read and store as the run loop does."""
    from ingest.sources import imap
    from sql.raw.opening import open_store

    with open_store(path) as store:
        run = store.start("support", "imap", NOW)
        cursors = store.cursors("support")
        counts = [store.commit(run, batch, NOW)
                  for batch in imap.read(options(folder), "support", cursors, NOW)]
        store.finish(run, NOW)
    return {"mails": sum(one["accepted"] for one in counts)}


def fetching(folder: Path) -> dict[str, float]:
    from ingest import imap_look
    from ingest.sources import imap

    imap_look.sort_in = lambda batch, folder, found, *_: batch.ignored.update(["read"])
    batches = list(imap.read(options(folder), "support", {}, NOW))
    return {"mails": sum(batch.ignored["read"] for batch in batches)}


def mbsync(folder: Path) -> dict[str, float]:
    server = json.loads((folder / "server.json").read_text())
    with tempfile.TemporaryDirectory(dir=folder) as place:
        settings = Path(place) / "mbsyncrc"
        settings.write_text(f"""
FSync no
IMAPAccount shop
Host localhost
Port {server["port"]}
User support
Pass {server["password"]}
SSLType IMAPS
CertificateFile {server["ca"]}

IMAPStore far
Account shop

MaildirStore near
Path {place}/near/
Inbox {place}/near/INBOX

Channel inbox
Far :far:INBOX
Near :near:INBOX
Sync Pull
Create Near
SyncState *
""")
        (Path(place) / "near").mkdir()
        subprocess.run([needed("mbsync"), "-q", "-c", settings, "-a"], check=True)
        return {"mails": len(list((Path(place) / "near/INBOX").glob("*/[0-9]*")))}


CONTESTANTS = {"mbsync": mbsync, "trackrecord": ours, "fetching": fetching}

