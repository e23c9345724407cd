"""Where topic models lie: the shipped one in the package, a shop's own in its data folder."""

import hashlib
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import duckdb

from sql.models import FOLDER
from sql.trouble import Trouble

SHIPPED = FOLDER / "topic_model.npz"
HEAD = "head.json"
POINTER = "CURRENT"
KEPT = 3
# What a model is made from. A shipped one that was made from other texts is stale.
MADE_FROM = (
    "seeds/topics.csv", "seeds/topic_sentences.csv", "seeds/topic_fillers.csv",
    "seeds/topic_mails.csv", "seeds/topic_concepts.csv", "private/topic_signs*.sql",
    "topic_words.py", "topic_concepts.py", "topic_features.py", "topic_examples.py",
    "topic_fit.py",
)  # fmt: skip


def made_from() -> str:
    """A fingerprint of seeds, rules and training code."""
    digest = hashlib.sha256()
    for path in (path for pattern in MADE_FROM for path in sorted(FOLDER.glob(pattern))):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def in_use(data: Path) -> Path:
    """The shop's own model if it was made with these rules, else the shipped one."""
    folder = data / "models"
    try:
        name = (folder / POINTER).read_text("utf-8").strip()
    except FileNotFoundError:
        return SHIPPED
    if not (folder / name).is_file():
        raise Trouble(
            f"{folder / POINTER} names {name}, which is not there; run `trackrecord train`,"
            f" or remove {POINTER} to use the model that came with Trackrecord"
        )
    own = folder / name
    return own if head_of(own).get("made_from") == made_from() else SHIPPED


def head_of(path: Path) -> dict[str, Any]:
    """Version, figures and origin of a stored model."""
    try:
        with zipfile.ZipFile(path) as parts:
            return json.loads(parts.read(HEAD))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Trouble(
            f"{path}: not a topic model ({error}); remove it, then run `trackrecord train`"
        ) from error


def keep(stored: bytes, version: str, data: Path) -> Path:
    """Store a model, make it the one in use, and forget all but the last three."""
    folder = data / "models"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"topics-{version}.npz"
    written(path, stored)
    os.utime(path)  # an equal one made again is the newest
    written(folder / POINTER, path.name.encode())
    held = sorted(folder.glob("topics-*.npz"), key=lambda model: model.stat().st_mtime_ns)
    for old in held[:-KEPT]:
        old.unlink()
    return path


def written(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    new = path.with_name(f"{path.name}.new")
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)


def lay_out_topic_model(db: duckdb.DuckDBPyConnection, data: Path) -> None:
    """The model in use as a table, so that a new one makes the topics anew."""
    path = in_use(data)
    head = head_of(path)
    db.execute("""create table seeds.topic_model
        (version varchar, model blob, review_under double, trained_at timestamp)""")
    row = [head["version"], path.read_bytes(), head["review_under"], head.get("trained_at")]
    db.execute("insert into seeds.topic_model values (?, ?, ?, ?)", row)
    db.execute("""create table seeds.topic_own_figures
        (topic varchar, model_version varchar, labelled integer, predicted integer, correct integer)
        """)
    for topic, *counts in head.get("own_figures", ()):
        row = [topic, head["version"], *counts]
        db.execute("insert into seeds.topic_own_figures values (?, ?, ?, ?, ?)", row)
