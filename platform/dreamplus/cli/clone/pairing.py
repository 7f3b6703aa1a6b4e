"""The demonstration's hub and its communes, paired as an officer would: each key is pinned by its thumbprint."""

from __future__ import annotations

import subprocess
from pathlib import Path

from dreamplus.cli.clone.sites import Site, command
from dreamplus.cli.clone.trouble import Trouble
from dreamplus.cli.snapshot import ROOT

PAIRED = "paired-with"  # in the hub's folder: the addresses it was paired with


def pair(sites: list[Site]) -> None:
    """Pairs the hub with every instance, once for each address. All are being served."""
    hub = next(site for site in sites if site.role == "hub")
    instances = [site for site in sites if site.role == "instance"]
    known = hub.folder / PAIRED
    wanted = "\n".join(site.origin for site in instances)
    if _read(known) == wanted:
        return
    for site in instances:
        thumbprint = _manage(site, "dream_thumbprint", "--bare")
        _manage(hub, "dream_pair", site.origin, "--territory", site.territory, "--thumbprint", thumbprint, "--yes")
    known.write_text(wanted)


def _read(file: Path) -> str:
    return file.read_text() if file.exists() else ""


def _manage(site: Site, *words: str) -> str:
    """What the management command prints. Raises `Trouble` with what it said."""
    done = subprocess.run(
        command("manage", *words), env=site.environment(), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Trouble(f"{site.slug} could not be paired:\n{done.stderr.strip()[-2000:]}")
    return done.stdout.strip()
