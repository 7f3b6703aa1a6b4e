"""Gives each demonstration site its database and its content, and lets the hub know the two others."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor

from dreamplus.cli import snapshot
from dreamplus.cli.clone.sites import Site, box_beside, issuer_beside, remember

MADE_OF = "made-of"  # the schema's fingerprint and the address; written last, so that a half-made site begins again
PAIRED = "paired"
SECRET_VOTE = "secret-vote"  # noqa: S105 - a file that says it is there
THUMBPRINT = "thumbprint"


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
    box, issuer = box_beside(sites[1]), issuer_beside(sites[1])
    for house in (box, issuer):
        shutil.rmtree(house.folder, ignore_errors=True)
        house.secret()
    with ThreadPoolExecutor(2) as pool:
        made = pool.submit(prepare, box)
        list(pool.map(fill, sites))
        made.result()
    for site in sites:
        (site.folder / MADE_OF).write_text(wanted(site))
    remember(sites)
    return True


def wanted(site: Site) -> str:
    return json.dumps({"schema": snapshot.fingerprint(), "origin": site.origin})


def made_of(site: Site) -> str:
    file = site.folder / MADE_OF
    return file.read_text() if file.exists() else ""


FILL = """
from django.core.management import call_command
call_command("dream_demonstration", {slug!r})
call_command("dream_thumbprint", "--bare")
"""


def fill(site: Site) -> None:
    """The site's people, pages and activities, and its signing key. One start of Django for both."""
    printed = site.manage("shell", "--verbosity=0", "-c", FILL.format(slug=site.slug))
    (site.folder / THUMBPRINT).write_text(printed.splitlines()[-1])


def prepare(box: Site) -> None:
    """The empty database of the box. Raises `Trouble`."""
    box.manage("migrate", "--verbosity=0")


PAIR = """
from django.core.management import call_command
for origin, code, thumbprint in {instances!r}:
    call_command("dream_pair", origin, "--territory", code, "--thumbprint=" + thumbprint, "--yes")
"""


def pair(sites: list[Site]) -> None:
    """Once all are served: the hub pins the key of each instance, as two persons on the telephone would."""
    hub, *instances = sites
    if not (hub.folder / PAIRED).exists():
        known = [(site.origin, site.place.code, (site.folder / THUMBPRINT).read_text()) for site in instances]
        hub.manage("shell", "--verbosity=0", "-c", PAIR.format(instances=known))
        (hub.folder / PAIRED).touch()


def begin_secret_vote(sites: list[Site]) -> None:
    """Once all are served: the commune prepares its secret vote with its box and with the hub as witness."""
    commune = sites[1]
    if not (commune.folder / SECRET_VOTE).exists():
        commune.manage("dream_secret_vote")
        (commune.folder / SECRET_VOTE).touch()
