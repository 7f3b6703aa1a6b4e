"""The rules are sealed: everything that is fixed becomes the first entry of the log, in the box, under the eyes of the
region. From then on a change is a new vote."""

from __future__ import annotations

import json
import secrets
import time
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dreamplus.core import access, clock
from dreamplus.core.outbound import OutboundError
from dreamplus.participation.audience import audience_of
from dreamplus.participation.models import Activity
from dreamplus.participation.paper import queries as paper
from dreamplus.participation.rules.audience import Act, Way
from dreamplus.people.rolls.models import Roll, RollLine
from dreamplus.people.rolls.services import freeze_roll
from polls.rules import RulesRefused, Weighting, thresholds_of
from polls.secret import houses, issuing, keys
from polls.secret.errors import HouseAway, NotPrepared
from polls.secret.models import RollEntry, SecretVote
from polls.secret.rules import limits, tree
from polls.secret.rules.blind import PublicKey
from polls.secret.rules.canonical import encode, unb64, unhex
from polls.secret.rules.publication import Publication
from polls.secret.rules.refusals import Refused
from polls.secret.rules.terms import SCRUTINEERS, Question, Station, Terms
from polls.words import apart, collect, draft_questions

WAITS = 15.0  # seconds for the witness, before the minute task goes on waiting


def wanting(activity: Activity) -> list[str]:
    """What stops the rules from being sealed, in sentences; nothing when they may be."""
    found = []
    vote = SecretVote.objects.filter(activity=activity).first()
    proved = vote.scrutineers.exclude(proved_at=None).count() if vote else 0
    if proved < SCRUTINEERS:
        found.append(_("Three scrutineers must have made and tried their keys."))
    if activity.closes_at is None:
        found.append(_("Set the date of closing."))
    elif activity.closes_at <= clock.now():
        found.append(_("The closing is already past: choose a later one."))
    roll = the_roll(activity)
    if roll is None:
        found.append(
            _("The vote must be for the people of one list, without a limit of quarter or age: choose its audience.")
        )
    elif roll.size < limits.FEWEST_LINES:
        found.append(_("A secret vote needs a list of at least %(number)d people.") % {"number": limits.FEWEST_LINES})
    if Weighting.read(activity.rules):
        found.append(_("In a secret vote each person has one vote: no weights and no proxies."))
    try:
        different = limits.different_over(draft_questions(activity))
    except RulesRefused:
        return [*found, _("Give at least two options, and numbers of choices that fit them.")]
    if different > limits.MOST_BALLOTS:
        found.append(
            _(
                "There would be %(number)s different ballots, and people could be made to sign theirs by how they fill "
                "it in. Offer fewer options, or let them say less: at most %(most)s."
            )
            % {"number": f"{different:n}", "most": f"{limits.MOST_BALLOTS:n}"}
        )
    return found


def many_ballots(activity: Activity) -> bool:
    """Whether there are more different ballots than lines: allowed, and worth a warning."""
    roll = the_roll(activity)
    try:
        return roll is not None and limits.different_over(draft_questions(activity)) > roll.size
    except RulesRefused:
        return False


def the_roll(activity: Activity) -> Roll | None:
    """The one list on which the audience rests, when nothing else limits it."""
    asked = audience_of(activity).of(Act.VOTE)
    if asked.ways != (Way.LIST,) or len(asked.lists) != 1 or asked.limited:
        return None
    return Roll.objects.filter(uuid__in=asked.lists, imported_at__isnull=False, erased_at=None).first()


def lay(*, activity: Activity, by: Any, at: datetime) -> SecretVote:
    """Seals the rules. Safe to call again until both houses have said yes.

    Raises `NotPrepared` with what is missing, `HouseAway` when box or region do not answer or refuse; terms that the
    box has refused are made again by the next call.
    """
    vote = SecretVote.objects.filter(activity=activity).first()
    if vote is None or not vote.terms:
        vote = _write(activity, by, at)
    try:
        houses.lay_terms(activity.uuid, vote.terms.encode())
    except Refused as refused:
        SecretVote.objects.filter(pk=vote.pk, laid_at=None).update(terms="", trouble=refused.code)
        raise HouseAway(_("The box refuses these rules (%(code)s).") % {"code": refused}) from None
    except OutboundError as error:
        raise HouseAway(_("The box does not answer: %(why)s") % {"why": error.sentence}) from None
    end = time.monotonic() + WAITS
    while not look_at_log(vote, at) and time.monotonic() < end:
        time.sleep(0.5)
    return vote


