"""Data reaches a page as text only: never as Markdown, HTML, a label or a link.

Streamlit reads Markdown in more places than st.markdown: labels, captions, badges, metrics, tabs.
What goes there is a constant, a number or time in words, or a parameter; then every caller of that
function is held to the same, down to the constant.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import dashboard.look

FOLDER = Path(dashboard.look.__file__).parent
FILES = sorted([*FOLDER.glob("*.py"), *FOLDER.glob("views/*.py")])
# How many leading arguments of a Streamlit command are read as Markdown; then by keyword.
MARKDOWN = {
    "title": 1, "header": 1, "subheader": 1, "caption": 1, "badge": 1, "metric": 3, "button": 1,
    "download_button": 1, "link_button": 1, "expander": 1, "popover": 1, "selectbox": 1,
    "segmented_control": 1, "text_input": 1, "error": 1, "warning": 1, "info": 1, "success": 1,
    "toast": 1, "toggle": 1, "checkbox": 1, "radio": 1, "pills": 1, "page_link": 0, "tabs": 0,
}  # fmt: skip
READ_AS_MARKDOWN = {"label", "help", "title", "delta", "delta_description", "body"}
FORBIDDEN = {"markdown", "write", "html", "latex", "iframe", "image", "write_stream", "components"}
FORBIDDEN_COLUMNS = {"LinkColumn", "ImageColumn", "MarkdownColumn", "ListColumn"}
# Numbers and times in words, and words of our own models: none repeats what a customer wrote.
WORDS = {
    "age", "ago", "clock", "count", "day", "days", "duration", "interval", "moment", "outcome",
    "per_hundred", "plural", "points", "share", "state", "verdict", "week", "local_day", "len",
}  # fmt: skip
OWN_FIELDS = {"title", "what", "NONE", "name", "zone"}  # Measure, Event, wording; settings
MAKERS = {"Event": (1,), "Measure": (1,), "Column": (0,)}  # whose arguments become labels
# Names of shops stand in the settings; the page's own question is its docstring.
TRUSTED = {"__doc__", "THIN", "STATES"}


class Module:
    """The functions of one file, and every call in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tree = ast.parse(path.read_text())
        nodes = list(ast.walk(self.tree))
        self.functions = {n.name: n for n in nodes if isinstance(n, ast.FunctionDef)}
        self.inside = {n: f for f in self.functions.values() for n in ast.walk(f)}
        self.calls = [n for n in nodes if isinstance(n, ast.Call)]

    def callee(self, call: ast.Call) -> str:
        """module.function, as `cards.plain`; a plain name is a function of this file."""
        name = ast.unparse(call.func)
        return name if "." in name else f"{self.path.stem}.{name}"

    def parameters(self, name: str) -> list[str]:
        spec = self.functions[name].args
        return [one.arg for one in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)]

    def returned(self, name: str) -> list[ast.expr]:
        return [node.value for node in ast.walk(self.functions[name])
                if isinstance(node, ast.Return) and node.value]  # fmt: skip


MODULES = {path.stem: Module(path) for path in FILES}


def arguments(call: ast.Call, places: list[int], names: set[str]) -> Iterator[ast.expr]:
    yield from (call.args[place] for place in places if place < len(call.args))
    yield from (keyword.value for keyword in call.keywords if keyword.arg in names)


