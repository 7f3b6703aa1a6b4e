"""Who may stand on a line, and who may not."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections

from dreamplus.core import clock
from dreamplus.core.models import AccessLog
from dreamplus.core.tasks.testing import run_all
from dreamplus.people import personal_data
from dreamplus.people.models import User
from dreamplus.people.roles import Permission, Role, any_allows
from dreamplus.people.rolls import queries, secrets, services
from dreamplus.people.rolls.enums import CodeKind, Way
from dreamplus.people.rolls.errors import CodeRefused, LineTaken, RollError, TooManyTries
from dreamplus.people.rolls.models import Roll, RollCode, RollLine
from dreamplus.people.services import delete_account
from dreamplus.people.testing import make_person
from tests.dreamplus.people.rolls.conftest import AT, filled, make_roll

pytestmark = pytest.mark.database_promise


def letter_code(line: RollLine) -> str:
    code = secrets.new_code()
    RollCode.objects.create(line=line, kind=CodeKind.LETTER, digest=secrets.digest(code))
    return code


@pytest.fixture
def line(used: Roll) -> RollLine:
    return used.lines.get(number=1)


def test_a_code_of_a_letter_leads_to_its_line(line: RollLine) -> None:
    zoe, code = make_person(), letter_code(line)
    typed = f" {code.lower().replace('-', ' ')} "
    claimed = services.claim_line(user=zoe, code=typed, at=AT, place="192.0.2.1")
    assert (claimed.pk, claimed.user, claimed.qualified_by, claimed.qualified_at) == (line.pk, zoe, "letter", AT.date())
    assert queries.line_of(zoe, line.roll) == line
    assert services.claim_line(user=zoe, code=code, at=AT) == line


def test_nothing_in_the_database_gives_the_code(line: RollLine) -> None:
    code = letter_code(line)
    kept = RollCode.objects.values().get()
    assert code not in str(kept)
    assert code.replace("-", "") not in str(kept)
    assert len(kept["digest"]) == 64


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", "caractère"),
        ("AAAA", "caractère"),
        ("7KQ2-M9DX-4TRP-8ZC4", "caractère"),
        (None, "Nous ne connaissons pas ce code"),
    ],
)
def test_a_wrong_code_is_told_in_a_sentence(line: RollLine, typed: str | None, part: str) -> None:
    with pytest.raises(CodeRefused, match=part):
        services.claim_line(user=make_person(), code=secrets.new_code() if typed is None else typed, at=AT)
    assert RollLine.objects.exclude(user=None).count() == 0


def test_a_code_serves_one_account(line: RollLine) -> None:
    code = letter_code(line)
    services.claim_line(user=make_person(), code=code, at=AT)
    with pytest.raises(LineTaken, match="a déjà servi"):
        services.claim_line(user=make_person(), code=code, at=AT)


def test_an_account_has_one_line_on_a_list(line: RollLine) -> None:
    zoe, other = make_person(), line.roll.lines.get(number=2)
    services.claim_line(user=zoe, code=letter_code(line), at=AT)
    with pytest.raises(LineTaken, match="à une autre ligne"):
        services.claim_line(user=zoe, code=letter_code(other), at=AT)
    assert RollLine.objects.filter(user=zoe).count() == 1


def test_tries_are_counted_for_a_person_and_for_an_address(line: RollLine) -> None:
    zoe = make_person()
    for _number in range(10):
        with pytest.raises(CodeRefused):
            services.claim_line(user=zoe, code="AAAA", at=AT)
    with pytest.raises(TooManyTries):
        services.claim_line(user=zoe, code=letter_code(line), at=AT)
    assert services.claim_line(user=zoe, code=letter_code(line.roll.lines.get(number=2)), at=AT + timedelta(hours=1))
    for _number in range(60):
        with pytest.raises(CodeRefused):
            services.claim_line(user=make_person(), code="AAAA", at=AT, place="192.0.2.9")
    with pytest.raises(TooManyTries):
        services.claim_line(user=make_person(), code="AAAA", at=AT, place="192.0.2.9")


def test_a_list_that_is_not_confirmed_or_is_erased_knows_no_code(roll: Roll) -> None:
    line = RollLine.objects.create(roll=roll, number=1, name="Zoé", folded="zoe")
    code = letter_code(line)
    with pytest.raises(CodeRefused):
        services.claim_line(user=make_person(), code=code, at=AT)


COUNTER = [role for role in Role if any_allows([role], Permission.VOUCH)]


@pytest.mark.parametrize("role", Role)
def test_who_may_work_at_the_counter(line: RollLine, role: Role) -> None:
    by, acts = make_person(role), []
    for act in (
        lambda: services.counter_code(line=line, by=by, at=AT),
        lambda: services.vouch(line=line, user=make_person(), by=by, at=AT),
        lambda: services.release_line(line=line, by=by, at=AT),
    ):
        try:
            act()
            acts.append(True)
        except PermissionDenied:
            acts.append(False)
    assert acts == [role in COUNTER] * 3
    assert set(COUNTER) == {Role.AGENT, Role.ANIMATOR, Role.ADMINISTRATOR}


def test_a_code_of_the_counter_is_good_for_a_day_and_says_a_document_was_seen(line: RollLine) -> None:
    agent = make_person(Role.AGENT)
    first, code = (services.counter_code(line=line, by=agent, at=AT) for _number in range(2))
    kept = RollCode.objects.get(kind=CodeKind.COUNTER)
    assert (kept.document_seen, kept.expires_at) == (True, AT + timedelta(days=1))
    seen = AccessLog.objects.filter(actor_id=str(agent.pk), purpose="rolls.document_seen")
    assert {one.subject for one in seen} == {f"rolls.RollLine:{line.pk}"}
    for refused, at in ((first, AT), (code, AT + timedelta(days=1))):
        with pytest.raises(CodeRefused):
            services.claim_line(user=make_person(), code=refused, at=at)
    claimed = services.claim_line(user=make_person(), code=code, at=AT + timedelta(hours=23))
    assert claimed.qualified_by == Way.COUNTER


def test_an_agent_vouches_for_others_only(line: RollLine) -> None:
    agent, zoe = make_person(Role.AGENT), make_person()
    with pytest.raises(RollError, match="garant de soi-même"):
        services.vouch(line=line, user=agent, by=agent, at=AT)
    assert services.vouch(line=line, user=zoe, by=agent, at=AT).user == zoe
    with pytest.raises(LineTaken):
        services.vouch(line=line, user=make_person(), by=agent, at=AT)


def test_a_line_set_free_takes_another_account_and_its_codes_are_dead(line: RollLine) -> None:
    agent, code = make_person(Role.AGENT), letter_code(line)
    services.claim_line(user=make_person(), code=code, at=AT)
    services.release_line(line=line, by=agent, at=AT)
    with pytest.raises(CodeRefused):
        services.claim_line(user=make_person(), code=code, at=AT)
    assert services.claim_line(user=make_person(), code=services.counter_code(line=line, by=agent, at=AT), at=AT)


def test_an_account_that_goes_leaves_its_line_which_has_served(line: RollLine) -> None:
    zoe, code = make_person(), letter_code(line)
    services.claim_line(user=zoe, code=code, at=AT)
    exported = personal_data.export(zoe)["rolls.RollLine"]
    assert [(one["list"], one["name"], one["proved_by"]) for one in exported] == [
        ("Habitants", "Zoé Dupont", "code reçu par courrier")
    ]
    delete_account(user=zoe, at=AT)
    line.refresh_from_db()
    assert (line.name, line.user, line.qualified_by) == ("Zoé Dupont", None, "letter")
    with pytest.raises(LineTaken):
        services.claim_line(user=make_person(), code=code, at=AT)


def test_letters_forget_the_agent_who_leaves(used: Roll) -> None:
    agent = make_person(Role.AGENT)
    letters = services.make_codes(roll=used, by=agent, language="fr", at=AT)
    assert personal_data.export(agent)["rolls.RollLetters"] == [
        {"list": "Habitants", "letters": 2, "at": AT.isoformat()}
    ]
    delete_account(user=agent, at=AT)
    letters.refresh_from_db()
    assert letters.made_by is None


@pytest.mark.parametrize(
    ("by_email", "email", "stands"),
    [(True, "zoe@exemple.fr", True), (False, "zoe@exemple.fr", False), (True, "elie@exemple.fr", False)],
)
def test_a_confirmed_address_is_proof_where_the_list_says_so(
    at: datetime, db: None, by_email: bool, email: str, stands: bool
) -> None:
    roll, person = filled(make_roll(by_email=by_email)), make_person(email=email)
    line = roll.lines.get(number=1)
    assert queries.lines_for_email(person) == ([line] if stands else [])
    if stands:
        assert services.claim_by_email(user=person, line=line, at=AT).qualified_by == Way.EMAIL
        assert queries.lines_for_email(person) == []
    else:
        with pytest.raises(CodeRefused):
            services.claim_by_email(user=person, line=line, at=AT)


def true(sql: str, user: User) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT CASE WHEN {sql} THEN 1 ELSE 0 END", [user.pk])
        return bool(cursor.fetchone()[0])


def test_the_condition_says_who_stands_on_the_list(used: Roll) -> None:
    zoe, elie, maelle, nobody = (make_person() for _number in range(4))
    for number, person in enumerate((zoe, elie, maelle), start=1):
        services.claim_line(user=person, code=letter_code(used.lines.get(number=number)), at=AT)
    people = (zoe, elie, maelle, nobody)
    day = date(2026, 11, 26)

    def who(sql: str) -> list[bool]:
        return [true(sql, person) for person in people]

    assert who(queries.exists_sql(used.pk)) == [True, True, True, False]
    assert who(queries.exists_sql(used.pk + 1)) == [False] * 4
    assert who(queries.exists_sql(used.pk, areas=["Centre"])) == [True, False, False, False]
    assert who(queries.exists_sql(used.pk, areas=["L'%s' OR 1=1 --", "50 % d'ici"])) == [False] * 4
    assert who(queries.exists_sql(used.pk, born_before_year=1990)) == [True, False, False, False]
    assert who(queries.condition(used, min_age=14, on=day)) == [True, True, True, False]
    assert who(queries.condition(used, min_age=15, on=day)) == [True, True, False, False]
    services.ask_erasure(roll=used, at=AT)
    assert who(queries.exists_sql(used.pk)) == [False] * 4


def test_a_quarter_with_quotes_and_percent_signs_is_a_name_like_another(db: None, at: datetime) -> None:
    area = "L'Épeule 100 % %s"
    roll, zoe = filled(make_roll(), [["Dupont", "", "1980", "", area, "", ""]]), make_person()
    services.claim_line(user=zoe, code=letter_code(roll.lines.get()), at=AT)
    assert true(queries.condition(roll, areas=[area], min_age=18, on=AT.date()), zoe)


@pytest.mark.parametrize("typed", ["n'guyen", "N’GUYEN", "elie n"])
def test_a_name_is_found_whatever_its_accents(used: Roll, typed: str) -> None:
    assert [line.name for line in queries.lines_page(used, typed)] == ["Élie N’Guyễn"]


def test_a_name_that_is_not_there_is_not_found(used: Roll) -> None:
    assert list(queries.lines_page(used, "zzz")) == []
    assert [line.number for line in queries.lines_page(used)] == [1, 2, 3]


@pytest.mark.parametrize("people", [1, 3])
def test_reads_cost_the_same_whatever_the_length(
    db: None, at: datetime, people: int, django_assert_num_queries: Any
) -> None:
    roll = filled(make_roll(), [[f"Nom{'abc'[number]}", "", "", "", "", "", ""] for number in range(people)])
    zoe = make_person()
    with django_assert_num_queries(1):
        queries.line_of(zoe, roll)
    with django_assert_num_queries(2):
        list(queries.lines_page(roll, "nom"))
    with django_assert_num_queries(1):
        queries.lines_of(zoe)


def at_once(tries: list[tuple[User, str]]) -> list[str]:
    """What comes of each (account, code), all tried at the same moment by threads of their own."""
    start, results = threading.Barrier(len(tries)), []

    def claim(person: User, code: str) -> None:
        start.wait()
        try:
            services.claim_line(user=person, code=code, at=AT)
            results.append("stands")
        except LineTaken:
            results.append("refused")
        except Exception as error:
            results.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=claim, args=one) for one in tries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.usefixtures("own_database")
def test_thirty_two_accounts_try_one_code_at_once(settings: Any, tmp_path: Any) -> None:
    settings.DREAM_PRIVATE_MEDIA = tmp_path
    with clock.frozen(AT):
        roll = filled(make_roll())
        line = roll.lines.get(number=1)
        code, people = letter_code(line), [make_person() for _number in range(32)]
    results = at_once([(person, code) for person in people])
    assert sorted(results) == ["refused"] * 31 + ["stands"]
    assert RollLine.objects.filter(user__isnull=False).count() == 1


@pytest.mark.usefixtures("own_database")
def test_one_account_tries_eight_codes_of_a_list_at_once(settings: Any, tmp_path: Any) -> None:
    settings.DREAM_PRIVATE_MEDIA = tmp_path
    with clock.frozen(AT):
        roll = filled(make_roll(), [[f"Nom {'abcdefgh'[n]}", "", "", "", "", "", ""] for n in range(8)])
        codes, zoe = [letter_code(line) for line in roll.lines.all()], make_person()
    assert sorted(at_once([(zoe, code) for code in codes])) == ["refused"] * 7 + ["stands"]
    assert RollLine.objects.filter(user=zoe).count() == 1


def test_the_night_erases_what_is_due(used: Roll) -> None:
    letter_code(used.lines.get(number=1))
    size = used.size
    services.freeze_roll(roll=used, at=AT)
    lines_hash = Roll.objects.get(pk=used.pk).lines_hash
    from dreamplus.core.tasks.testing import run_periodic

    run_periodic("day", at=datetime(2027, 2, 28, 1, tzinfo=AT.tzinfo))
    assert RollLine.objects.count() == 3
    run_periodic("day", at=datetime(2027, 3, 1, 1, tzinfo=AT.tzinfo))
    assert (RollLine.objects.count(), RollCode.objects.count()) == (0, 0)
    kept = Roll.objects.get(pk=used.pk)
    assert (kept.size, kept.lines_hash, kept.nonce) == (size, lines_hash, "")
    assert kept.erased_at is not None
    run_all(AT)
