"""`./dream lock`: pins the dependencies of pyproject.toml again, with hashes and without any index address."""

from __future__ import annotations

import subprocess

from dreamplus.cli.clone.trouble import Trouble
from dreamplus.cli.snapshot import ROOT, cache_folder


def run(words: list[str]) -> int:
    """Further words are uv's, `--upgrade` for instance."""
    tools = sorted(cache_folder().glob("uv-*/bin/uv"))
    if not tools:
        raise Trouble("uv is not in the cache: it could not be installed, see requirements/tools.lock.")
    common = ["--generate-hashes", "--no-emit-index-url", "--no-header", "--python-version", "3.11", "--quiet", *words]
    for source, options, target in (
        ("pyproject.toml", [], "base.lock"),
        ("pyproject.toml", ["--extra", "dev", "-c", "requirements/base.lock"], "dev.lock"),
        ("requirements/tools.in", [], "tools.lock"),
    ):
        compile_lock = [str(tools[-1]), "pip", "compile", source, *options, *common, "-o", f"requirements/{target}"]
        if subprocess.run(compile_lock, cwd=ROOT, check=False).returncode:
            raise Trouble(f"requirements/{target} could not be resolved, see the message above.")
        print(f"requirements/{target}")
    return 0
