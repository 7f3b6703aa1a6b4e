"""Whether a person belongs to the audience of an activity, and what to tell them when they do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dreamplus.participation.audience import words
from dreamplus.participation.audience.stored import audience_of, reference_year
from dreamplus.participation.rules.audience import Act, Facts, Gap, Proof, Requirement, Way, gap
from dreamplus.people.assisted.models import WithoutAddress
from dreamplus.people.models import Residence, User
from dreamplus.people.roles import Permission
from dreamplus.people.rolls.models import RollLine

if TYPE_CHECKING:
    from dreamplus.participation.models import Activity


@dataclass(frozen=True)
class Refusal:
    """Why somebody may not take part yet, and where to mend it."""

    sentence: str
    action: str = ""
    href: str = ""


def check(user: Any, activity: Activity, act: Act, *, back: str = "") -> Refusal | None:
    """None when `user` (possibly anonymous) may do `act`. No query for what anyone may do.

    `back`: the address of this site to come back to once the gap is filled.
    """
    requirement = audience_of(activity).of(act)
    year = reference_year(activity)
    lacking = gap(requirement, facts_about(user, requirement), year=year)
    return None if lacking is None else refusal(lacking, requirement, year, back)


def may_read(user: Any, activity: Activity) -> bool:
    """Whether `user` may see the activity at all; those who prepare it always may. No query for what is public."""
    from dreamplus.participation.reach import may_on

    if not activity.is_private or may_on(user, Permission.MANAGE_ACTIVITIES, activity):
        return True
    return check(user, activity, Act.READ) is None


def refuse_reading(request: HttpRequest, activity: Activity) -> None:
    """Raises `PermissionDenied` when the person of this request may not see the activity."""
    if not may_read(request.user, activity):
        raise PermissionDenied


def facts_about(user: Any, requirement: Requirement) -> Facts:
    """What is known of `user` that `requirement` asks: only that is read."""
    if not requirement.needs_account or not isinstance(user, User) or not user.is_active:
        return Facts()
    confirmed = EmailAddress.objects.filter(user_id=user.pk, verified=True).exists() or _helped(user)
    return Facts(has_account=True, confirmed=confirmed, proofs=tuple(_proofs(user, requirement)))


def _helped(user: User) -> bool:
    """Whether somebody at a counter has seen the person, who has no address to confirm."""
    return not user.address and WithoutAddress.objects.filter(user=user).exists()


def _proofs(user: User, requirement: Requirement) -> list[Proof]:
    found = []
    if {Way.RESIDENT, Way.COUNTER}.intersection(requirement.ways):
        for place in Residence.objects.filter(user=user):
            way = Way.COUNTER if place.proof == Residence.Proof.COUNTER else Way.RESIDENT
            found.append(Proof(way, area=place.area, birth_year=place.birth_year))
    if Way.LIST in requirement.ways:
        lines = RollLine.objects.filter(user=user, roll__uuid__in=requirement.lists, roll__erased_at=None)
        for roll, area, birth_year in lines.values_list("roll__uuid", "area", "birth_year"):
            found.append(Proof(Way.LIST, area=area, birth_year=birth_year, list=str(roll)))
    return found


def refusal(lacking: Gap, requirement: Requirement, year: int, back: str = "") -> Refusal:
    """The gap in one sentence, with the way to fill it where there is one."""
    query = f"?{urlencode({'next': back})}" if back else ""
    if lacking == Gap.ACCOUNT:
        return Refusal(
            _("To take part, confirm an e-mail address: you receive a code, no password is needed."),
            _("Receive a code by e-mail"),
            reverse("account_login") + query,
        )
    if lacking == Gap.CONFIRMATION:
        return Refusal(
            _("To take part, your e-mail address must be confirmed. The code we send you does it in a minute."),
            _("Confirm my address"),
            reverse("account_email"),
        )
    if lacking == Gap.NOBODY_MAY:
        return Refusal(_("This is not open to anybody here."))
    sentence = words.why_not(lacking, requirement, year)
    if Way.LIST in requirement.ways and Way.RESIDENT not in requirement.ways:
        return Refusal(sentence, _("Type the code of my letter"), reverse("rolls:claim") + query)
    return Refusal(sentence, _("Say where I live and my year of birth"), reverse("people:residence") + query)
