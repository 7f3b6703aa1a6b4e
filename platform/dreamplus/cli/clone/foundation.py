"""Gives each demonstration site its database and its content, and lets the hub know the two others."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor

from dreamplus.cli import snapshot
from dreamplus.cli.clone.sites import Site, remember

MADE_OF = "made-of"  # the schema's fingerprint and the address; written last, so that a half-made site begins again
PAIRED = "paired"


def found_all(sites: list[Site], *, fresh: bool = False) -> bool:
    """Makes the three sites when one is missing, half made, of another version or at another address.

    All three or none: what two of them signed and exchanged would not fit the third.
    """
    if not fresh and all(made_of(site) == wanted(site) for site in sites):
        return False
    database = snapshot.sqlite_snapshot()
    for site in sites:
        shutil.rmtree(site.folder, ignore_errors=True)
        site.secret()
        (site.folder / "static").mkdir()
        shutil.copy(database, site.folder / "dream.sqlite3")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda site: site.manage("dream_demonstration", site.slug), sites))
    for site in sites:
        (site.folder / MADE_OF).write_text(wanted(site))
    remember(sites)
    return True


def wanted(site: Site) -> str:
    return json.dumps({"schema": snapshot.fingerprint(), "origin": site.origin})


def made_of(site: Site) -> str:
    file = site.folder / MADE_OF
    return file.read_text() if file.exists() else ""


def pair(sites: list[Site]) -> None:
    """Once all are served: the hub pins the key of each instance, as two persons on the telephone would."""
    hub, *instances = sites
    if (hub.folder / PAIRED).exists():
        return
    with ThreadPoolExecutor(2) as pool:
        thumbprints = list(pool.map(lambda site: site.manage("dream_thumbprint", "--bare"), instances))
    for site, thumbprint in zip(instances, thumbprints, strict=True):
        words = ["--territory", site.place.code, "--thumbprint", thumbprint, "--yes"]
        hub.manage("dream_pair", site.origin, *words)
    (hub.folder / PAIRED).touch()
