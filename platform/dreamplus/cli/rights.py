"""`dreamplus purge` and `dreamplus erasures`: what goes, and what must stay gone."""

from __future__ import annotations

import sys

import django


def purge(*, dry_run: bool) -> int:
    """Exit status 1 when a purge failed; the others are done all the same."""
    django.setup()
    from dreamplus.core import clock
    from dreamplus.people.rights.services import purging

    at = clock.now()
    if dry_run:
        for one in purging.tonight(at=at):
            print(f"{one.purge.slug:>20}  {one.due}")
        return 0
    try:
        gone = purging.purge_all(at=at)
    except purging.PurgeFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    for slug, rows in gone.items():
        print(f"{slug:>20}  {rows}")
    return 0


def erasures(*, replay: bool) -> int:
    """Exit status 1 when people are back and were not erased again."""
    django.setup()
    from dreamplus.core import clock
    from dreamplus.people.rights.services import erasing

    if replay:
        print(f"Erased again: {erasing.replay(at=clock.now())}.")
        return 0
    back = len(erasing.come_back())
    print(f"People erased before, whom this database holds again: {back}.")
    return 1 if back else 0
