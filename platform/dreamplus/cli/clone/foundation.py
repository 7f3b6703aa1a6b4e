"""Gives each demonstration site its database and its content."""

from __future__ import annotations

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

from dreamplus.cli import snapshot
from dreamplus.cli.clone.sites import Site, command
from dreamplus.cli.clone.trouble import Trouble

MADE_OF = "made-of"  # holds the schema's fingerprint; written last, so that a half-made site begins again


def found_all(sites: list[Site], *, fresh: bool = False) -> list[Site]:
    """Makes the sites that are missing, half made, or of another version; returns those it made."""
    schema = snapshot.fingerprint()
    missing = [site for site in sites if fresh or made_of(site) != schema]
    if not missing:
        return []
    database = snapshot.sqlite_snapshot()
    for site in missing:
        shutil.rmtree(site.folder, ignore_errors=True)
        site.secret()
        (site.folder / "static").mkdir()
        shutil.copy(database, site.folder / "dream.sqlite3")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(fill, missing))
    for site in missing:
        (site.folder / MADE_OF).write_text(schema)
    return missing


def made_of(site: Site) -> str:
    file = site.folder / MADE_OF
    return file.read_text() if file.exists() else ""


def fill(site: Site) -> None:
    """The site's pages, people and activities, by the demonstration's own command."""
    words = command("manage", "dream_demonstration", site.slug)
    done = subprocess.run(words, env=site.environment(), cwd=snapshot.ROOT, capture_output=True, text=True, check=False)
    if done.returncode and "Unknown command" not in done.stderr:
        raise Trouble(f"The content of {site.slug} could not be made:\n{done.stderr.strip()[-2000:]}")
