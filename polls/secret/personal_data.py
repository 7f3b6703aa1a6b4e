"""What secret votes hold about persons: that a token was drawn, by the seat; who was asked to be scrutineer."""

from __future__ import annotations

from dreamplus.people import personal_data
from polls.secret.models import Scrutineer


def register() -> None:
    """Called once, when the applications are ready."""
    personal_data.exempt(
        "secret.Token", because="goes with the seat, told there; a hash and an answer that name nobody"
    )
    personal_data.exempt("secret.RollEntry", because="goes with its line of the list, and holds its hash")
    personal_data.exempt(
        "secret.Scrutineer", because="a public office, without an account; the address goes once the vote is settled"
    )
    personal_data.exempt("secret.SecretVote", because="rules, hashes and totals")
    personal_data.exempt(
        "box.Vote",
        "box.Ballot",
        "box.Postponement",
        "box.SignedHead",
        because="sealed ballots under keys of nobody known",
    )


def forget_addresses() -> int:
    """Once a vote is settled nobody writes to its scrutineers any more; how many addresses went."""
    settled = Scrutineer.objects.filter(vote__activity__settled_at__isnull=False).exclude(email="")
    return settled.update(email="")
