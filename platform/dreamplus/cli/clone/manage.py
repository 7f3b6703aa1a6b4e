"""`./dream manage …`: Django's commands on the demonstration's commune."""

from __future__ import annotations

import subprocess

from dreamplus.cli.clone.sites import command, three_sites
from dreamplus.cli.snapshot import ROOT


def run(words: list[str]) -> int:
    """Exit status of the command."""
    commune = next(site for site in three_sites(ROOT / "var" / "demo") if site.slug == "commune")
    return subprocess.run(command("manage", *words), env=commune.environment(), cwd=ROOT, check=False).returncode
