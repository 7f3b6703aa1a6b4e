"""What waits is there when it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from dreamplus.core.late_modules import LateModule, late


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    folder = tmp_path / "seldom_used"
    folder.mkdir()
    (folder / "__init__.py").write_text("LOADED = True\n\n\ndef double(number, times=2):\n    return number * times\n")
    (folder / "inner.py").write_text("WORD = 'inside'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    late("seldom_used", "double")
    yield "seldom_used"
    for name in set(sys.modules) - before:
        del sys.modules[name]


def waits(name: str) -> bool:
    return isinstance(sys.modules[name], LateModule)


def test_a_callable_loads_it(package: str) -> None:
    from seldom_used import double  # type: ignore[import-not-found]  # made by the fixture

    assert waits(package)
    assert double(4, times=3) == 12
    assert not waits(package)


def test_any_other_name_loads_it(package: str) -> None:
    from seldom_used import LOADED

    assert LOADED
    assert not waits(package)


def test_what_stands_inside_a_package_does_not(package: str) -> None:
    from seldom_used.inner import WORD  # type: ignore[import-not-found]  # made by the fixture

    assert WORD == "inside"
    assert waits(package)


def test_a_name_that_is_nowhere_says_so(package: str) -> None:
    with pytest.raises(ImportError):
        from seldom_used import nothing  # noqa: F401 - it is not there


def test_what_was_loaded_already_stays() -> None:
    late("json", "dumps")
    assert isinstance(sys.modules["json"], ModuleType)
    assert not waits("json")
