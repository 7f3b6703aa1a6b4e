"""Empty modules in the place of what libraries load and this house never uses: less memory, fewer doors.

Each caller says what is kept out and why. Who needs the real module later removes it from `sys.modules` first.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class StandIn(ModuleType):
    """A module that holds the names given to it and nothing else."""


def stand_in(name: str, /, **values: Any) -> None:
    """From now on `import name` finds a module with `values`, unless the real one was loaded already."""
    if name not in sys.modules:
        module = sys.modules[name] = StandIn(name, "Stands in for a module that is not used here.")
        vars(module).update(values)
