"""A demo shop's decisions, put on its desk as if people had made them at their times."""

import json
from datetime import datetime
from pathlib import Path

from sql.desk import Desk
from sql.raw.opening import open_store
from sql.settings import Settings

BY = "demo"


def lay_on_desk(settings: Settings, path: Path) -> int:
    """Decide what each line of `path` says about the mail it names; how many were laid down.

    A line holds kind, subject {"message_id": ...}, payload and made_at (UTC).
    """
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    with open_store(settings.raw_path) as store:
        keys = dict(store.db.execute(
            "select message_id, min(message_key) from raw.messages"
            " where message_id is not null group by message_id"
        ).fetchall())  # fmt: skip
    told = [line for line in lines if line["subject"]["message_id"] in keys]
    times = iter([datetime.fromisoformat(line["made_at"]) for line in told])
    desk = Desk(settings.desk_url, clock=lambda: next(times))
    try:
        for line in told:
            subject = keys[line["subject"]["message_id"]]
            desk.decide(line["kind"], subject, BY, payload=line["payload"])
    finally:
        desk.close()
    return len(told)
