"""The secret vote of the demonstration, prepared by the services everybody uses, between houses that are served."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate
from wagtail.models import Site

from dreamplus.demonstration.content import eclairage
from dreamplus.demonstration.content.staff import CITIZEN
from dreamplus.participation.models import Activity
from dreamplus.participation.paper.services import set_stations
from dreamplus.participation.rules.audience import Audience, Requirement, Way
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.rolls.enums import Way as Proof
from dreamplus.people.rolls.models import Roll, RollLine
from polls.secret import services
from polls.secret.level import CODE
from polls.secret.models import Scrutineer
from polls.secret.rules import sealing
from polls.secret.rules.canonical import b64, unb64
from polls.secret.rules.sealing import Sealed, public_of
from polls.services import create_poll, open_poll


def play(*, at: datetime) -> Activity:
    """Lays and opens it. Box and hub are served. The scrutineers' keys are kept in the folder of the demonstration, so
    that whoever looks at it can open the box after the closing."""
    agent = User.objects.filter(role_grants__role=Role.AGENT).first()
    roll = _people(at)
    page = create_poll(
        parent=Site.objects.get(is_default_site=True).root_page,
        title=eclairage.FRENCH.title,
        question=eclairage.QUESTION,
        options=[(option.label, option.description) for option in eclairage.OPTIONS],
        summary=eclairage.FRENCH.summary,
        opens_at=at,
        closes_at=at + timedelta(days=7),
        audience=Audience(Requirement((Way.LIST,), lists=(str(roll.uuid),))),
        level=CODE,
        at=at,
        by=agent,
    )
    activity: Activity = page.activity
    set_stations(activity=activity, names=eclairage.STATIONS, at=at)
    vote = services.name_scrutineers(activity=activity, persons=eclairage.SCRUTINEERS, by=agent, at=at)
    for scrutineer in vote.scrutineers.order_by("number"):
        _make_key(scrutineer, activity, at)
    services.lay(activity=activity, by=agent, at=at)
    open_poll(activity=activity, by=agent, at=at)
    return activity


def _people(at: datetime) -> Roll:
    """An invented list: the resident whose sign-in is printed, neighbours with an account, others without."""
    roll = Roll.objects.create(
        name=eclairage.LIST,
        purpose="Vote sur l’éclairage du Faubourg.",
        created_by_role=Role.AGENT,
        size=eclairage.PEOPLE,
        created_at=at,
        imported_at=at,
        lines_hash=secrets.token_hex(32),
        erase_on=localdate(at) + timedelta(days=120),
    )
    known = [User.objects.get(email=CITIZEN[0]), *User.objects.filter(email__startswith="voisin-").order_by("pk")[:20]]
    lines = []
    for number in range(1, eclairage.PEOPLE + 1):
        user = known[number - 1] if number <= len(known) else None
        proof: dict[str, Any] = {"qualified_by": Proof.COUNTER, "qualified_at": localdate(at)} if user else {}
        name = f"Habitante {number}" if number % 2 else f"Habitant {number}"
        lines.append(RollLine(roll=roll, number=number, name=name, folded=name.lower(), user=user, **proof))
    RollLine.objects.bulk_create(lines)
    return roll


def _make_key(scrutineer: Scrutineer, activity: Activity, at: datetime) -> None:
    """As the page of the scrutineer does, the file included."""
    private = secrets.token_bytes(32)
    public = b64(public_of(private))
    told = services.keep_key(scrutineer=scrutineer, public=public)
    sealed = Sealed.read(told["sealed"], length=32)
    opened = sealing.unseal(sealed, {1: private, 2: private}, info=unb64(told["info"]))
    services.prove_key(scrutineer=scrutineer, opened=b64(opened), at=at)
    file = Path(settings.DREAM_DATA) / f"cle-de-scrutateur-{scrutineer.number}.json"
    file.touch(mode=0o600)
    kept = {
        "type": "dream-scrutineer-key/1",
        "poll": str(activity.uuid),
        "number": scrutineer.number,
        "private": b64(private),
        "public": public,
    }
    file.write_text(json.dumps(kept) + "\n")
