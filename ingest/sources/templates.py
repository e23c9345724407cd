"""Templates of mails as a folder of text and HTML files."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from ingest.maildir_files import file_time
from ingest.still_refused import still_refused
from ingest.template_text import LARGEST, NoTemplate, Reading, template_of
from sql.raw.facts import Batch, Poll, Refused
from sql.settings import Probe, SourceOptions, Zone
from sql.trouble import Trouble

PLACE = "folder"
ENDINGS = (".txt", ".html", ".htm")


class Options(SourceOptions):
    """Without a shop the templates are every shop's, unless a file names one."""

    counted: ClassVar[str] = "template"

    folder: Path
    locale: str | None = None  # of files that name none
    zone: Zone | None = None  # in which a day of Valid-From begins

    @property
    def reading(self) -> Reading:
        return Reading(self.shop, self.locale, self.zone)


def read(options: Options, name: str, cursors: dict[str, dict], now: datetime) -> Iterator[Batch]:
    """Every file each time: there are few, and the store keeps what is new."""
    batch, troubles = Batch(PLACE, None), []
    for path in _files(options, name):
        try:
            content = _content(path)
        except OSError as error:
            batch.deferred["file_unreadable"] += 1
            troubles.append(f"{path} cannot be read ({error.strerror or error}); mend it")
            continue
        where = path.relative_to(options.folder).as_posix()
        try:
            batch.items.append((template_of(content, where, options.reading),))
        except NoTemplate as fault:
            batch.refused.append(Refused(where, fault.reason, fault.detail, content))
    if not troubles:
        # A listing is the whole folder, however old its files are.
        batch.polls = [Poll(name, "templates", options.shop, now, None, now, now)]
    yield batch
    if troubles:
        raise Trouble(f"[sources.{name}] " + "; ".join(troubles))


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """Refused files as they were kept."""
    for one in refused:
        try:
            template = template_of(one.payload, one.location, options.reading)
        except NoTemplate as fault:
            yield still_refused(one, fault.reason, fault.detail)
        else:
            yield Batch("", None, [(template,)])


def probe(options: Options, name: str) -> list[Probe]:
    """How many templates there are, and which cannot be used, for doctor."""
    place = str(options.folder)
    try:
        files = _files(options, name)
    except Trouble as trouble:
        return [Probe(place, None, None, str(trouble))]
    faults, times = [], []
    for path in files:
        try:
            times.append(file_time(path.stat().st_mtime_ns))
            template_of(_content(path), path.name, options.reading)
        except OSError as error:
            faults.append(f"{path.name} cannot be read ({error.strerror or error})")
        except NoTemplate as fault:
            faults.append(f"{path.name}: {fault.detail}")
    return [Probe(place, len(files), max(times, default=None), "; ".join(faults) or None)]


def _files(options: Options, name: str) -> list[Path]:
    """All of them, in subfolders too; hidden ones are an editor's."""
    if not options.folder.is_dir():
        raise Trouble(f"[sources.{name}] {options.folder} is no folder; is the path right?")
    return sorted(
        path for path in options.folder.rglob("*")
        if path.suffix.lower() in ENDINGS and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(options.folder).parts)
    )  # fmt: skip


def _content(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(LARGEST + 1)
