"""The kinds of sources there are: the modules of ingest/sources/."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from ingest import sources
from sql.settings import SourceOptions


@cache
def kinds() -> dict[str, ModuleType]:
    """Each kind's module, which holds Options, read and probe."""
    names = [found.name for found in pkgutil.iter_modules(sources.__path__)]
    return {name: importlib.import_module(f"ingest.sources.{name}") for name in names}


def option_models() -> dict[str, type[SourceOptions]]:
    return {name: module.Options for name, module in kinds().items()}
