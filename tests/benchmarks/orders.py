"""An export of two million orders, 48 of them bad, as typed columns, beside pandas' C reader.

Both read the same columns: ids and words as text, times, an amount as a number. pandas makes a
frame; it leaves out the rows with too many cells, takes those with too few as they are, and says
which it left out only as a number. Ours is from the file to columns ready for the raw store, with
times in UTC, each bad row with its line and reason, and a hash of what each row says; "ours,
stored" is from the file to the committed rows. `accounted`: rows of the file whose fate is known.
"""

import random
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

ROWS, BAD = 2_000_000, 48
NOW = datetime(2026, 11, 26)
BEGIN = datetime(2026, 1, 1)
PEER = "pandas"
TEXTS = (
    "order_id", "email", "name", "street", "city", "postcode", "country", "channel",
    "payment_method", "currency", "is_test",
)  # fmt: skip
TIMES = ("placed_at", "updated_at", "paid_at")
HEADER = (
    "order_id,placed_at,updated_at,paid_at,email,name,street,city,postcode,country,channel,"
    "payment_method,currency,total,is_test\n"
)


def prepare(folder: Path) -> None:
    """One row in ten has a quoted comma; of the bad ones a quarter each has another fault."""
    dice, faults = random.Random(4), {ROWS // BAD * n + 7: n % 4 for n in range(BAD)}
    with (folder / "orders.csv").open("w") as file:
        file.write(HEADER)
        for n in range(ROWS):
            file.write(row(n, dice, faults.get(n)))


def row(n: int, dice: random.Random, fault: int | None) -> str:
    placed = BEGIN + timedelta(seconds=n * 14)
    paid = placed + timedelta(seconds=dice.randrange(1, 900))
    updated = paid + timedelta(seconds=dice.randrange(1, 90_000))
    who = dice.randrange(200_000)
    street = f"Lange Gasse {who % 120}" if who % 10 else f'"Hof 3, Gasse {who % 120}"'
    order = "" if fault == 2 else f"N-{1_000_000 + n}"
    at = f"{placed:%d.%m.%Y %H:%M}" if fault == 3 else str(placed)
    amount = f"{dice.randrange(100, 90_000) / 100:.2f},{'false' if who % 997 else 'true'}"
    line = (
        f"{order},{at},{updated},{paid},kunde{who}@post{who % 50}.example,Kim Beispiel{who},"
        f"{street},Musterstadt {who % 900},{10_000 + who % 89_999},DE,"
        f"{('web', 'web', 'phone', 'b2b')[who % 4]},{('card', 'paypal', 'invoice')[who % 3]},"
        f"EUR,{amount}"
    )
    return {0: line.rsplit(",", 3)[0], 1: f"{line},x,y"}.get(fault, line) + "\n"


def pandas(folder: Path) -> dict[str, float]:
    return framed(folder, None)


def pandas_utc(folder: Path) -> dict[str, float]:
    """The local times as UTC, which ours are too."""
    return framed(folder, "Europe/Berlin")


def framed(folder: Path, zone: str | None) -> dict[str, float]:
    import pandas as pd

    frame = pd.read_csv(
        folder / "orders.csv", engine="c", on_bad_lines="skip", date_format="%Y-%m-%d %H:%M:%S",
        parse_dates=["updated_at", "paid_at"],
        dtype=dict.fromkeys((*TEXTS, "placed_at"), "str") | {"total": "float64"},
    )  # fmt: skip
    # As parse_dates does, but 12 odd times would make it leave the whole column as text.
    frame["placed_at"] = pd.to_datetime(
        frame["placed_at"], format="%Y-%m-%d %H:%M:%S", errors="coerce"
    )
    if zone:
        for name in TIMES:
            local = frame[name].dt.tz_localize(zone, ambiguous=True, nonexistent="shift_forward")
            frame[name] = local.dt.tz_convert("UTC")
    is_bad = frame["order_id"].isna() | frame["placed_at"].isna() | frame["total"].isna()
    return {"rows": len(frame) - int(is_bad.sum()), "bad": int(is_bad.sum())}


def ours(folder: Path) -> dict[str, float]:
    from ingest.sources import csv

    rows, refused = 0, []
    for batch in csv.read(_options(folder), "orders", {}, NOW):
        rows += sum(map(len, batch.columns))
        refused += batch.refused
    assert all(one.location and one.reason for one in refused)
    return {"rows": rows, "bad": len(refused), "accounted": rows + len(refused)}


def ours_stored(folder: Path) -> dict[str, float]:
    from ingest.sources import csv
    from sql.raw.opening import open_store

    counts: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as data, open_store(Path(data) / "raw.duckdb") as store:
        run = store.start("orders", "csv", NOW)
        for batch in csv.read(_options(folder), "orders", {}, NOW):
            for outcome, items in store.commit(run, batch, NOW).items():
                counts[outcome] = counts.get(outcome, 0) + items
        store.finish(run, NOW)
    total = sum(counts.values())
    return {"rows": counts["accepted"], "bad": counts["quarantined"], "accounted": total}


def _options(folder: Path):
    from ingest.sources import csv

    return csv.Options(
        kind="csv", shop="nordlicht", table="orders", files=(str(folder / "orders.csv"),),
        zone="Europe/Berlin",
    )  # fmt: skip


CONTESTANTS = {
    "pandas": pandas, "pandas, to UTC": pandas_utc, "ours": ours, "ours, stored": ours_stored,
}  # fmt: skip
