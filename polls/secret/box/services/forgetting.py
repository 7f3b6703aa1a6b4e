"""Once objections have ended the sealed ballots go; the log, which is their hashes, stays."""

from __future__ import annotations

from polls.secret.box.models import Ballot, Vote
from polls.secret.box.queries import is_sealed_up
from polls.secret.box.services.writing import forget_order
from polls.secret.rules.refusals import Refused


def forget(vote: Vote) -> None:
    """What two scrutineers could still open is no longer there. Idempotent. Raises `Refused` before the witness has
    signed the closing."""
    if not is_sealed_up(vote):
        raise Refused("not-yet", "the witness has not signed the last head")
    Ballot.objects.filter(vote=vote).exclude(entry="").update(entry="")
    forget_order()
