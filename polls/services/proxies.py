"""Who votes for somebody else too: logged by the town hall before the opening, so that no ballot changes weight."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreamplus.core import access
from dreamplus.participation.models import Activity
from dreamplus.people.rolls.models import RollLine
from polls.errors import ProxyRefused
from polls.models import Proxy
from polls.rules import Weighting
from polls.services.marking import rolls_of


@transaction.atomic
def log_proxy(*, activity: Activity, giver: RollLine, holder: RollLine, by: Any, at: datetime) -> Proxy:
    """`holder` will vote for `giver` too, with one ballot for both. Raises `ProxyRefused` with its reason.

    Both stand on a list of the vote. Who gives a proxy holds none, and the other way round: no chain.
    """
    most = _before_the_opening(activity)
    if {giver.roll_id, holder.roll_id} - set(rolls_of(activity).values_list("pk", flat=True)):
        raise ProxyRefused(_("This list is not the one of the vote."))
    mine = Proxy.objects.filter(activity=activity)
    if giver.pk == holder.pk:
        raise ProxyRefused(_("Nobody gives a proxy to themselves."))
    if mine.filter(giver=giver).exists():
        raise ProxyRefused(_("%(name)s has given a proxy already.") % _named(giver))
    if mine.filter(giver=holder).exists():
        raise ProxyRefused(_("%(name)s has given a proxy to somebody else: they vote for nobody.") % _named(holder))
    if mine.filter(holder=giver).exists():
        raise ProxyRefused(_("%(name)s votes for somebody else, and so must vote in person.") % _named(giver))
    if mine.filter(holder=holder).count() >= most:
        told = ngettext(
            "%(name)s already votes for %(most)d other person: the rules allow no more.",
            "%(name)s already votes for %(most)d other people: the rules allow no more.",
            most,
        )
        raise ProxyRefused(told % (_named(holder) | {"most": most}))
    proxy = Proxy.objects.create(activity=activity, giver=giver, holder=holder, day=localdate(at))
    access.log(actor=by, purpose="polls.proxy", subject=f"rolls.RollLine:{giver.pk}", at=at)
    return proxy


@transaction.atomic
def take_proxy_back(*, activity: Activity, giver: RollLine, by: Any, at: datetime) -> None:
    """The person votes for themselves again. Raises `ProxyRefused` once the vote has opened."""
    _before_the_opening(activity)
    if Proxy.objects.filter(activity=activity, giver=giver).delete()[0]:
        access.log(actor=by, purpose="polls.proxy_back", subject=f"rolls.RollLine:{giver.pk}", at=at)


def may_be_logged(activity: Activity) -> bool:
    """Whether the rules allow proxies and are not fixed yet."""
    return activity.frozen_at is None and Weighting.read(activity.rules).proxies > 0


def _before_the_opening(activity: Activity) -> int:
    """How many one may hold. The activity stays locked: the vote, which waits for it to be frozen, sees all or none."""
    activity.refresh_from_db(from_queryset=Activity.objects.select_for_update())
    if not may_be_logged(activity):
        raise ProxyRefused(_("Proxies are logged before the vote opens, where its rules allow some."))
    return Weighting.read(activity.rules).proxies


def _named(line: RollLine) -> dict[str, str]:
    return {"name": line.name}
