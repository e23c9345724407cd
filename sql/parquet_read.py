"""Parquet files as rows of text cells, read by a child process that has limits."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sql.record_cells import Field
from sql.trouble import Trouble

_SWELLS, _SWELLS_BYTES = 500, 64 << 20
_PATIENCE = 10  # the machine may be busy: so many seconds of ours for one of the child's
_KEPT_OF_ENVIRONMENT = ("PATH", "LANG", "TZ", "TZDIR", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


class BadFile(Exception):
    """No Parquet that can be read within the limits; its text names no value."""

    def __init__(self, reason: str, detail: str):
        super().__init__(detail)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class Limits:
    memory: int  # bytes
    seconds: int  # of CPU time


@dataclass(frozen=True)
class Rows:
    """What the child found: rows in `path`, and what it knows of them."""

    path: Path
    are_any: bool  # records, of whatever worth
    met: set[str]  # fields that it has a column for
    keys: list[str]  # names of all columns
    empty: int  # records whose list of rows is empty
    unfit: list[dict[str, Any]]  # row, fault, record


@contextmanager
def parquet_rows(
    path: Path, fields: Sequence[Field], rows: str | None, decimal: str | None, limits: Limits,
    most_records: int | None = None,
) -> Iterator[Rows]:
    """BadFile where the file is to blame, Trouble where the machine is."""
    with tempfile.TemporaryDirectory() as folder:
        out, unfit = Path(folder) / "rows", Path(folder) / "unfit"
        request = {
            "file": str(path), "out": str(out), "unfit": str(unfit), "rows": rows,
            "fields": [[field.name, field.paths, field.is_number] for field in fields],
            "most": most_records, "decimal": decimal, "memory": limits.memory,
            "seconds": limits.seconds,
            "out_bytes": _SWELLS_BYTES + path.stat().st_size * _SWELLS,
        }  # fmt: skip
        answer = _answer(request, limits)
        with unfit.open(encoding="utf-8") as lines:
            found = [json.loads(line) for line in lines]
        are_any = bool(answer["rows"] or answer["empty"] or found)
        yield Rows(out, are_any, set(answer["met"]), answer["keys"], answer["empty"], found)


def _answer(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    free = _free_memory()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "sql.parquet_child"], input=json.dumps(request), text=True,
            capture_output=True, env=_environment(), timeout=limits.seconds * _PATIENCE,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Trouble("its reader made no headway; is the machine busy? It is tried again"
                      ) from error  # fmt: skip
    answer = json.loads(done.stdout) if done.returncode == 0 and done.stdout else {}
    fault = answer.get("fault")
    if fault == "parquet.too_large" and free is not None and free < limits.memory:
        raise Trouble(f"the machine has no {limits.memory >> 20} MB to read it; make room")
    if fault:
        raise BadFile(fault, answer["detail"])
    if "trouble" in answer:
        raise Trouble(f"cannot be read ({answer['trouble']}); mend it")
    if not answer:
        raise _ended(done.returncode, limits)
    return answer


def _ended(code: int, limits: Limits) -> BadFile | Trouble:
    if code == -signal.SIGXCPU:
        return BadFile("parquet.too_slow", f"takes over {limits.seconds} s; set seconds")
    if code in (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT):
        return Trouble("its reader was ended from outside; is memory short? It is tried again")
    if code < 0:
        return BadFile("parquet.crashed", f"its reader died of {signal.Signals(-code).name}")
    return Trouble(f"its reader did not start or fell over (exit {code}); is the program whole?")


def _environment() -> dict[str, str]:
    """Without secrets, and with an allocator that reserves nothing it does not use."""
    kept = {name: os.environ[name] for name in _KEPT_OF_ENVIRONMENT if name in os.environ}
    home = str(Path(__file__).parents[1])
    return kept | {"PYTHONPATH": home, "ARROW_DEFAULT_MEMORY_POOL": "system"}


def _free_memory() -> int | None:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return int(found[0]) * 1024 if found else None
