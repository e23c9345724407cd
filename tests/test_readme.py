"""The README cannot drift: its commands exist, its settings load, its folders are there."""

import re
import subprocess
import sys
from pathlib import Path

import trackrecord
from ingest.kinds import option_models
from sql.settings import load

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def commands() -> set[str]:
    groups = {group.name for group in trackrecord.app.registered_groups}
    return {command.name or command.callback.__name__
            for command in trackrecord.app.registered_commands} | groups


def test_every_command_stands_in_the_readme_and_every_command_there_exists():
    named = set(re.findall(r"^\| `trackrecord ([a-z]+)", README, re.MULTILINE))
    assert named == commands()


def test_every_command_says_what_it_does():
    for command in trackrecord.app.registered_commands:
        assert command.callback.__doc__


def test_the_settings_in_the_readme_are_right(tmp_path):
    (example,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    path = tmp_path / "trackrecord.toml"
    path.write_text(example)
    settings = load(path, option_models())
    assert set(settings.sources) == {"log", "support", "archive", "orders"}


def test_the_sources_in_the_readme_are_right(tmp_path):
    part = README[README.index("### Kinds of mail sources"):README.index("## Where things are")]
    blocks = re.findall(r"^    .*\n", part, re.MULTILINE)
    path = tmp_path / "trackrecord.toml"
    path.write_text(
        '[shops.nordlicht]\nname = "N"\nzone = "UTC"\n'
        + "".join(line.removeprefix("    ") for line in blocks if "PUBLIC_KEY" not in line)
        .replace('spool = "spool/sendgrid"', 'files = ["events/*"]')
    )  # fmt: skip
    settings = load(path, option_models())
    assert {"esp", "gmail", "ses", "mailgun", "postmark"} <= set(settings.sources)
    kinds = set(re.findall(r"`([a-z_]+)`", " ".join(re.findall(r"^\| (`[^|]*) \|", part, re.M))))
    assert kinds == set(option_models())


def test_the_folders_in_the_readme_are_there():
    tree = README.split("```")[-2]
    folders = re.findall(r"\b([a-z]+/)(?=\s)", tree)
    for name in folders:
        assert any((ROOT / base / name).is_dir() for base in ("", "sql", "ingest", "tests")), name


def test_what_the_commands_write_is_for_nobody_elses_eyes(tmp_path):
    program = Path(sys.executable).with_name("trackrecord")
    (tmp_path / "trackrecord.toml").write_text('[shops.a]\nname = "A"\nzone = "UTC"\n')
    subprocess.run([program, "build"], cwd=tmp_path, check=True, umask=0, capture_output=True)
    written = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert written and [path.name for path in written if path.stat().st_mode & 0o077] == []
