"""How right are the topics on labelled mails? `python tests/topics/score.py [--write]`.

Reads every mails_*.csv (subject, text, label or topic) of the newest set, tests/topics/second;
another by --mails. With --chats FOLDER also the shop chats there, whose labels
tests/topics/shop_chats.csv maps to order, not_order or ignore. --write stores the figures of the
mails as the seed that pages quote. A set is scored once: figures on labels that anybody has tuned
on are none. The first set was scored with model 21a254a169.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))
SEED = ROOT / "sql" / "seeds" / "topic_figures.csv"
LABELS = ("topic", "label", "intent", "category")
TEXTS = ("text", "body", "mail", "message", "sentence", "utterance")


@dataclass(frozen=True)
class Judged:
    """What people said, what the model says, and how sure it is."""

    truth: Sequence[str]
    told: Sequence[str]
    confidence: Sequence[float]
    version: str = ""

    def accuracy(self) -> float:
        return share([a == b for a, b in zip(self.truth, self.told, strict=True)])

    def most_certain(self, part: float = 0.8) -> float:
        order = np.argsort(-np.array(self.confidence), kind="stable")
        kept = order[: round(len(order) * part)]
        return share([self.truth[at] == self.told[at] for at in kept])

    def counts(self, topic: str) -> tuple[int, int, int]:
        """Labelled so, told so, both."""
        both = sum(a == b == topic for a, b in zip(self.truth, self.told, strict=True))
        return self.truth.count(topic), self.told.count(topic), both

    def macro_f1(self) -> float:
        return float(np.mean([f1(*self.counts(topic)) for topic in sorted(set(self.truth))]))

    def group(self, topics: set[str]) -> tuple[int, int, int]:
        """As counts, for being one of the topics at all."""
        told = [topic in topics for topic in self.told]
        truth = [topic in topics for topic in self.truth]
        return sum(truth), sum(told), sum(a and b for a, b in zip(truth, told, strict=True))


def share(right: Sequence[bool]) -> float:
    return sum(right) / len(right) if right else float("nan")


def f1(labelled: int, told: int, both: int) -> float:
    return 2 * both / (labelled + told) if labelled + told else float("nan")


def judged(rows: Sequence[tuple[str, str, str]]) -> Judged:
    """Of (subject, text, topic), by the model that comes with Trackrecord."""
    from sql.steps.new_texts import new_text
    from sql.steps.subjects import bare
    from sql.topic_examples import signs_of
    from sql.topic_model import unpacked
    from sql.topic_store import SHIPPED
    from sql.topic_words import words_of

    model = unpacked(SHIPPED.read_bytes())
    words = [words_of(bare(subject)[0], new_text(text)) for subject, text, _ in rows]
    told = model.tell(words, signs_of(words)[1])
    names = [model.topics[at] for at in told.best]
    return Judged([topic for *_, topic in rows], names, told.confidence.tolist(),
                  model.version)  # fmt: skip


def rows_in(path: Path) -> list[tuple[str, str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [(row.get("subject") or "", first(row, TEXTS), first(row, LABELS)) for row in rows]


def first(row: dict[str, str], names: Sequence[str]) -> str:
    return next(row[name] for name in names if name in row)


def topics_that(column: str) -> set[str]:
    with (ROOT / "sql/seeds/topics.csv").open(encoding="utf-8") as file:
        return {row["topic"] for row in csv.DictReader(file) if row[column] == "true"}


def report(found: Judged) -> list[str]:
    labelled, told, both = found.group(topics_that("is_tracking_related"))
    lines = [
        f"n {len(found.truth)}", f"accuracy {found.accuracy():.3f}",
        f"macro-F1 {found.macro_f1():.3f}", f"tracking-related F1 {f1(labelled, told, both):.3f}",
        f"most certain 80 % right {found.most_certain():.3f}",
    ]  # fmt: skip
    for topic in sorted(set(found.truth) | set(found.told)):
        labelled, told, both = found.counts(topic)
        lines.append(f"  {topic}: precision {both}/{told}, recall {both}/{labelled}")
    pairs = Counter((a, b) for a, b in zip(found.truth, found.told, strict=True) if a != b)
    lines += [f"  {a} told as {b}: {times}" for (a, b), times in pairs.most_common()]
    return lines


def chat_report(folder: Path, mapping: Path) -> list[str]:
    """Order-related precision and recall on chats whose labels are mapped by hand."""
    with mapping.open(newline="", encoding="utf-8") as file:
        kinds = {(r["source"], r["label"]): r["topic_kind"] for r in csv.DictReader(file)}
    rows = [
        (text, kinds.get((path.stem, label), "ignore"))
        for path in sorted(folder.rglob("*.csv")) for _, text, label in rows_in(path)
    ]
    kept = [("", text, kind) for text, kind in rows if kind in ("order", "not_order")]
    if not kept:
        sys.exit(f"{folder}: no row has a label that {mapping} maps (source = name of the file)")
    ordered = topics_that("is_order_related")
    told = judged(kept).told
    truth = [kind == "order" for *_, kind in kept]
    says = [topic in ordered for topic in told]
    both = sum(a and b for a, b in zip(truth, says, strict=True))
    return [f"chats: n {len(kept)}, order-related {sum(truth)}",
            f"order-related precision {both}/{sum(says)} {both / max(1, sum(says)):.3f}",
            f"order-related recall {both}/{sum(truth)} {both / max(1, sum(truth)):.3f}"]


def write(found: Judged, seed: Path = SEED) -> None:
    with seed.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("topic", "model_version", "labelled", "predicted", "correct"))
        for topic in sorted(set(found.truth) | set(found.told)):
            writer.writerow((topic, found.version, *found.counts(topic)))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="store the figures as a seed")
    parser.add_argument("--mails", type=Path, default=HERE / "second", help="folder of mails_*.csv")
    parser.add_argument("--chats", type=Path, help="folder of labelled shop chats")
    parser.add_argument("--mapping", type=Path, default=HERE / "shop_chats.csv")
    arguments = parser.parse_args()
    rows = [row for path in sorted(arguments.mails.glob("mails_*.csv")) for row in rows_in(path)]
    if rows:
        found = judged(rows)
        print("\n".join(report(found)))
        if arguments.write:
            write(found)
    if arguments.chats:
        print("\n".join(chat_report(arguments.chats, arguments.mapping)))


if __name__ == "__main__":
    main()
