"""Three persons are named; each makes a key in their own browser and proves that the file they kept opens a ballot."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dreamplus.core import access
from dreamplus.participation.models import Activity
from polls.secret.errors import KeyRefused, NotPrepared
from polls.secret.mail import invitation
from polls.secret.models import Scrutineer, SecretVote
from polls.secret.rules import sealing
from polls.secret.rules.canonical import Json, b64, unb64
from polls.secret.rules.refusals import Refused

Person = tuple[str, str]
TRIAL = b"dream-trial/1"


@transaction.atomic
def name_scrutineers(*, activity: Activity, persons: Sequence[Person], by: Any, at: datetime) -> SecretVote:
    """Three persons (name, e-mail address), each sent a link of their own. Those of before lose theirs, and their keys.

    Raises `NotPrepared` once the rules are sealed.
    """
    vote, _new = SecretVote.objects.select_for_update().get_or_create(activity=activity, defaults={"created_at": at})
    _refuse_sealed(vote)
    vote.scrutineers.all().delete()
    for number, (name, email) in enumerate(persons, 1):
        scrutineer = Scrutineer(vote=vote, number=number, name=name, email=email)
        _send(scrutineer)
    access.log(actor=by, purpose="secret.name_scrutineers", subject=f"participation.Activity:{activity.pk}", at=at)
    return vote


@transaction.atomic
def invite(*, scrutineer: Scrutineer, by: Any, at: datetime) -> None:
    """A new link by e-mail; the one of before leads nowhere. Before the rules are sealed their key begins again."""
    vote = SecretVote.objects.select_for_update().get(pk=scrutineer.vote_id)
    scrutineer.refresh_from_db()
    if not vote.terms:
        scrutineer.public, scrutineer.trial, scrutineer.proved_at = "", "", None
    _send(scrutineer)
    access.log(actor=by, purpose="secret.invite", subject=f"secret.Scrutineer:{scrutineer.pk}", at=at)


def by_link(secret: str) -> Scrutineer | None:
    """Whom the link leads to."""
    digest = sha256(secret.encode()).hexdigest()
    return Scrutineer.objects.select_related("vote__activity").filter(digest=digest).first()


@transaction.atomic
def keep_key(*, scrutineer: Scrutineer, public: str) -> dict[str, Json]:
    """The public key, and a trial ballot sealed for it: `sealed` and `info`. Raises `KeyRefused`, `NotPrepared`."""
    _refuse_sealed(SecretVote.objects.select_for_update().get(pk=scrutineer.vote_id))
    try:
        raw = unb64(public, size=32)
        held, info = secrets.token_bytes(32), TRIAL + scrutineer.vote.activity.uuid.bytes + bytes([scrutineer.number])
        sealed = sealing.seal(held, [raw] * 3, info=info)
    except (Refused, ValueError):
        raise KeyRefused(_("This is not a key. Start again.")) from None
    scrutineer.public, scrutineer.proved_at, scrutineer.trial = public, None, sha256(held).hexdigest()
    try:
        with transaction.atomic():
            scrutineer.save(update_fields=["public", "proved_at", "trial"])
    except IntegrityError:
        raise KeyRefused(
            _("Another scrutineer has this very key. Each makes their own, on their own device.")
        ) from None
    return {"sealed": sealed.told(), "info": b64(info)}


@transaction.atomic
def prove_key(*, scrutineer: Scrutineer, opened: str, at: datetime) -> None:
    """`opened`: what the trial ballot holds, as only the private key says it. Raises `KeyRefused`, `NotPrepared`."""
    _refuse_sealed(SecretVote.objects.select_for_update().get(pk=scrutineer.vote_id))
    scrutineer.refresh_from_db()
    try:
        given = sha256(unb64(opened, size=32)).hexdigest()
    except Refused:
        given = ""
    if not scrutineer.trial or not compare_digest(given, scrutineer.trial):
        raise KeyRefused(_("This file does not open the trial ballot: it is not the key that was made here."))
    scrutineer.trial, scrutineer.proved_at = "", at
    scrutineer.save(update_fields=["trial", "proved_at"])


def _send(scrutineer: Scrutineer) -> None:
    secret = secrets.token_urlsafe(24)
    scrutineer.digest = sha256(secret.encode()).hexdigest()
    scrutineer.save()
    letter = invitation(scrutineer, secret)
    transaction.on_commit(letter.send, robust=True)  # one that fails is in the journal; the agent sends another


def _refuse_sealed(vote: SecretVote) -> None:
    if vote.terms:
        raise NotPrepared(_("The rules are sealed: scrutineers and keys can no longer change."))
