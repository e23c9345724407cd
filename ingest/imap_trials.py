"""Mails that break connections, so that one of them does not keep all others away."""

import re
from collections import Counter
from dataclasses import dataclass, field

from ingest.imap_wire import Question, TooLong

_UID = re.compile(rb"\bUID (\d+)")


@dataclass
class Trials:
    """Mails at which connections broke: one that breaks three is not asked for again this time."""

    broke: Counter[int] = field(default_factory=Counter)
    skipped: set[int] = field(default_factory=set)

    def failed(self, question: Question, error: Exception) -> None:
        if found := _UID.search(question.begun):
            uid = int(found[1])
            self.broke[uid] += 1
            if isinstance(error, TooLong) or self.broke[uid] > 2:
                self.skipped.add(uid)
