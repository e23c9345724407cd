"""Training a topic model: regression beside word counts, calibrated on folds it has not seen."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy import sparse

from sql.topic_examples import Example
from sql.topic_features import features, vocabulary
from sql.topic_model import TopicModel, likelihood

FOLDS = 5
STRENGTH = 2.0  # the inverse of regularisation
COUNTED = 0.5  # share of what counting says, beside the regression: it errs on other mails
SMOOTHING = 0.1  # of a feature that no text of a topic holds
AUTOMATIC_SHARE = 0.8  # the most certain, which nobody needs to look at


def fitted(
    examples: Sequence[Example], names: Sequence[str], signs: np.ndarray, topics: Sequence[str]
) -> TopicModel:
    """A model of the examples, not yet calibrated."""
    from sklearn.linear_model import LogisticRegression  # 1.5 s, only where a model is trained

    texts = [example.words for example in examples]
    known = vocabulary(first_of_each(examples), names)
    numbers = features(known, texts, signs)
    learner = LogisticRegression(C=STRENGTH, max_iter=60, tol=1e-3)
    labels = np.array([example.topic for example in examples])
    shares = np.array([example.weight for example in examples])
    learner.fit(numbers, labels, sample_weight=shares)
    counted = log_shares(numbers, [shares * (labels == topic) for topic in learner.classes_])
    weights = np.zeros((len(topics), known.size), dtype=np.float16)
    offsets = np.full(len(topics), -20.0, dtype=np.float32)  # a topic without any example
    places = [list(topics).index(topic) for topic in learner.classes_]
    weights[places] = learner.coef_ + COUNTED * counted
    offsets[places] = learner.intercept_
    return TopicModel(tuple(topics), known, weights, offsets)


def log_shares(numbers: sparse.csr_matrix, shares: Sequence[np.ndarray]) -> np.ndarray:
    """Naive Bayes: how much of each topic's texts each feature is, against the other topics."""
    held = np.array([numbers.T @ share for share in shares]) + SMOOTHING
    told = np.log(held / held.sum(axis=1, keepdims=True))
    return told - told.mean(axis=0)


def first_of_each(examples: Sequence[Example]) -> list[str]:
    """One text of each origin: made-up mails around a sentence add no words worth knowing."""
    return list({example.origin: example.words for example in reversed(examples)}.values())


def fold_of(group: str) -> int:
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS


def left_out_scores(
    examples: Sequence[Example], names: Sequence[str], signs: np.ndarray, topics: Sequence[str]
) -> np.ndarray:
    """Each example's scores (examples × topics) by a model that saw none of its origin."""
    folds = np.array([fold_of(example.group) for example in examples])
    scores = np.zeros((len(examples), len(topics)))
    for fold in range(FOLDS):
        held, taught = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        if len(held):
            model = fitted([examples[int(at)] for at in taught], names, signs[taught], topics)
            texts = [examples[int(at)].words for at in held]
            scores[held] = model.scores(texts, signs[held])
    return scores


def calibrated(
    model: TopicModel, scores: np.ndarray, examples: Sequence[Example]
) -> TopicModel:
    """With the temperature that fits scores of texts left out, and where review begins."""
    from scipy.optimize import minimize_scalar

    truth = np.array([model.topics.index(example.topic) for example in examples])
    weights = np.array([example.weight for example in examples])

    def surprise(log_temperature: float) -> float:
        shares = likelihood(scores / np.exp(log_temperature))
        right = shares[np.arange(len(truth)), truth]
        return float(-(weights * np.log(np.maximum(right, 1e-12))).sum())

    found = minimize_scalar(surprise, bounds=(-3, 3), method="bounded")
    temperature = float(np.exp(found.x))
    confidence = likelihood(scores / temperature).max(axis=1)
    under = float(np.quantile(confidence, 1 - AUTOMATIC_SHARE))
    return replace(model, temperature=round(temperature, 4), review_under=round(under, 4))
