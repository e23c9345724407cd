"""The house itself: who may import whom, where libraries live, and how large a room may grow."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from sql.models import LAYERS, Model, load

ROOT = Path(__file__).parents[1]
FLOORS = ("dashboard", "ingest", "reports", "sql")
CODE = [ROOT / "trackrecord.py", *(p for floor in FLOORS for p in (ROOT / floor).rglob("*.py"))]
MODELS = [p for layer in LAYERS for p in sorted((ROOT / "sql" / layer).glob("*.sql"))]

MAY_IMPORT = {
    "dashboard": {"dashboard", "sql"},
    "ingest": {"ingest", "sql"},
    "reports": {"reports", "sql"},
    "sql": {"sql"},
    "trackrecord.py": {"dashboard", "ingest", "reports", "sql"},
}
HOMES = {
    "duckdb": {"sql"}, "pyarrow": {"sql"}, "sqlglot": {"sql"},
    "sqlalchemy": {"sql", "ingest"}, "psycopg": {"sql", "ingest"}, "psycopg_binary": set(),
    "pydantic": {"sql", "ingest"}, "imapclient": {"ingest"}, "fast_mail_parser": {"ingest"},
    "selectolax": {"ingest"}, "streamlit": {"dashboard"}, "plotly": {"dashboard"},
    "starlette": {"dashboard", "ingest"}, "uvicorn": {"ingest"}, "cryptography": {"ingest"},
    "requests": {"ingest"}, "zstandard": {"ingest"},
    "jinja2": {"reports"}, "markupsafe": {"reports"}, "smtplib": {"reports"},
    "sklearn": {"sql"}, "scikit_learn": set(), "scipy": {"sql"}, "numpy": {"sql"},
    "holidays": {"sql"}, "pyphen": {"sql"}, "rapidfuzz": {"sql"},
    "pandas": {"sql", "dashboard"}, "typer": {"trackrecord.py"}, "rich": {"trackrecord.py"},
}  # fmt: skip

MODULE_LINES, FUNCTION_LINES, MODEL_LINES, PAGE_LINES = 150, 40, 60, 60
LONGER = {  # file -> lines, with the reason
    "trackrecord.py": 270,  # every command with its options and help in one place, no logic
}


def floor_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            # Only the demo shop imports relatively: among its own and nothing else of ours.
            assert node.level == (1 if "demo" in path.parts else 0) or not is_ours(node), path
            names |= {node.module or ""} if node.level == 0 else set()
    return names


def is_ours(node: ast.ImportFrom) -> bool:
    return node.level > 0 or (node.module or "").split(".")[0] in FLOORS


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_a_floor_imports_only_what_stands_below_it(path):
    ours = {name.split(".")[0] for name in imported(path)} & {*FLOORS, "trackrecord", "tests"}
    allowed = MAY_IMPORT[floor_of(path)]
    if "demo" in path.relative_to(ROOT).parts:
        allowed = set()
    assert ours <= allowed
    uses_demo = any(name.startswith("ingest.demo") for name in imported(path))
    assert not uses_demo or path.name == "trackrecord.py"


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_a_library_is_used_only_where_it_is_at_home(path):
    libraries = {name.split(".")[0] for name in imported(path)}
    astray = {name for name in libraries & HOMES.keys() if floor_of(path) not in HOMES[name]}
    assert not astray


def test_every_runtime_dependency_has_a_home_and_a_reason():
    text = (ROOT / "pyproject.toml").read_text()
    block = text[text.index("dependencies = ["):text.index("]", text.index("dependencies = ["))]
    listed = re.findall(r'^\s+"([a-z0-9-]+)",(.*)$', block, re.MULTILINE)
    assert listed
    assert [name for name, rest in listed if "#" not in rest] == []
    assert {name.replace("-", "_") for name, _ in listed} - HOMES.keys() <= {"setuptools"}


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_no_module_or_function_outgrows_its_room(path):
    text = path.read_text()
    ceiling = LONGER.get(name_of(path), PAGE_LINES if "views" in path.parts else MODULE_LINES)
    assert len(text.splitlines()) <= ceiling
    long = [
        node.name for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_a_module_says_what_it_is_for_and_hides_no_bug(path):
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree) or not tree.body
    broad = [
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) == "Exception")
    ]
    assert broad == []
    assert path.stem not in ("utils", "helpers", "common", "misc")


@pytest.mark.parametrize("path", MODELS, ids=name_of)
def test_a_model_is_short_and_says_its_question_grain_and_key(path):
    text = path.read_text()
    assert len(text.splitlines()) <= MODEL_LINES
    if path.parent.name == "checks":
        wanted = ("needs", "owner", "do", "version")
    elif path.parent.name == "proofs":
        wanted = ()
    else:
        wanted = ("grain", "key")
    assert text.startswith("-- ")
    for word in wanted:
        assert re.search(rf"^-- {word}:", text, re.MULTILINE), f"no `-- {word}:` line"


def test_a_model_reads_its_own_layer_or_lower_ones():
    rank = {layer: number for number, layer in enumerate(LAYERS)}
    rank["staging"] = rank["private"]  # the same facts with and without names
    # what is not published may say of facts whose they are
    reach = rank | {"private": rank["facts"]}
    upward = [
        f"{model.name} reads {name}" for model in load().values() for name in model.reads
        if name.partition(".")[0] in rank and rank[name.partition(".")[0]] > reach[model.layer]
    ]
    assert upward == []


@cache
def parsed(text: str):
    return sqlglot.parse_one(text, read="duckdb")


def queries(model: Model) -> list[str]:
    """The SQL of a model; of a step, what it asks for."""
    if not model.is_step:
        return [model.text]
    assert model.path
    values = {ast.unparse(node.targets[0]): node.value
              for node in ast.parse(model.path.read_text()).body if isinstance(node, ast.Assign)}
    return list(ast.literal_eval(values["READS"]).values())


def test_a_model_reads_the_tables_that_a_parser_finds_in_it():
    for model in load().values():
        tables = [t for query in queries(model) for t in parsed(query).find_all(exp.Table)]
        assert model.reads == {f"{t.db}.{t.name}" for t in tables if t.db}, model.name


FORBIDDEN_CALLS = {
    "quantile_cont", "timezone", "epoch", "epoch_ms", "epoch_us", "date_sub", "range", "isodow",
    "now", "current_date", "current_timestamp", "today", "get_current_timestamp",
}  # fmt: skip


@pytest.mark.parametrize("path", MODELS, ids=name_of)
def test_a_model_keeps_to_the_sql_that_runs_on_both_engines(path):
    text = path.read_text()
    tree = parsed(text)
    plain = re.sub(r"--.*", "", text).lower()
    plain = re.sub(r"'(?:[^']|'')*'", "''", plain)
    calls = set(re.findall(r"\b([a-z_]+)\s*\(", plain))
    assert not calls & FORBIDDEN_CALLS
    assert not re.search(r"\basof\b|\busing\s+key\b|\bcurrent_(date|time|timestamp)\b", plain)
    assert not re.search(r"date_diff\s*\(", plain), "durations only by seconds_between"
    for node in tree.find_all(exp.Div):
        divisor = node.expression.unnest()
        assert isinstance(divisor, exp.Literal | exp.Nullif), f"{divisor.sql()} may be zero"
    for node in tree.find_all(exp.RegexpReplace):
        assert node.args.get("modifiers") is not None, "regexp_replace without 'g'"
    assert not list(tree.find_all(exp.Command))


def test_no_file_names_a_registry_or_a_path_of_one_machine():
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    hosts = "|".join(("pypi" + r"\.org", "python" + "hosted", "npmjs" + r"\.", "--index" + "-url"))
    pattern = re.compile(rf"{hosts}|/(work|root|home)/\w")
    guilty = [
        f"{name}:{number}" for name in tracked if name and (ROOT / name).is_file()
        and not name.endswith((".eml", ".png"))
        for number, line in enumerate(
            (ROOT / name).read_text(errors="replace").splitlines(), start=1)
        if pattern.search(line.replace("--no-emit-index" + "-url", ""))
        and name != "tests/test_house.py"
    ]
    assert guilty == []


def test_every_requirement_is_pinned_with_hashes():
    for name in ("requirements.txt", "requirements-test.txt"):
        entries = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())
        loose = [e.splitlines()[0] for e in entries if "==" not in e or "--hash=sha256" not in e]
        assert loose == []


@pytest.mark.parametrize("tool", [["ruff", "check", "."], ["pyright"]], ids=["ruff", "pyright"])
def test_the_code_is_clean(tool):
    program = Path(sys.executable).with_name(tool[0])
    done = subprocess.run([program, *tool[1:]], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]
