"""Two scrutineers give their keys; the ballots are fetched, verified, opened, counted, and published whole."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from dreamplus.core.outbound import OutboundError
from dreamplus.participation.paper.queries import count_of
from polls.secret import files, houses, keys
from polls.secret.errors import KeyRefused, NotPrepared
from polls.secret.models import Scrutineer, SecretVote
from polls.secret.rules import opening
from polls.secret.rules.ballot import Ballot
from polls.secret.rules.canonical import unb64, unhex
from polls.secret.rules.log import Head
from polls.secret.rules.papers import Papers
from polls.secret.rules.publication import Publication
from polls.secret.rules.refusals import Refused
from polls.secret.rules.sealing import public_of
from polls.secret.rules.verifying import verify
from polls.secret.services.laying import terms_of
from polls.secret.services.papers import said_on_paper

KEYS_NEEDED = 2
WAITS_FOR_THE_WITNESS = timedelta(days=1)


@transaction.atomic
def give_key(*, scrutineer: Scrutineer, private: str, at: datetime) -> None:
    """After the closing only: the private half of their key. Raises `NotPrepared` too early, `KeyRefused`."""
    vote = SecretVote.objects.select_for_update().get(pk=scrutineer.vote_id)
    scrutineer.refresh_from_db()
    if not vote.sealed:
        raise NotPrepared(_("The box is not closed yet: keep your key to yourself until then."))
    if scrutineer.given_at is not None:
        return
    try:
        fits = public_of(unb64(private, size=32)) == unb64(scrutineer.public, size=32)
    except (Refused, ValueError):
        fits = False
    if not fits:
        raise KeyRefused(_("This is not the key that you made for this vote. Look for the file of that day."))
    scrutineer.private, scrutineer.given_at = private, at
    scrutineer.save(update_fields=["private", "given_at"])


def open_box(vote: SecretVote, at: datetime) -> None:
    """With the keys that were given. Everything is verified again before it is believed. Idempotent.

    Raises `Refused`, `OutboundError`.
    """
    terms, poll = terms_of(vote), vote.activity.uuid
    log = Publication.read(vote.sealed.encode(), None)
    lines = tuple(houses.ballots_of(poll).splitlines())
    private = {one.number: unb64(one.private, size=32) for one in vote.scrutineers.exclude(private="")}
    pair = dict(sorted(private.items())[:KEYS_NEEDED])
    ballots = [Ballot.read(line, terms) for line in lines]
    papers = Papers.read(log.paper, terms) if terms.stations else None
    on_paper = said_on_paper(vote.activity, len(terms.rules)) if terms.stations else None
    opened = opening.open_all(terms, ballots, pair, papers, on_paper)
    ties = (keys.tie_secret(poll), _witness_secret(vote, at))
    root = Head.read(log.heads[-1]["head"]).root
    seed = opening.seed([secret for secret in ties if secret], root) if all(ties) else None
    result = opening.result(terms, opened, seed=seed)
    published = Publication(
        terms=terms,
        leaves=log.leaves,
        heads=log.heads,
        closing=log.closing,
        keys={} if opened.withheld else private,
        ties=ties,
        result=result,
        ballots=None if opened.withheld else lines,
        postponements=log.postponements,
        paper=log.paper,
        on_paper=None if opened.withheld or on_paper is None else on_paper.told(),
    )
    found = verify(published)
    if not found.ok:
        raise Refused("not-verified", ", ".join(found.faults))
    files.write(poll, published)
    with transaction.atomic():
        SecretVote.objects.filter(pk=vote.pk, result__isnull=True).update(result=result, opened_at=at, trouble="")
        vote.scrutineers.update(private="")  # published, or withheld with the ballots that they open
    keys.destroy_paper_nonce(poll)  # the same
    vote.refresh_from_db()


def _witness_secret(vote: SecretVote, at: datetime) -> bytes | None:
    """The witness's half of what breaks ties, waited for. None where it has not told it a day after the log was
    complete: the publication then names it, and lots are drawn in public. Raises `Refused`, `OutboundError` while it is
    waited for.
    """
    try:
        told = houses.witness_says(vote.activity.uuid)["tie"]
        if told is None:
            raise Refused("tie-not-told")
        return unhex(told)
    except (Refused, OutboundError):
        count = count_of(vote.activity)
        since = count.ended_at if count else vote.activity.closes_at
        if since is None or at < since + WAITS_FOR_THE_WITNESS:
            raise
        return None
