"""What the box of secret votes must be told, and what its votes say."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from dreamplus.cli.doctor import configuration, machine
from dreamplus.cli.doctor.finding import Check, Finding, danger, warning


def token() -> Iterator[Finding]:
    if not settings.DREAM_BOX_TOKEN:
        yield danger(
            "DREAM_BOX_TOKEN is not set: no site can prepare a vote here.",
            "Set it to what `dreamplus secret` prints, here and in the settings of the site.",
        )


def votes() -> Iterator[Finding]:
    """Only once the database is up to date."""
    if any(machine.migrations()):
        return
    from polls.secret.box.models import SignedHead, Vote

    for vote in Vote.objects.exclude(fault=""):
        yield danger(
            f"The witness refuses the log of {vote.poll} ({vote.fault}): the vote is frozen.",
            "Keep the files as they are, and see docs/hosts/secret-votes.md.",
        )
    waiting = SignedHead.objects.filter(witness="", vote__fault="").count()
    if waiting:
        yield warning(
            f"{waiting} state(s) of logs wait for the witness’s signature.", "See whether the region’s hub answers."
        )


CHECKS: tuple[Check, ...] = (
    configuration.secret,
    configuration.https,
    token,
    machine.data_folder,
    machine.keys,
    machine.disk,
    machine.time_kept,
    machine.migrations,
    votes,
)
