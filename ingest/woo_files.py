"""Files of WooCommerce orders, each read whole when it changed, and how far they reach."""

from collections.abc import Callable, Iterator
from datetime import datetime

from ingest.export_files import KnownExports, digest
from ingest.file_bytes import DAMAGED
from ingest.files import File, look, matching
from ingest.woo_options import WooOptions
from sql.raw.facts import Batch, Fact, OrderVersion, Poll, Shipment
from sql.trouble import Trouble

PLACE = "files"
BATCH = 2_000  # orders


class FileOptions(WooOptions):
    """Patterns of files; no others are read."""

    files: tuple[str, ...]


class Files:
    """One look at a source's files."""

    def __init__(self, options: FileOptions, name: str, saved: dict, now: datetime):
        self._options, self._name, self._now = options, name, now
        self._known = KnownExports(saved, options.fingerprint)
        self._has_parcels = bool(saved.get("has_parcels"))
        self._oldest_at: datetime | None = None

    def batches(self, reading: Callable[[File], Iterator[Batch]]) -> Iterator[Batch]:
        """What is new in them, then the poll. A file that cannot be read stops no other.

        `reading` gives a file's batches, or Trouble before the first where it is no such file.
        """
        paths, empty = matching(self._options.files)
        troubles = [f"no file matches {pattern}; is the path right?" for pattern in empty]
        last, files = Batch(PLACE, None), []
        for path in paths:
            try:
                files.append(look(path))
            except OSError as error:
                last.deferred["file_unreadable"] += 1
                troubles.append(f"{path} cannot be read ({error.strerror or error}); mend it")
        # Where records name no version, the file that was written last is the newest.
        for file in sorted(files, key=lambda file: (file.modified_at, file.path)):
            try:
                if not self._known.is_unchanged(file):
                    yield from self._read(file, reading)
            except (Trouble, OSError, *DAMAGED) as error:
                last.deferred["file_not_loaded"] += 1
                troubles.append(f"{file.path} {str(error).removeprefix(f'{file.path} ')}")
        last.cursor = self._saved()
        if not troubles:
            last.polls = list(self._polls(max(file.modified_at for file in files)))
        yield last
        if troubles:
            raise Trouble(f"[sources.{self._name}] " + "; ".join(troubles))

    def _read(self, file: File, reading: Callable[[File], Iterator[Batch]]) -> Iterator[Batch]:
        content, self._oldest_at = digest(file), None
        for batch in reading(file):
            for item in batch.items:
                for fact in item:
                    self._see(fact)
            yield batch
        self._known.remember(file, content, self._oldest_at)
        yield Batch(PLACE, self._saved())

    def _see(self, fact: Fact) -> None:
        self._has_parcels |= isinstance(fact, Shipment)
        at = fact.placed_at if isinstance(fact, OrderVersion) else None
        if at is not None and (self._oldest_at is None or at < self._oldest_at):
            self._oldest_at = at

    def _saved(self) -> dict:
        return {**self._known.saved(), "has_parcels": self._has_parcels}

    def _polls(self, written_at: datetime) -> Iterator[Poll]:
        for role in ("orders", "items", *["shipments"] * self._has_parcels):
            yield Poll(
                f"{self._name}/{role}", role, self._options.shop, self._now,
                self._known.oldest_at(), written_at, self._options.complete_until,
            )  # fmt: skip
