"""Opening, agreeing, ending: who may, what is known, what stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from dreamplus.core.models import AccessLog
from dreamplus.people.assisted.enums import Ending, Way
from dreamplus.people.assisted.errors import AssistedError, NotOpened
from dreamplus.people.assisted.models import Accompaniment, Place, WithoutAddress
from dreamplus.people.assisted.services import beginning, ending, opening
from dreamplus.people.assisted.services.opening import Asked
from dreamplus.people.assisted.services.places import close_place, keep_place, open_place_again
from dreamplus.people.models import Residence, User
from dreamplus.people.rights.models import Consent
from dreamplus.people.roles import STAFF, Permission, Role, allows
from dreamplus.people.rolls.models import RollLine
from dreamplus.people.rules.retention import kept_for
from dreamplus.people.services import Refused
from dreamplus.people.testing import make_person
from dreamplus.territory.quarters import add_quarter

from .conftest import AT, LATER, make_line

pytestmark = pytest.mark.django_db


def begun(place: Place, helper: User, way: Way = Way.COUNTER, **more: Any) -> Accompaniment:
    made = opening.open_on_this_screen(asked=Asked(place, way, **more), by=helper, at=AT)
    assert beginning.begin(accompaniment=made, at=AT)
    return made


def agreed(place: Place, helper: User, way: Way = Way.COUNTER, *, name: str = "", **more: Any) -> User:
    user = beginning.agree(accompaniment=begun(place, helper, way, **more), name=name, language="fr", at=AT)
    assert user is not None
    return user


@pytest.mark.parametrize("role", [None, *sorted(STAFF)])
def test_who_may_open(place: Place, role: Role | None) -> None:
    by = make_person(role) if role else make_person()
    if role in (Role.AGENT, Role.ANIMATOR, Role.ADMINISTRATOR):
        assert opening.open_on_this_screen(asked=Asked(place, Way.OWN), by=by, at=AT)
    else:
        with pytest.raises(PermissionDenied):
            opening.open_on_this_screen(asked=Asked(place, Way.OWN), by=by, at=AT)
        assert not Accompaniment.objects.exists()


@pytest.mark.parametrize("role", [None, *sorted(STAFF)])
def test_who_may_keep_places(place: Place, role: Role | None) -> None:
    by = make_person(role) if role else make_person()
    told = {"name": "Médiathèque", "address": "Place", "hours": ""}
    if role is not None and allows(role, Permission.MANAGE_PLACES):
        assert keep_place(place=None, **told, by=by, at=AT).code == "mediatheque"
        return
    for act in (
        lambda: keep_place(place=None, **told, by=by, at=AT),
        lambda: close_place(place=place, by=by, at=AT),
        lambda: open_place_again(place=place, by=by, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_place_keeps_its_code_and_its_name_is_its_own(place: Place) -> None:
    agent = make_person(Role.AGENT)
    keep_place(place=place, name="Cyber-centre du Pont", address="1 rue", hours="", by=agent, at=AT)
    assert Place.objects.get().code == "cyber-centre-de-la-lys"
    again = keep_place(place=None, name="Cyber-centre de la Lys", address="2 rue", hours="", by=agent, at=AT)
    assert again.code == "cyber-centre-de-la-lys-2"
    with pytest.raises(AssistedError):
        keep_place(place=None, name="cyber-centre DU PONT", address="2 rue", hours="", by=agent, at=AT)


def test_nobody_is_helped_at_a_closed_place(place: Place, helper: User) -> None:
    close_place(place=place, by=make_person(Role.AGENT), at=AT)
    place.refresh_from_db()
    with pytest.raises(NotOpened):
        opening.open_on_this_screen(asked=Asked(place, Way.OWN), by=helper, at=AT)


def test_nobody_is_known_before_they_agree(place: Place, helper: User, line: RollLine) -> None:
    row = begun(place, helper, Way.LIST, line=line)
    line.refresh_from_db()
    assert (row.user, line.user, line.qualified_by) == (None, None, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        Accompaniment.objects.filter(pk=row.pk).update(user=helper)


def test_who_agrees_is_known_without_an_address(place: Place, helper: User) -> None:
    add_quarter(name="Centre")
    user = agreed(place, helper, area="centre", birth_year=1941, document_seen=True, name="Marcel")
    assert (user.address, user.public_name, user.is_staff) == ("", "Marcel", False)
    assert user.email.endswith(".invalid")
    seen = Residence.objects.get(user=user)
    assert (seen.area, seen.birth_year, seen.proof, seen.vouched_on) == ("centre", 1941, "counter", AT.date())
    assert Consent.objects.get(person=user).purpose == "assisted"
    row = Accompaniment.objects.get()
    assert (row.area, row.birth_year, row.user) == ("", None, user)


def test_agreeing_twice_makes_one_person(place: Place, helper: User) -> None:
    user = agreed(place, helper, name="Marcel")
    row = Accompaniment.objects.get()
    assert beginning.agree(accompaniment=row, name="Marcel", language="fr", at=AT) == user
    assert WithoutAddress.objects.count() == 1


def test_what_is_only_said_is_only_declared(place: Place, helper: User) -> None:
    assert Residence.objects.get(user=agreed(place, helper, birth_year=1941)).proof == "declared"
    assert not Residence.objects.filter(user=agreed(place, helper)).exists()


def test_the_same_line_leads_to_the_same_person(place: Place, helper: User, line: RollLine) -> None:
    first = agreed(place, helper, Way.LIST, line=line)
    ending.end(uuid=str(Accompaniment.objects.get().uuid), ending=Ending.FINISHED, at=AT)
    line.refresh_from_db()
    assert agreed(place, helper, Way.LIST, line=line) == first
    assert (line.user, line.qualified_by) == (first, "counter")
    assert User.objects.filter(email__endswith=".invalid").count() == 1


def test_a_line_with_an_account_is_left_to_its_owner(place: Place, helper: User, line: RollLine) -> None:
    RollLine.objects.filter(pk=line.pk).update(user=make_person(), qualified_by="letter", qualified_at=AT.date())
    line.refresh_from_db()
    with pytest.raises(NotOpened, match="compte"):
        opening.open_on_this_screen(asked=Asked(place, Way.LIST, line=line), by=helper, at=AT)
    other = make_line("Helper", 2, line.roll)
    RollLine.objects.filter(pk=other.pk).update(user=helper, qualified_by="letter", qualified_at=AT.date())
    other.refresh_from_db()
    with pytest.raises(NotOpened, match="collègue"):
        opening.open_on_this_screen(asked=Asked(place, Way.LIST, line=other), by=helper, at=AT)


def test_a_line_whose_account_is_gone_is_freed_first(place: Place, helper: User, line: RollLine) -> None:
    RollLine.objects.filter(pk=line.pk).update(qualified_by="letter", qualified_at=AT.date())
    line.refresh_from_db()
    with pytest.raises(NotOpened, match="Libérez"):
        opening.open_on_this_screen(asked=Asked(place, Way.LIST, line=line), by=helper, at=AT)


def test_a_line_taken_meanwhile_is_not_given_twice(place: Place, helper: User, line: RollLine) -> None:
    row = begun(place, helper, Way.LIST, line=line)
    RollLine.objects.filter(pk=line.pk).update(user=make_person(), qualified_by="letter", qualified_at=AT.date())
    with pytest.raises(NotOpened):
        beginning.agree(accompaniment=row, name="", language="fr", at=AT)
    assert not WithoutAddress.objects.exists()


@pytest.mark.parametrize("told", [{"area": "ailleurs"}, {"birth_year": 1800}, {"birth_year": 2100}])
def test_what_cannot_be_is_refused(place: Place, helper: User, told: dict[str, Any]) -> None:
    add_quarter(name="Centre")
    with pytest.raises(Refused):
        opening.open_on_this_screen(asked=Asked(place, Way.COUNTER, **({"area": "centre"} | told)), by=helper, at=AT)
    assert not Accompaniment.objects.exists()


@pytest.mark.database_promise
def test_nothing_leads_from_what_has_ended_to_anybody(place: Place, helper: User, line: RollLine) -> None:
    user = agreed(place, helper, Way.LIST, line=line)
    row = Accompaniment.objects.get()
    Session.objects.create(session_key="la-sienne", session_data="", expire_date=LATER)
    Accompaniment.objects.filter(pk=row.pk).update(session_key="la-sienne")
    assert ending.end(uuid=str(row.uuid), ending=Ending.FINISHED, at=LATER)
    assert not ending.end(uuid=str(row.uuid), ending=Ending.FINISHED, at=LATER)
    row.refresh_from_db()
    assert (row.user, row.line, row.session_key, row.ending) == (None, None, "", "finished")
    assert not Session.objects.exists()
    for left in ({"user": user}, {"session_key": "x"}, {"number": "1234"}, {"area": "centre"}, {"birth_year": 1941}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Accompaniment.objects.filter(pk=row.pk).update(**left)


def test_who_opened_is_in_the_access_log_alone(place: Place, helper: User) -> None:
    row = begun(place, helper)
    subject = f"assisted.Accompaniment:{row.pk}"
    assert AccessLog.objects.filter(subject=subject, actor_id=str(helper.pk)).count() == 1
    fields = {field.name for field in Accompaniment._meta.get_fields() if field.is_relation}
    assert fields == {"place", "line", "user"}


def test_screens_left_and_codes_unused_are_ended_by_the_worker(place: Place, helper: User) -> None:
    left, alive = begun(place, helper), begun(place, helper)
    for row, key, until in ((left, "left", AT), (alive, "alive", LATER)):
        Session.objects.create(session_key=key, session_data="", expire_date=until)
        Accompaniment.objects.filter(pk=row.pk).update(session_key=key)
    unused, _code = opening.open_with_code(asked=Asked(place, Way.OWN), by=helper, at=AT - timedelta(minutes=16))
    fresh, _code = opening.open_with_code(asked=Asked(place, Way.OWN), by=helper, at=AT)
    assert ending.end_abandoned(AT) == 2
    endings = dict(Accompaniment.objects.values_list("pk", "ending"))
    assert endings == {left.pk: "idle", alive.pk: "", unused.pk: "unused", fresh.pk: ""}


def test_people_nobody_has_seen_for_long_are_erased(place: Place, helper: User, line: RollLine) -> None:
    user = agreed(place, helper, Way.LIST, line=line)
    end = AT + kept_for("assisted")
    assert (ending.due(end), ending.due(end + timedelta(days=1))) == (0, 1)
    assert User.objects.filter(pk=user.pk).exists()
    assert ending.purge(end + timedelta(days=1)) == 1
    line.refresh_from_db()
    assert not User.objects.filter(pk=user.pk).exists()
    assert (line.user, line.qualified_by) == (None, "counter")


def test_ending_from_the_board(place: Place, helper: User, at: datetime) -> None:
    row = begun(place, helper)
    with pytest.raises(PermissionDenied):
        ending.end_from_board(accompaniment=row, by=make_person(), at=AT)
    assert ending.end_from_board(accompaniment=row, by=helper, at=AT)
    assert not ending.end_from_board(accompaniment=row, by=helper, at=AT)
