"""Is this the customer's name? Titles, initials, order and spelling make no difference."""

from collections.abc import Collection

from sql.value_words import words


def is_name_of(said: str, name: str, titles: Collection[str]) -> bool:
    """Every word that is no title is a word of the name, or the initial of one."""
    known = words(name)
    stated = [word for word in words(said) if word in known or word not in titles]
    if "".join(stated) == "".join(known):  # Annalena, Anna-Lena
        return True
    return all(any(fits(word, one) for one in known) for word in stated)


def fits(word: str, one: str) -> bool:
    return word == one or (1 in (len(word), len(one)) and word[0] == one[0])