class Tracer:
    """Follows what reaches Markdown back to where it was written."""

    def __init__(self) -> None:
        # Function -> its parameters that are read as Markdown; grows until nothing is new.
        self.sinks: dict[str, set[str]] = {}
        self.wrong: set[str] = set()

    def run(self) -> list[str]:
        before = -1
        while before != (before := sum(map(len, self.sinks.values()))):
            self.wrong = set()
            for module in MODULES.values():
                for call in module.calls:
                    for value in self.read_as_markdown(call, module.callee(call)):
                        self.check(value, module)
        return sorted(self.wrong)

    def read_as_markdown(self, call: ast.Call, callee: str) -> Iterator[ast.expr]:
        owner, _, name = callee.rpartition(".")
        if owner.partition(".")[0] == "st" and name in MARKDOWN:
            yield from arguments(call, list(range(MARKDOWN[name])), READ_AS_MARKDOWN)
        elif name in MAKERS:
            yield from arguments(call, list(MAKERS[name]), set())
        elif callee in self.sinks:
            names = MODULES[owner].parameters(name)
            places = [names.index(one) for one in self.sinks[callee]]
            yield from arguments(call, places, self.sinks[callee])

    def check(self, value: ast.expr, module: Module) -> None:
        parts: list[ast.expr] = []
        match value:
            case ast.Constant():
                pass
            case ast.JoinedStr():
                parts = [p.value for p in value.values if isinstance(p, ast.FormattedValue)]
            case ast.IfExp():
                parts = [value.body, value.orelse]
            case ast.BinOp():
                parts = [value.left, value.right]
            case ast.Tuple():
                parts = value.elts
            case ast.BoolOp():
                parts = value.values
            case ast.Call() if ast.unparse(value.func).rpartition(".")[2] in WORDS:
                pass
            case ast.Call(func=ast.Attribute(value=ast.Name(id=x), attr="get")) if x.isupper():
                pass  # words of a constant of ours
            case ast.Call(func=ast.Name(id=name)) if name in module.functions:
                parts = module.returned(name)
            case ast.Attribute() if value.attr in OWN_FIELDS:
                pass
            case ast.Name():
                parts = self.origins(value, module)
            case _:
                self.refuse(value, module)
        for part in parts:
            self.check(part, module)

    def refuse(self, value: ast.expr, module: Module) -> None:
        self.wrong.add(f"{module.path.name}:{value.lineno}: {ast.unparse(value)} may hold data")

    def origins(self, value: ast.Name, module: Module) -> list[ast.expr]:
        function = module.inside.get(value)
        if value.id in TRUSTED or value.id.isupper():
            return []
        if function and value.id in module.parameters(function.name):
            self.sinks.setdefault(f"{module.path.stem}.{function.name}", set()).add(value.id)
            return []
        found = assigned(value.id, function or module.tree)
        if not found:
            self.refuse(value, module)
        return found


def assigned(name: str, scope: ast.AST, seen: frozenset = frozenset()) -> list[ast.expr]:
    """What a local name was set to: plainly, in a tuple, or by a loop over constants."""
    found: list[ast.expr] = []
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(one, ast.Name) and one.id == name for one in targets):
                found.append(node.value)
            elif isinstance(targets[0], ast.Tuple):
                found += of_tuple(name, targets[0], node.value)
        elif isinstance(node, ast.For) and isinstance(node.target, ast.Tuple):
            rows = node.iter.elts if isinstance(node.iter, ast.Tuple) else []
            if isinstance(node.iter, ast.Name) and node.iter.id not in seen:
                rows = [row for one in assigned(node.iter.id, scope, seen | {node.iter.id})
                        for row in getattr(one, "elts", [])]  # fmt: skip
            for row in rows:
                found += of_tuple(name, node.target, row)
    return found


def of_tuple(name: str, target: ast.Tuple, value: ast.expr) -> list[ast.expr]:
    names = [one.id if isinstance(one, ast.Name) else None for one in target.elts]
    if name not in names:
        return []
    if isinstance(value, ast.Tuple):
        return [value.elts[names.index(name)]]
    return [value]


def test_data_is_never_read_as_markdown():
    assert Tracer().run() == []


@pytest.mark.parametrize("module", MODULES.values(), ids=MODULES)
def test_no_page_uses_a_command_that_renders_data(module):
    for call in module.calls:
        owner, _, name = module.callee(call).rpartition(".")
        place = f"{module.path.name}:{call.lineno}"
        assert not (owner == "st" and name in FORBIDDEN), place
        assert name not in FORBIDDEN_COLUMNS, place
        assert not any("unsafe" in (keyword.arg or "") for keyword in call.keywords), place
