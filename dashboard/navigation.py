"""The pages, found by their files: dashboard/views/NN_name.py."""

import ast
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

VIEWS = Path(__file__).parent / "views"


def pages(folder: Path = VIEWS) -> list[Page]:
    """One page per file, in the order of their numbers; the first one is the start page."""
    return [_page(path, is_first=not n) for n, path in enumerate(sorted(folder.glob("[0-9]*.py")))]


def view(name: str) -> str:
    """The file of a page, as links between pages name it."""
    return f"views/{next(VIEWS.glob(f'[0-9]*_{name}.py')).name}"


def _page(path: Path, *, is_first: bool) -> Page:
    name = path.stem.partition("_")[2]
    tree = ast.parse(path.read_text("utf-8"))
    return st.Page(
        path,
        title=name.replace("_", " ").capitalize(),
        url_path=name,
        icon=f":material/{_constant(tree, 'ICON')}:",
        help=ast.get_docstring(tree),  # the question that the page answers
        default=is_first,
    )


def _constant(tree: ast.Module, name: str) -> str:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ast.literal_eval(node.value)
    raise LookupError(f"a page needs {name} = ...")
