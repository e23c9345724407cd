"""A small shop with a bad item between good ones in each source, and what its store holds."""

from datetime import datetime
from types import SimpleNamespace

from mails import mail
from servers import deliver, make_maildir

from ingest.kinds import option_models
from sql.desk import Desk
from sql.raw.opening import open_store
from sql.settings import load

AT = datetime(2026, 11, 23, 12)
SETTINGS = """
data = "data"
[shops.nordlicht]
name = "Nordlicht"
zone = "Europe/Berlin"
[sources.log]
kind = "postfix"
files = ["in/mail.log*"]
zone = "Europe/Berlin"
[sources.mails]
kind = "maildir"
shop = "nordlicht"
folder = "in/mails"
folders = { "." = "inbox" }
[sources.orders]
kind = "csv"
shop = "nordlicht"
table = "orders"
files = ["in/orders.csv"]
zone = "UTC"
"""
LINE = ("Nov 23 10:00:{n:02} mx1 postfix/smtp[9]: 4A1B{n}: to=<kim@c.example>, relay=a[1],"
        " delay=1, dsn=2.0.0, status=sent (250 ok)\n")
BAD_LINE = "Nov 23 10:01:00 mx1 postfix/smtp[9]: 4A1B2: to=<kim@c.example>, relay=a[1]\n"
ROWS = ("messages", "message_locations", "mail_events", "order_versions")


def small_shop(folder):
    """Its inputs and settings in `folder`; nothing of it was read yet."""
    inputs = folder / "in"
    make_maildir(inputs / "mails")
    lines = [LINE.format(n=n) for n in range(6)]
    (inputs / "mail.log").write_text("".join([*lines[:3], BAD_LINE, *lines[3:]]))
    (inputs / "orders.csv").write_text(
        "order_id,placed_at\nC-1,2026-11-20 10:00\nC-2,yesterday\nC-3,2026-11-20 12:00\n")
    for number in (1, 2, 3):
        raw = b"" if number == 2 else mail(number)
        deliver(inputs / "mails", f"{number}.m", raw, "S", AT)
    (folder / "trackrecord.toml").write_text(SETTINGS)
    return shop_at(folder)


def shop_at(folder):
    settings = load(folder / "trackrecord.toml", option_models())
    return SimpleNamespace(folder=folder, settings=settings, inputs=folder / "in",
                           desk=Desk(f"sqlite:///{folder}/desk.sqlite"))


def held(shop):
    with open_store(shop.settings.raw_path) as store:
        rows = {table: store.db.execute(f"""select * exclude (run_id, batch_id)
            from raw.{table} order by all""").fetchall() for table in ROWS}
        bad = store.db.execute("""select source, location, reason from raw.quarantine
            order by all""").fetchall()
        wrong = store.db.execute("""select count(*) from raw.runs where items_read <>
            accepted + duplicate + quarantined + deferred + ignored""").fetchall()
    assert wrong == [(0,)]
    return rows, bad
