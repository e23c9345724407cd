"""What does each customer want, by rules and trained model, and how sure is that?"""

import pyarrow as pa

from sql.topic_model import Told, TopicModel, sign_columns, unpacked

READS = {
    "texts": "select message_key, words from private.topic_texts order by message_key",
    "signs": "select * from private.topic_signs order by message_key",
    "model": "select version, model from seeds.topic_model",
}
COLUMNS = {
    "message_key": "varchar",
    "topic": "varchar",
    "confidence": "double",
    "runner_up": "varchar",
    "model_version": "varchar",
}
KEY = ("message_key",)

AT_ONCE = 20_000  # texts; bounds the memory


def run(texts: pa.Table, signs: pa.Table, model: pa.Table) -> dict[str, list]:
    made: dict[str, list] = {name: [] for name in COLUMNS}
    if not texts.num_rows:
        return made
    (row,) = model.to_pylist()
    trained = unpacked(row["model"])
    for start in range(0, texts.num_rows, AT_ONCE):
        part = texts.slice(start, AT_ONCE)
        told = told_of(trained, part, signs.slice(start, AT_ONCE))
        made["message_key"] += part["message_key"].to_pylist()
        made["topic"] += [trained.topics[place] for place in told.best]
        made["confidence"] += told.confidence.tolist()
        made["runner_up"] += [trained.topics[place] for place in told.second]
    made["model_version"] = [row["version"]] * texts.num_rows
    return made


def told_of(trained: TopicModel, texts: pa.Table, signs: pa.Table) -> Told:
    values = sign_columns(signs.select(("message_key", *trained.known.signs)))[1]
    return trained.tell(texts["words"].to_pylist(), values)
