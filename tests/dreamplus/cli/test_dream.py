"""The one door of a clone: what it says when it cannot, and what it hands to uv of pip's configuration."""

import importlib.machinery
import importlib.util
import subprocess
import sys

import pytest

from dreamplus.cli.clone import suite
from dreamplus.cli.clone.house import ROOT


@pytest.fixture(scope="module")
def dream():
    """The script, as a module."""
    loader = importlib.machinery.SourceFileLoader("dream_script", str(ROOT / "dream"))
    spec = importlib.util.spec_from_loader("dream_script", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def run_dream(*words, cwd="/"):
    return subprocess.run([sys.executable, str(ROOT / "dream"), *words], cwd=cwd, capture_output=True, text=True)


def test_help_lists_every_command_from_any_folder(dream):
    said = run_dream("--help").stdout
    assert [name for name in dream.COMMANDS if f"  {name}" not in said] == []


def test_an_unknown_command_is_a_sentence():
    done = run_dream("dance")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "“dance” is not a command" in done.stderr


def test_an_old_python_is_told_the_version_it_needs(dream, monkeypatch):
    monkeypatch.setattr(dream, "OLDEST", (99, 0))
    with pytest.raises(dream.Trouble, match=r"Python 3\.11 or newer"):
        dream.main(["up"])


def test_it_reads_nothing_outside_the_standard_library():
    import ast

    tree = ast.parse((ROOT / "dream").read_text())
    names = [
        alias.name.partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    ] + [str(node.module).partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert set(names) <= set(sys.stdlib_module_names)


def test_uv_is_told_what_pip_was_told(dream, monkeypatch):
    listed = """:env:.find-links='/somewhere/wheels /elsewhere'
global.extra-index-url='https://one.exemple/simple\\nhttps://two.exemple/simple'
global.index-url='https://zero.exemple/simple'
global.timeout='60'
"""
    monkeypatch.setattr(dream, "find_system_pip", lambda: ["pip"])
    monkeypatch.setattr(
        dream.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, stdout=listed, stderr="")
    )
    assert dream.index_settings() == {
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_FIND_LINKS": "/somewhere/wheels,/elsewhere",
        "UV_INDEX": "https://one.exemple/simple https://two.exemple/simple",
        "UV_DEFAULT_INDEX": "https://zero.exemple/simple",
    }


def test_without_root_a_missing_package_is_one_line_to_run(dream, monkeypatch):
    monkeypatch.setattr(dream.os, "geteuid", lambda: 1000)
    with pytest.raises(dream.Trouble, match="sudo apt-get install -y --no-install-recommends python3-venv"):
        dream.apt_install("python3-venv", "to make an environment")


def test_nothing_is_installed_twice(dream, monkeypatch, tmp_path):
    """A lock that has not changed costs one small file read."""
    environment = tmp_path / ".venv"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "python").touch()
    (environment / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    monkeypatch.setattr(dream, "ENVIRONMENT", environment)
    monkeypatch.setattr(dream, "PYTHON", environment / "bin" / "python")
    monkeypatch.setattr(dream, "MARKER", environment / "dream.json")
    installs = []
    monkeypatch.setattr(dream, "find_uv", lambda: None)
    monkeypatch.setattr(dream, "install", lambda *told: installs.append(told[1].name))
    for level in ("base", "base", "dev", "base", "dev"):
        dream.prepare(level)
    assert installs == ["base.lock", "dev.lock"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("3 failed, 120 passed, 1 skipped in 4.20s", {"failed": 3, "passed": 120, "skipped": 1}),
        ("1 passed, 2 warnings, 1 error in 0.10s", {"passed": 1, "errors": 1}),
        ("no tests ran in 0.01s", {}),
    ],
)
def test_the_suite_reads_the_closing_line(line, expected):
    assert dict(suite.outcomes(line)) == expected


def test_a_part_over_its_minutes_is_told():
    spent = {part.budget: 0.0 for part in suite.PARTS} | {"lint": 3.5}
    assert suite.over_budget(spent) == ["Over budget: lint took 3.5 minutes of 1."]


def test_the_closing_line_counts_a_failed_part_as_a_failure():
    from collections import Counter

    assert "10 passed, 1 failed" in suite.closing_line(Counter(passed=10), ["lint"], 1.0)
    assert "10 passed, 0 failed" in suite.closing_line(Counter(passed=10), [], 1.0)
