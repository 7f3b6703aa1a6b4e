"""Modules that libraries load at start and that a server seldom needs: loaded when first used.

`core.stand_ins` is for what is never used here; this is for what is used now and then.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any


class LateModule(ModuleType):
    """Holds callables that load the real module when they are called; any other name loads it at once."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_real(self.__name__), name)


def late(name: str, *callables: str) -> None:
    """From now on `import name` finds a module whose `callables` load the real one, unless it was loaded already."""
    if name in sys.modules:
        return
    module = LateModule(name, "Loads the real module when it is first used.")
    spec = find_spec(name)
    if spec is not None and spec.submodule_search_locations is not None:
        module.__path__ = list(spec.submodule_search_locations)
    for one in callables:
        setattr(module, one, _waiting(name, one))
    sys.modules[name] = module


def _waiting(name: str, attribute: str) -> Any:
    def call(*arguments: Any, **named: Any) -> Any:
        return getattr(_real(name), attribute)(*arguments, **named)

    call.__name__ = attribute
    return call


def _real(name: str) -> ModuleType:
    if isinstance(sys.modules.get(name), LateModule):
        del sys.modules[name]
    return import_module(name)
