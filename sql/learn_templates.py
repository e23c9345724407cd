"""Templates learnt backwards: from sent mails to texts with slots, versions and first days.

Mails of one shop and kind fall into pools that share text, pools into wordings, wordings follow
each other as versions. What is asked of a change and what is no change:
a sentence that is replaced, or comes or goes for good, makes a version; a sentence that is there
for a season, or in some mails only, is an optional block of the version; one place with a few
values side by side (carriers, titles) is a slot; texts side by side that differ by more are
templates of their own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from sql.learn_blocks import wordings_in
from sql.learn_lines import Mail, common_pairs, count_pairs, mail_of, table_of
from sql.learn_pools import pools_in
from sql.learn_samples import moments_of, sample_of, words_in
from sql.learn_starts import first_places
from sql.learn_texts import texts_of
from sql.learn_versions import CLEAR, Sorter, Wording, chains, without_variants, wording_of
from sql.learn_words import locale_of
from sql.learn_written import fixed_words, id_of, written

WORDS = 8  # fixed ones of a text
FEWEST = 20  # mails of a template, and of a shop's kind
SAMPLE, READ, ASKED = 1_500, 160, 60  # mails for the wordings, for one's text, its slots' names
CHUNK, SPOKEN = 4_000, 20  # mails at once, mails whose language is guessed
COMMON, MOST_PAIRS = 0.005, 4_000  # share of mails with a word pair that is looked at

Row = tuple[str, str, str, datetime, str | None, str | None]
Known = Mapping[str, Sequence[tuple[str, str]]]  # by mail: slot and its value in the record


@dataclass(frozen=True)
class Version:
    """A wording of a template, and the mails that were sent with it."""

    shop: str
    kind: str
    learnt_id: str
    locale: str
    version: int
    subject: str
    text: str
    slots: list[str]
    optional_lines: list[str]
    first_seen_at: datetime
    last_seen_at: datetime
    message_keys: list[str] = field(repr=False)


def learnt(rows: Iterable[Row], known: Known) -> list[Version]:
    """From (message_key, shop, kind, sent_at, subject, text), in the order of time."""
    groups: dict[tuple[str, str], list[Mail]] = defaultdict(list)
    for key, shop, kind, sent_at, subject, text in rows:
        groups[shop, kind].append(mail_of(key, sent_at, subject, text))
    return [
        version for (shop, kind), mails in sorted(groups.items()) if len(mails) >= FEWEST
        for version in learnt_of(shop, kind, mails, known)
    ]  # fmt: skip


def learnt_of(shop: str, kind: str, mails: list[Mail], known: Known) -> list[Version]:
    """All templates of one shop and kind; `mails` are in the order of time."""
    count_pairs(mails)
    sample = sample_of(len(mails), SAMPLE)
    some = [mails[n] for n in sample]
    numbers = common_pairs(some, max(4, int(COMMON * len(some))), MOST_PAIRS)
    table = table_of(some, numbers)
    found = [
        wording_of(table, rows) for pool in pools_in(table) for rows in wordings_in(table, pool)
    ]
    wordings = without_variants(table, found)
    if not wordings:
        return []
    for wording in wordings:
        wording.locale = locale_of(words_in([some[n] for n in wording.rows[-SPOKEN:]]))
    own, is_clear = sorted_out(wordings, some, mails, numbers)
    versions = []
    for chain in chains(wordings):
        parts = [(wordings[n], np.flatnonzero(own == n)) for n in chain]
        if sum(len(places) for _, places in parts) >= FEWEST:
            versions += versions_of((shop, kind), parts, mails, is_clear, known)
    return versions


def sorted_out(
    wordings: list[Wording], some: list[Mail], mails: list[Mail], numbers: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Of each mail its wording, -1 for none, and whether that is beyond doubt."""
    sorter = Sorter(wordings, moments_of(some))
    parts = [
        sorter.sort(table_of(mails[n : n + CHUNK], numbers), moments_of(mails[n : n + CHUNK]))
        for n in range(0, len(mails), CHUNK)
    ]
    scores = np.sort(np.concatenate([score for _, score in parts]), axis=1)
    is_clear = np.ones(len(mails), dtype=bool)
    if len(wordings) > 1:
        is_clear = scores[:, -1] - scores[:, -2] >= CLEAR
    return np.concatenate([own for own, _ in parts]), is_clear


def versions_of(
    group: tuple[str, str], parts: list[tuple[Wording, np.ndarray]], mails: list[Mail],
    is_clear: np.ndarray, known: Known,
) -> Iterable[Version]:
    firsts = first_places(parts, is_clear)
    samples = []
    for (_, places), first in zip(parts, firsts, strict=True):
        sure = places[is_clear[places] & (places >= first)]
        samples.append([mails[sure[n]] for n in sample_of(len(sure), READ)] if len(sure) else [])
    learnt_id, number = "", 0
    for (wording, places), some, text in zip(parts, samples, texts_of(samples), strict=True):
        if fixed_words(text) < WORDS:
            continue
        locale = wording.locale
        learnt_id = learnt_id or id_of(group[1], locale, text)
        number += 1
        step = len(some) // ASKED + 1
        asked = {n: known[some[n].key] for n in range(0, len(some), step) if some[n].key in known}
        yield Version(
            *group, learnt_id, locale, number, *written(text, group[1], asked),
            text.optional_lines, some[0].sent_at, mails[places[-1]].sent_at,
            [mails[n].key for n in places],
        )  # fmt: skip
