"""Tries every source, and says what is wrong, what can be measured and what to connect next."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingest.kinds import kinds
from ingest.measurable import Measurable, measurable
from sql.settings import Probe, Settings, SourceOptions
from sql.trouble import Trouble
from sql.wording import NONE, age, plural

__all__ = ["Diagnosis", "Measurable", "Seen", "examine"]


@dataclass(frozen=True)
class Seen:
    """What became of one place of a source: ok, quiet or wrong, and why."""

    source: str
    kind: str
    place: str
    state: str
    fact: str


@dataclass(frozen=True)
class Diagnosis:
    """All that doctor has to say; `is_well` is false where something is wrong."""

    seen: tuple[Seen, ...]
    measures: tuple[Measurable, ...]

    @property
    def is_well(self) -> bool:
        return not any(seen.state == "wrong" for seen in self.seen)

    def text(self) -> str:
        """Lines for a terminal."""
        return "\n".join(_lines(self))


def examine(settings: Settings, now: datetime | None = None) -> Diagnosis:
    """Try every source; one that fails hides no other. `now` is naive UTC."""
    now = now or datetime.now(UTC).replace(tzinfo=None)
    seen = list(_data_folder(settings.data))
    for name, options in settings.sources.items():
        base = f"{settings.path.parent}/"
        seen += [_seen(name, options, probe, now, base) for probe in _probes(name, options)]
    broken = {(one.source, one.place) for one in seen if one.state == "wrong"}
    return Diagnosis(tuple(seen), tuple(measurable(settings, broken)))


def _probes(name: str, options: SourceOptions) -> list[Probe]:
    source: Any = kinds()[options.kind]
    try:
        found = list(source.probe(options, name))
    except (Trouble, OSError) as error:
        return [Probe(name, None, None, str(error))]
    return found or [Probe(name, None, None, "nothing there to look at; is it set right?")]


def _seen(name: str, options: SourceOptions, probe: Probe, now: datetime, base: str) -> Seen:
    has_files = getattr(options, "files", None) or getattr(options, "spool", None)
    thing = "file" if has_files else options.counted
    state, fact = "ok", f"{plural(probe.items, thing)}, newest {_newest(probe, now)}"
    if probe.trouble:
        state, fact = "wrong", probe.trouble.removeprefix(f"[sources.{name}] ")
    elif probe.items == 0:
        state, fact = "quiet", "nothing in it yet"
    elif _is_quiet(options, probe, now):
        state = "quiet"
        fact += "; longer than its quiet_after: is it still fed? Until then later times are unknown"
    place = "" if probe.place == name else probe.place.removeprefix(f"{name}/").removeprefix(base)
    return Seen(name, options.kind, place, state, fact)


def _newest(probe: Probe, now: datetime) -> str:
    if probe.newest_item_at is None:
        return NONE
    return f"{age(probe.newest_item_at, now)} ago" if probe.newest_item_at <= now else "just now"


def _is_quiet(options: SourceOptions, probe: Probe, now: datetime) -> bool:
    if probe.newest_item_at is None or options.complete_until is not None:
        return False  # an export that states its end is no older than it says
    if getattr(options, "tells_now", False):
        return False  # a shop that answers tells all there is, however little happens in it
    return now - probe.newest_item_at > options.quiet_after


def _data_folder(data: Path) -> Iterator[Seen]:
    there = next(path for path in (data, *data.parents) if path.exists())
    if not (there.is_dir() and os.access(there, os.W_OK)):
        fact = f"{data} cannot be written by this user; give it the folder, or set data = elsewhere"
        yield Seen("data", "folder", str(data), "wrong", fact)


def _lines(diagnosis: Diagnosis) -> Iterator[str]:
    yield "Sources"
    names = [f"{seen.source} {seen.place}".strip() for seen in diagnosis.seen]
    width = max((len(name) for name in names), default=0)
    for seen, name in zip(diagnosis.seen, names, strict=True):
        yield f"  {seen.state:<6} {name:<{width}}  {seen.kind}: {seen.fact}"
    if not diagnosis.seen:
        yield "  none yet; add [sources.NAME] to the settings"
    for shop in dict.fromkeys(one.shop_name for one in diagnosis.measures):
        yield from ("", f"What can be measured for {shop}")
        for one in diagnosis.measures:
            if one.shop_name == shop:
                yield from _told(one)
    wrong = sum(seen.state == "wrong" for seen in diagnosis.seen)
    yield from (
        "",
        f"{plural(wrong, 'place')} to mend, see above." if wrong else "Nothing to mend.",
    )


def _told(one: Measurable) -> Iterator[str]:
    yield f"  {one.word:<8}  {one.question}"
    for line in one.next_steps or filter(None, [one.proviso]):
        yield f"            {line}"
