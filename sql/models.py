"""The models: files of sql/, what each reads, and the order that follows."""

import ast
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from sql.rules import findings_text, rule_header, rules_text
from sql.trouble import Trouble

FOLDER = Path(__file__).parent
# Each layer reads its own or earlier ones. private stands beside staging: same facts, with names.
LAYERS = ("staging", "private", "steps", "facts", "checks", "cases", "metrics", "proofs")
INPUTS = ("raw", "seeds", "desk")
SAID = re.compile(r"--[^\n]*|'(?:[^']|'')*'")  # comments and texts, where no table is read
READ = re.compile(
    rf"\b(?:from|join)\s+((?:{'|'.join((*LAYERS, *INPUTS))})\.\w+)\b(?!\s*\()", re.IGNORECASE
)


@dataclass(frozen=True)
class Model:
    """One table of the build and the file that makes it."""

    name: str  # layer.table
    text: str
    reads: frozenset[str]
    path: Path | None = None
    key: tuple[str, ...] = ()
    is_step: bool = False
    header: dict[str, str] = field(default_factory=dict)

    @property
    def layer(self) -> str:
        return self.name.partition(".")[0]


def load(folder: Path = FOLDER) -> dict[str, Model]:
    """All models in build order. Trouble names the file that cannot be understood."""
    models = {model.name: model for model in _files(folder)}
    checks = [model for model in models.values() if model.layer == "checks"]
    headers = {model.name: model.header for model in checks if model.header}
    rules, findings = rules_text(headers.values()), findings_text(headers)
    models["checks.rules"] = Model("checks.rules", rules, frozenset(), key=("rule",))
    models["checks.all_findings"] = Model("checks.all_findings", findings, frozenset(headers))
    try:
        order = TopologicalSorter({m.name: m.reads & models.keys() for m in models.values()})
        return {name: models[name] for name in order.static_order()}
    except CycleError as error:
        raise Trouble(f"sql/: these models read each other in a circle: {error.args[1]}") from error


def _files(folder: Path) -> Iterator[Model]:
    for layer in LAYERS:
        for path in sorted((folder / layer).glob("*.sql")):
            yield sql_model(f"{layer}.{path.stem}", path.read_text("utf-8"), path)
        for path in sorted((folder / layer).glob("[!_]*.py")):
            yield step_model(path)


def sql_model(name: str, text: str, path: Path | None = None) -> Model:
    key = re.search(r"^-- key:\s*(.+)$", text, re.MULTILINE)
    columns = tuple(part.strip() for part in key[1].split(",")) if key else ()
    return Model(name, text, tables_in(text), path, columns, header=rule_header(text))


def step_model(path: Path) -> Model:
    """A Python step; its inputs are read from its READS without running it.

    To its text belongs that of our modules which it imports: a change there makes it run again.
    """
    text = path.read_text("utf-8")
    values = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if node.targets[0].id in ("READS", "TABLE", "KEY"):
                values[node.targets[0].id] = ast.literal_eval(node.value)
    reads = frozenset[str]().union(*(tables_in(query) for query in values["READS"].values()))
    name = values.get("TABLE", f"steps.{path.stem}")
    key = tuple(values.get("KEY", ()))
    return Model(name, text + _imported_text(text), reads, path, key, is_step=True)


def _imported_text(text: str) -> str:
    modules = re.findall(r"^from sql\.([\w.]+) import ", text, re.MULTILINE)
    paths = [FOLDER / f"{module.replace('.', '/')}.py" for module in modules]
    texts = [path.read_text("utf-8") for path in paths]
    return "".join(part + _imported_text(part) for part in texts)


def tables_in(text: str) -> frozenset[str]:
    """Each stands behind its own from or join: to parse all models took each start a second."""
    return frozenset(READ.findall(SAID.sub("''", text)))


def fingerprint(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:24]
