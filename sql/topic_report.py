"""What training says of a topic model: only figures on labels that it had not seen."""

from collections.abc import Mapping, Sequence

from sql.topic_examples import Example, signs_of
from sql.topic_model import TopicModel

NOTHING_CLAIMED_UNDER = 20  # labels


def figures(labels: Sequence[Example], predicted: Sequence[str]) -> list[tuple[str, int, int, int]]:
    """Topic, labelled so, predicted so, both; topics that neither names are left out."""
    topics = sorted({label.topic for label in labels} | set(predicted))
    pairs = list(zip((label.topic for label in labels), predicted, strict=True))
    return [
        (topic, sum(truth == topic for truth, _ in pairs), sum(told == topic for _, told in pairs),
         sum(truth == told == topic for truth, told in pairs))
        for topic in topics
    ]  # fmt: skip


def lines(labels: Sequence[Example], predicted: Sequence[str], lost: int) -> list[str]:
    """How often the labels are told right by models that were trained without them."""
    said = [f"{len(labels)} corrections and confirmations"]
    if lost:
        said[0] += f" ({lost} more have no text in the newest build and are left out)"
    if len(labels) < NOTHING_CLAIMED_UNDER:
        return [*said, f"under {NOTHING_CLAIMED_UNDER} labels nothing is claimed of the model"]
    right = sum(label.topic == told for label, told in zip(labels, predicted, strict=True))
    said.append(f"right on labels left out: {right} of {len(labels)} ({right / len(labels):.1%})")
    for topic, labelled, told, both in figures(labels, predicted):
        said.append(f"  {topic}: {both} of {told} told so are right, {both} of {labelled} found")
    return said


def compared(
    used: TopicModel, fresh: Sequence[Example], predicted: Mapping[str, str]
) -> list[str]:
    """Before and after, on the labels that the model in use has not seen either."""
    if len(fresh) < NOTHING_CLAIMED_UNDER:
        return [f"no comparison with the model in use ({used.version}): "
                f"only {len(fresh)} labels are new to it"]  # fmt: skip
    texts = [label.words for label in fresh]
    told = used.tell(texts, signs_of(texts)[1])
    before = sum(used.topics[place] == label.topic
                 for place, label in zip(told.best, fresh, strict=True))  # fmt: skip
    after = sum(predicted[label.origin] == label.topic for label in fresh)
    n = len(fresh)
    return [f"before ({used.version}) -> after, on {n} labels new to both: "
            f"{before / n:.1%} -> {after / n:.1%}"]  # fmt: skip
