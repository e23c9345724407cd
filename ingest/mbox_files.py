"""The files that a folder of mboxes stands for, and what is said of those that cannot be read."""

from datetime import datetime
from pathlib import Path

from ingest.file_bytes import DAMAGED
from ingest.mbox_places import Locked, opened
from ingest.mbox_split import pieces
from sql.settings import Probe
from sql.trouble import Trouble

_NO_MBOX = (".lock", ".msf", ".dat")  # what mail programs put beside one
MAX_NAMED = 20


def files_of(root: Path, name: str, source: str) -> list[Path]:
    """The files that a name or pattern below `root` stands for. Trouble where there is none."""
    if Path(name).is_absolute() or ".." in Path(name).parts or "\0" in name or not name:
        raise Trouble(f"[sources.{source}] {name!r} leads out of {root}; name a file below it")
    found = sorted(path for path in root.glob(name) if _is_mbox(path))
    if found:
        return found
    there = sorted(located(root, path) for path in root.glob("*") if _is_mbox(path))
    more = f" and {len(there) - MAX_NAMED} more" if len(there) > MAX_NAMED else ""
    raise Trouble(
        f"[sources.{source}] {root} has no file {name!r}; it holds"
        f" {', '.join(there[:MAX_NAMED]) or 'no files'}{more}: correct `folder` or `folders`"
    )


def _is_mbox(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and path.suffix not in _NO_MBOX


def located(root: Path, path: Path) -> str:
    """The file's name as locations and cursors hold it."""
    return path.relative_to(root).as_posix()


def unreadable(path: Path, error: OSError) -> str:
    return f"{path} cannot be read ({error.strerror or error}); mend it: it is tried at every run"


def damaged(path: Path) -> str:
    return f"{path} breaks off or is damaged; what stands before was read: put it there whole"


def probe_folder(root: Path, name: str, source: str) -> Probe:
    """How many mails the files of a folder hold, and when the newest file was written."""
    place, path, count, newest = f"{source}/{name}", root, 0, None
    try:
        for path in files_of(root, name, source):
            with opened(path) as mbox:
                newest = max(newest or datetime.min, mbox.modified_at)
                count += sum(1 for _ in pieces(mbox.from_offset(0), 0))
    except Trouble as trouble:
        return Probe(place, None, None, str(trouble))
    except Locked:
        return Probe(place, None, None, f"{path} is locked by another program; try again")
    except DAMAGED:
        return Probe(place, None, None, damaged(path))
    except OSError as error:
        return Probe(place, None, None, unreadable(path, error))
    return Probe(place, count, newest, None)
