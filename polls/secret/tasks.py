"""What the worker does for secret votes."""

from __future__ import annotations

from datetime import datetime

from dreamplus.core.tasks import periodic


@periodic("minute", name="secret.look_after")
def look_after(*, at: datetime) -> None:
    """Signatures to wait for, boxes to close, boxes to open."""
    from polls.secret.models import SecretVote

    if SecretVote.objects.exclude(terms="").filter(result__isnull=True).exists():
        from polls.secret import services  # loaded where there is a vote: the protocol's libraries are heavy

        services.look_after(at)


@periodic("hour", name="secret.forget_addresses")
def forget_addresses(*, at: datetime) -> None:
    """Of scrutineers whose vote is settled."""
    from polls.secret import personal_data

    personal_data.forget_addresses()


@periodic("hour", name="secret.forget_ballots")
def forget_ballots(*, at: datetime) -> None:
    """Of votes whose objections have ended."""
    from polls.secret.models import SecretVote

    if SecretVote.objects.filter(result__isnull=False, forgotten_at=None).exists():
        from polls.secret.services.forgetting import forget_due

        forget_due(at)
