"""The front door: one command line over reading, judging and showing."""

import getpass
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.kinds import option_models
from sql.settings import Settings, load
from sql.trouble import Misuse, Trouble

if TYPE_CHECKING:  # each command imports what it needs itself: none waits for what others need
    from ingest.result import Result
    from sql.desk import Desk

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
report_app = typer.Typer(no_args_is_help=True, help="Reports as files.")
app.add_typer(report_app, name="report")
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="settings file (TOML)")]


def opened(path: Path | None) -> "tuple[Settings, Desk]":
    from sql.desk import Desk

    settings = load(path, option_models())
    return settings, Desk(settings.desk_url)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A moving line on a terminal, nothing elsewhere: results are plain lines anyway."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda line: None
        return
    with console.status("…") as status:
        yield status.update


def tell(line: str) -> None:
    """Progress goes to standard error, so that answers stay alone on standard output."""
    print(line, file=sys.stderr)


def say(results: "list[Result]") -> bool:
    """One line for each source; whether all went well."""
    for result in results:
        counts = ", ".join(f"{number} {outcome}" for outcome, number in result.counts.items())
        tell(f"{result.source}: {counts or 'nothing new'}")
        for line in (*result.notes, *([f"error: {result.trouble}"] if result.trouble else [])):
            tell(line)
    return not any(result.trouble for result in results)


@app.command("ingest")
def ingest_command(
    sources: Annotated[list[str] | None, typer.Argument()] = None, settings: SettingsFile = None,
    follow_them: Annotated[bool, typer.Option("--follow", help="go on until ended")] = False,
) -> None:
    """Read the sources (all, or the named ones) into the raw store."""
    from ingest.follow import follow
    from ingest.run import ingest

    loaded, desk = opened(settings)
    if follow_them:
        follow(loaded, desk, sources or (), say)
        return
    with progress() as show:
        results = ingest(loaded, desk, sources or (), tell=show)
    if not say(results):
        raise typer.Exit(1)


@app.command("receive")
def receive_command(settings: SettingsFile = None) -> None:
    """Take providers' events over HTTP into spools, which `ingest` reads, until ended."""
    from ingest.receive import receive

    receive(load(settings, option_models()), tell)


@app.command("replay")
def replay_command(
    sources: Annotated[list[str] | None, typer.Argument()] = None, settings: SettingsFile = None
) -> None:
    """Read again what was refused (of all sources, or the named ones), after a fix."""
    from ingest.run import replay

    results = replay(*opened(settings), sources or ())
    if not results:
        tell("nothing waits in quarantine")
    if not say(results):
        raise typer.Exit(1)


@app.command("build")
def build_command(settings: SettingsFile = None) -> None:
    """Judge what was read, and publish the result."""
    loaded, desk = opened(settings)
    say_built(loaded, desk)


def say_built(settings: Settings, desk: "Desk") -> None:
    from sql.build import build

    with progress() as show:
        outcome = build(settings, desk, show)
    if outcome.build_id:
        tell(f"published {outcome.build_id}: {len(outcome.made)} models run")
    else:
        tell("nothing changed, nothing published")


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


@app.command("train")
def train_command(
    settings: SettingsFile = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say how good it is")] = False,
) -> None:
    """Train the topics of inquiries on what people corrected; the next build uses it."""
    from sql.topic_training import train

    loaded, desk = opened(settings)
    print("\n".join(train(loaded, desk, getpass.getuser(), is_dry_run=dry_run)))


@app.command()
def serve(settings: SettingsFile = None, port: int | None = None) -> None:
    """Open the dashboard on this machine."""
    from dashboard.serve import command, environment

    loaded, _ = opened(settings)
    raise typer.Exit(subprocess.call(command(loaded, port), env=environment(loaded)))


@report_app.command("weekly")
def report_weekly(
    settings: SettingsFile = None,
    week: Annotated[str | None, typer.Option(help="2026-W47, or a day in it")] = None,
    folder: Annotated[Path | None, typer.Option("--dir", help="where to write it")] = None,
) -> None:
    """Write the last full week as one HTML page and its plain text."""
    from reports.weekly import week_of, weekly
    from reports.write import write
    from sql.query import require_build

    loaded, desk = opened(settings)
    report = weekly(require_build(loaded), loaded.shops, week_of(week) if week else None)
    for path in write(report, folder or loaded.data / "reports"):
        desk.audit("report weekly", path.name, getpass.getuser())
        print(path)


@app.command()
def demo(
    directory: Annotated[Path, typer.Option("--dir")] = Path("demo-shop"),
    orders: int = 5000, weeks: int = 13, seed: int = 1,
    serve_it: Annotated[bool, typer.Option("--serve/--no-serve")] = True,
    score: Annotated[bool, typer.Option(help="print how right the verdicts are")] = False,
) -> None:
    """Make a demo shop with planted faults, ingest and build it, and open the dashboard."""
    from ingest.run import utc_now

    loaded, _ = make_demo(directory, orders, weeks, seed, utc_now().replace(microsecond=0))
    if score:
        from ingest.demo import score as scored
        from sql.verdicts import verdict_rows

        print(json.dumps(scored(directory / "truth", *verdict_rows(loaded)), default=str, indent=1))
    if serve_it:
        serve(loaded.path)


def make_demo(
    directory: Path, orders: int, weeks: int, seed: int, until: datetime
) -> "tuple[Settings, Desk]":
    """The demo shop as it stood at `until` (UTC), read and built."""
    from ingest.demo import make
    from ingest.run import ingest

    tell(f"Making a demo shop of {orders} orders over {weeks} weeks in {directory}")
    try:
        make(directory, orders, weeks, seed, until)
    except FileExistsError as error:
        raise Misuse(str(error)) from error
    settings, desk = opened(directory / "trackrecord.toml")
    say(ingest(settings, desk, polled_at=until))
    say_built(settings, desk)
    return settings, desk


def main() -> None:
    os.umask(0o077)  # what is written here holds customers' mails
    try:
        app(standalone_mode=True)
    except Trouble as trouble:
        tell(f"error: {trouble}")
        sys.exit(trouble.exit_code)
