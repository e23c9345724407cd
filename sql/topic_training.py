"""`trackrecord train`: a shop's corrections, beside our sentences, make its own topic model."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import duckdb

from sql.desk import Desk
from sql.models import FOLDER
from sql.query import require_build
from sql.settings import Settings
from sql.topic_examples import CORRECTION_WEIGHT, Example, rows_of, seed_examples, signs_of
from sql.topic_fit import calibrated, fitted, left_out_scores
from sql.topic_model import TopicModel, packed, unpacked
from sql.topic_report import NOTHING_CLAIMED_UNDER, compared, figures, lines
from sql.topic_store import in_use, keep, made_from
from sql.trouble import Trouble

LABEL = "label:"
NO_LABELS = ("no topic has been corrected or confirmed yet; do so on the Complaints page,"
             " then run `trackrecord train`")  # fmt: skip


@dataclass(frozen=True)
class Trained:
    """A model, and what each correction was told to be by one that had not seen it."""

    model: TopicModel
    labels: list[Example]
    predicted: list[str]


def topic_names() -> list[str]:
    return [row["topic"] for row in rows_of(FOLDER / "seeds" / "topics.csv")]


def train(settings: Settings, desk: Desk, by: str, *, is_dry_run: bool = False) -> list[str]:
    """Train, and make the model the one in use; what there is to say, line by line."""
    decided = labels_on(desk)
    if not decided:
        return [NO_LABELS]
    labels = corrections(settings, desk, decided, by)
    used = unpacked(in_use(settings.data).read_bytes(), str(in_use(settings.data)))
    trained = trained_on(labels, seed_examples())
    fresh = [label for label in labels if label_mark(label) not in used.notes.get("seen", ())]
    said = lines(trained.labels, trained.predicted, len(decided) - len(labels))
    said += compared(used, fresh, dict(zip((label.origin for label in trained.labels),
                                           trained.predicted, strict=True)))  # fmt: skip
    if is_dry_run:
        return [*said, "nothing was written (--dry-run)"]
    path = keep(packed(trained.model), trained.model.version, settings.data)
    desk.audit("train", trained.model.version, by, f"{len(labels)} labels")
    return [*said, f"{path} is in use from the next build on"]


def labels_on(desk: Desk) -> dict[str, str]:
    """message_key -> topic, as people decided."""
    known = set(topic_names())
    told = {d.subject: json.loads(d.payload) for d in desk.active("topic")}
    return {key: payload["topic"] for key, payload in told.items()
            if isinstance(payload, dict) and payload.get("topic") in known}  # fmt: skip


def corrections(
    settings: Settings, desk: Desk, decided: dict[str, str], by: str
) -> list[Example]:
    """What was decided, with the words of those that the newest build holds."""
    build = require_build(settings)
    desk.audit("train reads private", build.build_id, by)
    query = "select message_key, words from private.topic_texts order by message_key"
    try:
        frame = build.private_frame(query, role="admin")
    except duckdb.Error as error:
        raise Trouble(
            f"{settings.builds_dir}: build {build.build_id} holds no topics yet;"
            " run `trackrecord build`, then `train`"
        ) from error
    return [
        Example(words, decided[key], f"{LABEL}{key}", f"{LABEL}{key}", CORRECTION_WEIGHT)
        for key, words in zip(frame["message_key"], frame["words"], strict=True)
        if key in decided
    ]


def trained_on(labels: Sequence[Example], seeds: Sequence[Example]) -> Trained:
    """A calibrated model of both, and its figures on labels left out."""
    examples, topics = [*seeds, *labels], topic_names()
    names, signs = signs_of([example.words for example in examples])
    scores = left_out_scores(examples, names, signs, topics)
    asked = whole_mails(examples)
    model = calibrated(fitted(examples, names, signs, topics), scores[asked],
                       [examples[at] for at in asked])  # fmt: skip
    predicted = [topics[place] for place in scores[len(seeds) :].argmax(axis=1)]
    notes = {
        "made_from": made_from(), "labels": len(labels),
        "seen": sorted(label_mark(label) for label in labels),
        "own_figures": figures(labels, predicted) if len(labels) >= NOTHING_CLAIMED_UNDER else [],
        "trained_at": datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S") if labels else None,
    }  # fmt: skip
    return Trained(replace(model, notes=notes), list(labels), predicted)


def whole_mails(examples: Sequence[Example]) -> list[int]:
    """Places of what people wrote as one mail, which tells how sure a model may be; else of all."""
    found = [at for at, example in enumerate(examples) if example.weight > 1]
    return found or list(range(len(examples)))


def label_mark(label: Example) -> str:
    """Tells whether a model saw a label, without telling the mail."""
    return hashlib.sha256(f"{label.origin} {label.topic}".encode()).hexdigest()[:12]
