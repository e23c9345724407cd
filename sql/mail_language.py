"""In which language a text is, by its small words."""

from collections.abc import Sequence

MOST_WORDS = 100
FEWEST = 3  # small words that must be found
LEAD = 1.5  # how many times the next language's
SMALL_WORDS = {
    "en": "the and your you of to is are for with we our has have this that it be by from in on "
          "will as please if any at not was thank thanks hello dear order",
    "de": "der die das und ihre ihr ihnen sie wir uns ist sind fur mit von zu den dem des ein eine "
          "haben hat wird werden bei auf im am zum zur nicht dein deine dir hallo vielen dank",
    "fr": "le la les des et votre vos vous nous est sont pour avec de du une un dans sur par que "
          "qui ne pas au aux cette ce sera bonjour merci commande notre",
    "es": "el la los las y su sus usted nosotros es son para con de del una un en por que no al "
          "este esta sera tu tus te hola gracias pedido nuestro se ha",
}  # fmt: skip
_OF_WORD: dict[str, list[str]] = {}
for _language, _words in SMALL_WORDS.items():
    for _word in _words.split():
        _OF_WORD.setdefault(_word, []).append(_language)


def language_of(words: Sequence[str]) -> str | None:
    """en, de, fr or es; None where it is not clear."""
    counts = dict.fromkeys(SMALL_WORDS, 0)
    for word in words[:MOST_WORDS]:
        for language in _OF_WORD.get(word, ()):
            counts[language] += 1
    ranked = sorted(counts, key=lambda language: -counts[language])
    first, second = counts[ranked[0]], counts[ranked[1]]
    return ranked[0] if first >= FEWEST and first >= LEAD * second else None
