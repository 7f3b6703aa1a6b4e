"""`./dream manage …`: Django's commands on the demonstration's commune."""

from __future__ import annotations

import subprocess

from dreamplus.cli.clone.sites import command, known_sites
from dreamplus.cli.snapshot import ROOT


def run(words: list[str]) -> int:
    """Exit status of the command."""
    commune = known_sites(ROOT / "var" / "demo")[1]
    return subprocess.run(command("manage", *words), env=commune.environment(), cwd=ROOT, check=False).returncode
