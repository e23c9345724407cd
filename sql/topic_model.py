"""A trained topic model: what it tells of a text, and how it is stored without code in it."""

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from sql.topic_features import Vocabulary, features
from sql.trouble import Trouble

HEAD = "head.json"  # what a build is told of the model, and reads without numpy
WORDS = "words.json"


@dataclass(frozen=True)
class Told:
    """For each text: places of the likeliest and the second topic, and how sure that is (0–1)."""

    best: np.ndarray
    second: np.ndarray
    confidence: np.ndarray


@dataclass(frozen=True)
class TopicModel:
    """A linear model over words and signs; its confidence is calibrated on texts left out."""

    topics: tuple[str, ...]
    known: Vocabulary
    weights: np.ndarray  # topics × features
    offsets: np.ndarray  # topics
    temperature: float = 1.0
    review_under: float = 0.0  # confidence that the most certain 80 % reach
    notes: dict[str, Any] = field(default_factory=dict)  # fingerprint, figures, labels seen

    @property
    def version(self) -> str:
        parts = (self.weights.tobytes(), self.offsets.tobytes(), *self.known.words, *self.topics,
                 *self.known.signs, f"{self.temperature} {self.review_under}")  # fmt: skip
        digest = hashlib.sha256()
        for part in parts:
            digest.update(part if isinstance(part, bytes) else part.encode())
        return digest.hexdigest()[:10]

    def scores(self, texts: Sequence[str], signs: np.ndarray) -> np.ndarray:
        numbers = features(self.known, texts, signs)
        return numbers @ self.weights.astype(np.float32).T + self.offsets

    def tell(self, texts: Sequence[str], signs: np.ndarray) -> Told:
        if not len(texts):
            nothing = np.zeros(0, dtype=np.int64)
            return Told(nothing, nothing, np.zeros(0))
        shares = likelihood(self.scores(texts, signs) / self.temperature)
        order = np.argsort(-shares, axis=1, kind="stable")
        return Told(order[:, 0], order[:, 1], shares[np.arange(len(texts)), order[:, 0]])


def likelihood(scores: np.ndarray) -> np.ndarray:
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    return grown / grown.sum(axis=1, keepdims=True)


def packed(model: TopicModel) -> bytes:
    """The model as arrays and JSON in a zip: nothing that runs when it is read."""
    known = model.known
    head = {"version": model.version, "review_under": model.review_under, **model.notes}
    words = {
        "topics": model.topics, "words": list(known.words), "pairs": list(known.pairs),
        "groups": list(known.groups), "concepts": list(known.concepts), "signs": known.signs,
        "temperature": model.temperature,
    }  # fmt: skip
    out = io.BytesIO()
    np.savez_compressed(out, weights=model.weights, offsets=model.offsets, rarity=known.rarity)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as parts:
        for name, content in ((HEAD, head), (WORDS, words)):
            entry = zipfile.ZipInfo(name)  # dated 1980: equal models are equal files
            entry.compress_type = zipfile.ZIP_DEFLATED
            parts.writestr(entry, json.dumps(content, ensure_ascii=False))
    return out.getvalue()


def unpacked(stored: bytes, place: str = "topic model") -> TopicModel:
    try:
        with zipfile.ZipFile(io.BytesIO(stored)) as parts:
            head, words = (json.loads(parts.read(name)) for name in (HEAD, WORDS))
        with np.load(io.BytesIO(stored), allow_pickle=False) as arrays:
            weights, offsets, rarity = (arrays[name] for name in ("weights", "offsets", "rarity"))
        blocks = [numbered(words[name]) for name in ("words", "pairs", "groups", "concepts")]
        known = Vocabulary(*blocks, signs=tuple(words["signs"]), rarity=rarity)
        if weights.shape != (len(words["topics"]), known.size):
            raise ValueError(f"{weights.shape} weights for {known.size} features")
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise Trouble(
            f"{place}: not a topic model ({error}); remove it, then run `trackrecord train`"
        ) from error
    return TopicModel(tuple(words["topics"]), known, weights, offsets, words["temperature"],
                      head.pop("review_under"), head)


def numbered(names: list[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def sign_columns(found: pa.Table) -> tuple[tuple[str, ...], np.ndarray]:
    names = tuple(name for name in found.column_names if name != "message_key")
    values = [found[name].to_numpy(zero_copy_only=False).astype(np.float32) for name in names]
    return names, np.column_stack(values)
