"""The log as files: noise in between, two forms of time stamps, rotated and packed."""

import gzip
import os
from calendar import timegm
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from .cast import NORDLICHT
from .clock import local, seconds
from .events import Script
from .postfix import Line
from .wording import table

UPGRADE_SHARE = 0.6  # of the demo's time: since then the stamps are RFC 3339


def noise(script: Script, count: int, random: Random) -> list[Line]:
    span = round((script.until - script.start).total_seconds())
    lines = []
    for _ in range(count):
        line = random.choice(table("log_noise")["lines"])
        at = script.start + seconds(random.randrange(span))
        words = {"pid": random.randrange(500, 9000), "n": random.randrange(2, 250)}
        program, text = line["program"].format(**words), line["text"].format(**words)
        lines.append(Line(at, line["host"], program, text))
    return lines


def write_log(script: Script, lines: list[Line], folder: Path) -> None:
    lines = sorted((line for line in lines if line.at < script.until), key=lambda line: line.at)
    upgrade = script.start + (script.until - script.start) * UPGRADE_SHARE
    pieces = _pieces(script, lines)
    for age, piece in enumerate(reversed(pieces)):
        text = "".join(_written(line, is_new=line.at >= upgrade) for line in piece)
        _write(folder, age, text, piece[-1].at if piece else script.start)


def _pieces(script: Script, lines: list[Line]) -> list[list[Line]]:
    """About a week each, cut just after a mail was taken, so that its life goes on in the next."""
    weeks = (script.until - script.start).days // 7
    count = max(4, weeks)
    step = (script.until - script.start) / count
    pieces: list[list[Line]] = [[]]
    for line in lines:
        pieces[-1].append(line)
        is_time = line.at >= script.start + step * len(pieces)
        if is_time and len(pieces) < count and "cleanup" in line.program:
            pieces.append([])
    return pieces


def _written(line: Line, *, is_new: bool) -> str:
    here = local(line.at, NORDLICHT.zone)
    if is_new:
        stamp = here.isoformat()
    else:
        stamp = f"{here:%b} {here.day:2d} {here:%H:%M:%S}"
    return f"{stamp} {line.host} {line.program}: {line.text}\n"


def _write(folder: Path, age: int, text: str, newest_at: datetime) -> None:
    stamp = timegm((newest_at + timedelta(seconds=1)).timetuple())
    if age >= 2:
        path = folder / f"mail.log.{age}.gz"
        path.write_bytes(gzip.compress(text.encode(), 5, mtime=stamp))
    else:
        path = folder / (f"mail.log.{age}" if age else "mail.log")
        path.write_text(text, "utf-8")
    os.utime(path, (stamp, stamp))
