"""Trees of plain answers, which need no order in time; all that is tied up goes through Talks.

Most conversations are nothing but answers, each to the one before: they are joined at once.
"""

import numpy as np

from sql.talk_facts import Columns, Links
from sql.talk_numbers import packed, parents_of, roots
from sql.talks import FIRST, NONE, REFERENCE, Facts, Talks


def settled(known: Columns, links: Links) -> tuple[np.ndarray, np.ndarray]:
    """Of each message, at its place, the oldest of its conversation, and how it came to it."""
    parents = parents_of(links.before["reference"], links.is_free)
    hows = np.where(links.is_free, REFERENCE, FIRST).astype(np.int8)
    tied = np.flatnonzero(tied_up(links, roots(parents)))
    if len(tied):
        talks = Talks(facts_of(known, links, tied))
        for place in np.flatnonzero(links.is_touched[tied]).tolist():
            talks.settle(place)
        parents[tied] = tied[np.frombuffer(talks.parents, np.int64)]
        hows[tied] = np.frombuffer(talks.hows, np.int8)
    return roots(parents), hows


def tied_up(links: Links, tree: np.ndarray) -> np.ndarray:
    """The messages of all trees in which a knot lies or to which it may lead."""
    knots = np.flatnonzero(links.is_knot)
    is_tied = np.zeros(len(tree), bool)
    is_tied[tree[knots]] = True
    for before in links.before.values():
        targets = before[knots]
        is_tied[tree[targets[targets >= 0]]] = True
    return is_tied[tree]


def facts_of(known: Columns, links: Links, tied: np.ndarray) -> Facts:
    """Of the tied messages only, under places of their own."""
    place_of = np.full(len(links.is_free) + 1, NONE, np.int32)  # the last stands for NONE itself
    place_of[tied] = np.arange(len(tied))
    is_named, about = known["is_named"][tied], known["about"][tied]
    shop_place = known["shop_place"][tied]
    return Facts(
        **{name: packed(known[name][tied]) for name in ("happened", "only", "seeks")},
        named=packed(np.where(is_named, about, NONE)),
        likely=packed(np.where(is_named, NONE, about)),
        conversation_within=packed(known["conversation_within"][shop_place]),
        likely_within=packed(known["likely_within"][shop_place]),
        # the mails of an order keep no talk alive: what is sought is what people wrote
        customer=packed(
            np.where(links.is_awaited & known["is_from_person"], known["customer"], NONE)[tied]
        ),
        is_customers=known["is_customers"][tied].tobytes(),
        is_joinable=known["is_joinable"][tied].tobytes(),
        before={way: packed(place_of[found[tied]]) for way, found in links.before.items()},
        is_sure=links.is_sure[tied].tobytes(),
        is_plain=links.is_plain[tied].tobytes(),
        answers={int(place_of[number]): place_of[found].tolist()
                 for number, found in links.answers.items()},
    )  # fmt: skip