def look_at_log(vote: SecretVote, at: datetime) -> bool:
    """Notes that the witness has signed the beginning of the log, once it has."""
    try:
        told = Publication.read(houses.log_of(vote.activity.uuid), None)
        witnessed = any(head["witness"] for head in told.heads)
    except (Refused, OutboundError, KeyError, TypeError):
        return False
    if not witnessed or encode(told.terms.told()).decode() != vote.terms:
        return False
    SecretVote.objects.filter(pk=vote.pk, laid_at=None).update(laid_at=at, trouble="")
    vote.refresh_from_db()
    return True


def terms_of(vote: SecretVote) -> Terms:
    """The sealed rules. Raises `Refused` where there are none."""
    if not vote.terms:
        raise Refused("no-terms")
    return read_terms(vote.terms)


@lru_cache(maxsize=8)
def read_terms(terms: str) -> Terms:
    """Sealed terms never change: they are read once."""
    return Terms.read(json.loads(terms))


def _write(activity: Activity, by: Any, at: datetime) -> SecretVote:
    if missing := wanting(activity):
        raise NotPrepared(" ".join(missing))
    try:
        box, witness = houses.box_keys(activity.uuid), houses.witness_promise(activity.uuid)
    except Refused as refused:
        raise HouseAway(_("The box or the region refuses to take part (%(code)s).") % {"code": refused}) from None
    except OutboundError as error:
        raise HouseAway(_("The box or the region does not answer: %(why)s") % {"why": error.sentence}) from None
    issuer = _issuer(activity)
    with transaction.atomic():
        activity.refresh_from_db(from_queryset=Activity.objects.select_for_update())
        vote = SecretVote.objects.select_for_update().get(activity=activity)
        if missing := wanting(activity):
            raise NotPrepared(" ".join(missing))
        roll = the_roll(activity)
        if activity.opens_at is None:  # as soon as it is opened: from now on the box may take what comes
            activity.opens_at = at
            activity.save(update_fields=["opens_at"])
        opens, closes = activity.opens_at, activity.closes_at
        if roll is None or closes is None:
            raise NotPrepared(" ".join(wanting(activity)))
        freeze_roll(roll=roll, at=at)
        leaves = _freeze(vote, roll)
        try:
            terms = Terms(
                poll=activity.uuid,
                site=settings.DREAM_ORIGIN,
                box=settings.DREAM_BOX,
                witness=settings.DREAM_WITNESS,
                opens=written_moment(opens),
                closes=written_moment(closes),
                questions=_questions(activity),
                roll_root=tree.root(leaves),
                roll_size=len(leaves),
                issuers=(issuer,),
                scrutineers=tuple(unb64(one.public, size=32) for one in vote.scrutineers.order_by("number")),
                log_key=unb64(box["log"], size=32),
                promise_key=unb64(box["promise"], size=32),
                witness_key=unb64(witness["key"], size=32),
                booth=unhex(box["booth"]),
                ties=(sha256(keys.tie_secret(activity.uuid)).digest(), unhex(witness["tie"])),
                stations=tuple(Station(one.code, one.name) for one in paper.stations(activity)),
            )
        except (Refused, KeyError) as refused:
            raise NotPrepared(_("These rules cannot be sealed (%(code)s).") % {"code": refused}) from None
        vote.terms, vote.trouble = encode(terms.told()).decode(), ""
        vote.save(update_fields=["terms", "trouble"])
        access.log(actor=by, purpose="secret.lay", subject=f"participation.Activity:{activity.pk}", at=at)
    return vote


def _issuer(activity: Activity) -> PublicKey:
    """The key that will sign its tokens; it takes a second to make. Raises `HouseAway`."""
    try:
        return issuing.make_key(activity.uuid)
    except (Refused, OutboundError):
        raise HouseAway(_("The process that signs tokens does not answer: tell who looks after this site.")) from None


def _questions(activity: Activity) -> tuple[Question, ...]:
    told = zip(draft_questions(activity), apart(collect(activity)), thresholds_of(activity.rules), strict=True)
    return tuple(Question(*one) for one in told)


def _freeze(vote: SecretVote, roll: Roll) -> list[bytes]:
    """The leaves of the list, sorted; each line has a nonce of its own."""
    vote.roll.all().delete()
    entries = []
    for line in RollLine.objects.filter(roll=roll).only("pk", "number", "name", "birth_year").order_by("number"):
        nonce = secrets.token_bytes(32)
        leaf = tree.roll_leaf(nonce, f"{line.number}\t{line.name}\t{line.birth_year or ''}")
        entries.append(RollEntry(vote=vote, line=line, nonce=nonce.hex(), leaf=leaf.hex()))
    RollEntry.objects.bulk_create(entries, batch_size=1000)
    return sorted(bytes.fromhex(entry.leaf) for entry in entries)


def written_moment(at: datetime) -> str:
    """UTC, to the second, as records write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
