"""Refused mails read once more, after a fix."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from ingest.folders import Folder, Found, sort_in
from ingest.mail import HEAD_BYTES
from ingest.mail_progress import Progress
from ingest.mail_times import Times
from sql.raw.facts import Batch, Refused
from sql.settings import SourceOptions


def _unknown(folder_name: str, location: str) -> Times:
    return Times()


def read_again(
    options: SourceOptions, name: str, folders: Mapping[str, str], refused: Sequence[Refused],
    now: datetime, times_of: Callable[[str, str], Times] = _unknown,
) -> Iterator[Batch]:
    """A batch for each: what the mail holds, or the mail refused again."""
    for one in refused:
        batch = Batch(place="", cursor=None)
        places = [found for found in folders if one.location.startswith(f"{name}/{found}/")]
        if places:
            folder_name = max(places, key=len)
            folder = Folder(name, options, folder_name, folders[folder_name], account=name)
            location = one.location.removeprefix(f"{folder.path}/")
            times = times_of(folder_name, location)
            is_cut = len(one.payload) == HEAD_BYTES
            found = Found(location, (), one.payload, times, is_cut)
            sort_in(batch, folder, found, Progress(), now)
        else:
            batch.refused.append(one)  # its folder is no longer read
        yield batch
