"""What people at the shop wrote down, as a file that the front door puts on the desk."""

import json
from pathlib import Path

from .events import Script


def write_decisions(script: Script, folder: Path) -> None:
    lines = [
        {
            "kind": one.kind,
            "subject": {"message_id": one.message_id},
            "payload": one.payload,
            "made_at": one.made_at.isoformat(),
        }
        for one in sorted(script.decisions, key=lambda one: (one.made_at, one.message_id))
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "decisions.jsonl").write_text(text, "utf-8")
