"""Makes the topic model that comes with Trackrecord anew: `python -m sql.topic_shipped`."""

from sql.topic_examples import seed_examples
from sql.topic_model import packed
from sql.topic_store import SHIPPED, written
from sql.topic_training import trained_on


def main() -> None:
    model = trained_on([], seed_examples()).model
    written(SHIPPED, packed(model))
    print(f"{SHIPPED.name}: {model.version}, {SHIPPED.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
