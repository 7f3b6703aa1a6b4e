"""Which addresses answer during an accompaniment: those that an application names here, and no other.

The browser belongs to a place and the person leaves it in a moment: what could outlive them (their account, keys,
copies of their data) or is somebody else's work (the staff's) stays closed.
"""

from __future__ import annotations

_open: set[str] = set()
_for_machines: set[str] = set()


def allow(*names: str) -> None:
    """Opens named addresses, in `AppConfig.ready()`; opening one of them is a sign of life."""
    _open.update(names)


def allow_machines(*names: str) -> None:
    """Opens what pages ask for by themselves, or other machines: styles, pictures, counts, feeds. It holds nobody, and
    says nothing of whether somebody is there."""
    _for_machines.update(names)


def is_open(name: str) -> bool:
    return name in _open


def is_for_machines(name: str) -> bool:
    return name in _for_machines


def all_open() -> frozenset[str]:
    """Every name, for the suite."""
    return frozenset(_open | _for_machines)
