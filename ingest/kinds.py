"""The kinds of sources there are: the modules of ingest/sources/, imported when asked for."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import Any

from ingest import sources
from sql.settings import SourceOptions


class ByKind(Mapping[str, Any]):
    """What is taken of each kind's module; nobody waits for the libraries of other kinds."""

    def __init__(self, take: Callable[[ModuleType], Any]) -> None:
        self._take = take
        self._names = tuple(found.name for found in pkgutil.iter_modules(sources.__path__))

    def __getitem__(self, name: str) -> Any:
        if name not in self._names:
            raise KeyError(name)
        return self._take(importlib.import_module(f"ingest.sources.{name}"))

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@cache
def kinds() -> Mapping[str, ModuleType]:
    """Each kind's module, which holds Options, read and probe."""
    return ByKind(lambda module: module)


@cache
def option_models() -> Mapping[str, type[SourceOptions]]:
    return ByKind(lambda module: module.Options)
