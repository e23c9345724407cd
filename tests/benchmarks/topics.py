"""Topics of 50,000 mails by rules and model, beside scikit-learn's vectorizers on the same ones.

To reach: 20 s. The peer has the same vocabulary and weights, and no rules.
"""

import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

PEER = "sklearn"
MAILS = 50_000


def prepare(folder: Path) -> None:
    """Mails made up around the seed sentences, each with a word that no other has."""
    from sql.models import FOLDER
    from sql.topic_examples import as_mail, rows_of

    dice = random.Random(11)
    around: dict[tuple[str, str], list[str]] = {}
    for row in rows_of(FOLDER / "seeds" / "topic_fillers.csv"):
        around.setdefault((row["locale"], row["place"]), []).append(row["sentence"])
    sentences = rows_of(FOLDER / "seeds" / "topic_sentences.csv")
    texts = []
    for number in range(MAILS):
        row = dice.choice(sentences)
        name = "".join(dice.choices("abcdefghijklmnop", k=8))
        texts.append(f"{as_mail(row['sentence'], row['locale'], around, dice)}\n{name} {number}")
    keys = [f"m{number}" for number in range(MAILS)]
    pq.write_table(pa.table({"message_key": keys, "text": texts}), folder / "mails.parquet")


def ours(folder: Path) -> dict[str, float]:
    """As a build does it: plain letters, the rules' SELECTs, the step."""
    from sql.topic_examples import signs_of
    from sql.topic_model import unpacked
    from sql.topic_store import SHIPPED
    from sql.topic_words import words_of

    said = [words_of("", text) for text in texts_in(folder)]
    told = unpacked(SHIPPED.read_bytes()).tell(said, signs_of(said)[1])
    return {"mails": float(len(told.best))}


def sklearn(folder: Path) -> dict[str, float]:
    from sklearn.feature_extraction.text import CountVectorizer

    from sql.topic_features import GROUPS
    from sql.topic_model import unpacked
    from sql.topic_store import SHIPPED

    model = unpacked(SHIPPED.read_bytes())
    known, texts = model.known, texts_in(folder)
    words = CountVectorizer(vocabulary=known.words | {
        pair: len(known.words) + place for pair, place in known.pairs.items()
    }, ngram_range=(1, 2), strip_accents="unicode")  # fmt: skip
    groups = CountVectorizer(vocabulary=known.groups, analyzer="char_wb", strip_accents="unicode",
                             ngram_range=(min(GROUPS), max(GROUPS)))  # fmt: skip
    first = len(known.words) + len(known.pairs)
    weights = model.weights.astype("float32").T
    scores = words.transform(texts) @ weights[:first]
    scores += groups.transform(texts) @ weights[first : first + len(known.groups)]
    return {"mails": float(len(scores))}


def texts_in(folder: Path) -> list[str]:
    return pq.read_table(folder / "mails.parquet")["text"].to_pylist()


CONTESTANTS = {"ours": ours, "sklearn": sklearn}
