"""`./dream lint`: style, types, templates, and who may import whom."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from dreamplus.cli.snapshot import ROOT
from dreamplus.cli.translations import ROOTS

IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"


def checks() -> dict[str, list[str]]:
    """Each check by its name: words for Python."""
    every = {
        "types (mypy)": ["-m", "mypy", "--no-error-summary"],
        "style (ruff)": ["-m", "ruff", "check", "--quiet", ".", "dream"],
        "form (ruff)": ["-m", "ruff", "format", "--quiet", "--check", ".", "dream"],
        "imports (import-linter)": ["-c", IMPORTS, "--no-cache"],
    }
    pages = [str(file.relative_to(ROOT)) for root in ROOTS for file in (ROOT / root).glob("**/templates/**/*.html")]
    if pages:
        every["templates (djlint)"] = ["-m", "djlint", "--lint", "--quiet", *pages]
    return every


def run(words: list[str]) -> int:
    """Exit status 0 when every check is content; the words of those that are not are printed."""
    every = checks()
    with ThreadPoolExecutor(2) as pool:
        results = dict(zip(every, pool.map(check, every.values()), strict=True))
    for name, done in results.items():
        print(f"  {'BAD ' if done.returncode else 'good'}  {name}")
        if done.returncode:
            print(done.stdout, flush=True)
    return 1 if any(done.returncode for done in results.values()) else 0


def check(words: list[str]) -> subprocess.CompletedProcess[str]:
    """One check, run to its end."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "platform")])
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
