"""Refused mails read once more, after a fix."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from ingest.folders import Folder, Found, sort_in
from ingest.mail import HEAD_BYTES
from ingest.mail_progress import Progress
from ingest.mail_times import Times
from ingest.still_refused import still_refused
from sql.raw.facts import Batch, Refused

_NO_FOLDER = "its folder is no longer among those of the settings"


def _unknown(folder_name: str, location: str) -> Times:
    return Times()


def read_again(
    folders: Iterable[Folder], refused: Sequence[Refused], now: datetime,
    times_of: Callable[[str, str], Times] = _unknown, *, has_epochs: bool = False,
) -> Iterator[Batch]:
    """One batch for each, at its old place; of its flags nothing is known any more."""
    named = sorted(folders, key=lambda folder: -len(folder.path))
    for one in refused:
        folder = next((f for f in named if one.location.startswith(f"{f.path}/")), None)
        if folder is None:
            yield still_refused(one, detail=_NO_FOLDER)
            continue
        batch = Batch(place="", cursor=None)
        location = one.location.removeprefix(f"{folder.path}/")
        if has_epochs:
            epoch, _, location = location.rpartition("/")
            folder = replace(folder, epoch=epoch)
        is_cut = len(one.payload) == HEAD_BYTES
        found = Found(location, (), one.payload, times_of(folder.name, location), is_cut)
        sort_in(batch, folder, found, Progress(), now)
        yield batch
