"""The front door: one command line over reading, judging and showing."""

import getpass
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ingest.kinds import option_models
from ingest.run import Result, ingest, utc_now
from sql.build import build
from sql.desk import Desk
from sql.secrets import is_reference, secret
from sql.settings import Settings, load
from sql.trouble import Trouble

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
report_app = typer.Typer(no_args_is_help=True, help="Reports as files.")
app.add_typer(report_app, name="report")
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="settings file (TOML)")]


def opened(path: Path | None) -> tuple[Settings, Desk]:
    settings = load(path, option_models())
    url = settings.desk_url
    return settings, Desk(secret(url, "desk_url").reveal() if is_reference(url) else url)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A moving line on a terminal, nothing elsewhere: results are plain lines anyway."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda line: None
        return
    with console.status("…") as status:
        yield status.update


def say(results: list[Result]) -> bool:
    """One line for each source; whether all went well."""
    for result in results:
        counts = ", ".join(f"{number} {outcome}" for outcome, number in result.counts.items())
        print(f"{result.source}: {counts or 'nothing new'}")
        if result.trouble:
            print(f"error: {result.trouble}", file=sys.stderr)
    return not any(result.trouble for result in results)


@app.command("ingest")
def ingest_command(
    sources: Annotated[list[str] | None, typer.Argument()] = None, settings: SettingsFile = None
) -> None:
    """Read the sources (all, or the named ones) into the raw store."""
    loaded, desk = opened(settings)
    with progress() as tell:
        results = ingest(loaded, desk, sources or (), tell=tell)
    if not say(results):
        raise typer.Exit(1)


@app.command("build")
def build_command(settings: SettingsFile = None) -> None:
    """Judge what was read, and publish the result."""
    loaded, desk = opened(settings)
    say_built(loaded, desk)


def say_built(settings: Settings, desk: Desk) -> None:
    with progress() as tell:
        outcome = build(settings, desk, tell)
    if outcome.build_id:
        print(f"published {outcome.build_id}: {len(outcome.made)} models run")
    else:
        print("nothing changed, nothing published")


@app.command()
def check(settings: SettingsFile = None) -> None:
    """Say what needs a look: stale sources, quarantine, findings. Exit 1 if there is any."""
    from sql.check import check as check_build
    from sql.query import require_build

    loaded, _ = opened(settings)
    lines = check_build(require_build(loaded))
    print("\n".join(lines) or "nothing to look at")
    raise typer.Exit(1 if lines else 0)


@app.command()
def doctor(settings: SettingsFile = None) -> None:
    """Try every source, and say what can be measured and what to connect next."""
    from ingest.doctor import examine

    diagnosis = examine(load(settings, option_models()))
    print(diagnosis.text())
    raise typer.Exit(0 if diagnosis.is_well else 1)


@app.command("query")
def query_command(
    sql: str,
    output: Annotated[str, typer.Option("--format", help="table, csv or json")] = "table",
    private: Annotated[bool, typer.Option(help="with addresses and texts; audited")] = False,
    settings: SettingsFile = None,
) -> None:
    """Ask the newest build in SQL."""
    from sql.query import query

    loaded, desk = opened(settings)
    print(query(loaded, desk, sql, output, is_private=private, by=getpass.getuser()), end="")


@app.command()
def serve(settings: SettingsFile = None, port: int | None = None) -> None:
    """Open the dashboard on this machine."""
    from dashboard.serve import command

    loaded, _ = opened(settings)
    environment = os.environ | {"TRACKRECORD_SETTINGS": str(loaded.path)}
    raise typer.Exit(subprocess.call(command(loaded, port), env=environment))


@app.command()
def demo(
    directory: Annotated[Path, typer.Option("--dir")] = Path("demo-shop"),
    orders: int = 5000, weeks: int = 13, seed: int = 1,
    serve_it: Annotated[bool, typer.Option("--serve/--no-serve")] = True,
    score: Annotated[bool, typer.Option(help="print how right the verdicts are")] = False,
) -> None:
    """Make a demo shop with planted faults, ingest and build it, and open the dashboard."""
    until = utc_now().replace(microsecond=0)
    loaded, desk = make_demo(directory, orders, weeks, seed, until)
    if score:
        from ingest.demo.score import report

        from sql.verdicts import verdict_rows

        print(report(directory / "truth", *verdict_rows(loaded)))
    if serve_it:
        serve(loaded.path)


def make_demo(
    directory: Path, orders: int, weeks: int, seed: int, until: datetime
) -> tuple[Settings, Desk]:
    from ingest.demo import make

    make(directory, orders, weeks, seed, until)
    settings, desk = opened(directory / "trackrecord.toml")
    say(ingest(settings, desk, polled_at=until))
    say_built(settings, desk)
    return settings, desk


def main() -> None:
    try:
        app(standalone_mode=True)
    except Trouble as trouble:
        print(f"error: {trouble}", file=sys.stderr)
        sys.exit(trouble.exit_code)
