"""Quarantined mails of an IMAP account read once more, from their kept bytes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from ingest.folders import Folder, Found, sort_in
from ingest.mail_progress import Progress
from ingest.mail_times import Times
from sql.raw.facts import Batch, Refused


def read_again(
    folders: Iterable[Folder], refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """One batch for each, at its old place; of its flags nothing is known any more."""
    named = sorted(folders, key=lambda folder: -len(folder.path))
    for one in refused:
        batch = Batch(place="", cursor=None)
        folder = next((f for f in named if one.location.startswith(f"{f.path}/")), None)
        if folder is None:
            detail = "its folder is no longer among those of the settings"
            batch.refused.append(replace(one, detail=detail))
        else:
            epoch, _, uid = one.location.removeprefix(f"{folder.path}/").rpartition("/")
            found = Found(uid, (), one.payload, Times())
            sort_in(batch, replace(folder, epoch=epoch), found, Progress(), now)
        yield batch
