"""The audience of an activity: what the database answers is what the rule says, and what people are told."""

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from dreamplus.participation import audience
from dreamplus.participation.audience.conditions import meeting
from dreamplus.participation.errors import NotReady
from dreamplus.participation.models import Activity
from dreamplus.participation.rules.audience import (
    ANYONE,
    CONFIRMED,
    NOBODY,
    Act,
    Audience,
    Gap,
    Requirement,
    Way,
    gap,
)
from dreamplus.participation.services import freeze
from dreamplus.people.models import Residence, User
from dreamplus.people.rolls.models import Roll, RollLine
from dreamplus.people.services import create_confirmed_user
from dreamplus.territory.quarters import add_quarter

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
YEAR = 2026
DAY = date(2026, 3, 1)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

REQUIREMENTS = [
    ANYONE,
    CONFIRMED,
    NOBODY,
    *(
        Requirement(ways, areas=areas, least_age=least, most_age=most)
        for ways in [(Way.RESIDENT,), (Way.COUNTER,), (Way.COUNTER, Way.RESIDENT)]
        for areas in [(), ("centre",), ("centre", "gare")]
        for least, most in [(None, None), (16, None), (None, 25), (16, 25)]
    ),
]


def somebody(number: int, *, confirmed: bool, place: tuple[str, int | None, str] | None) -> User:
    email = f"p{number}@exemple.fr"
    user = create_confirmed_user(email=email) if confirmed else User.objects.create_user(email)
    if place:
        area, birth_year, proof = place
        seen = DAY if proof == Residence.Proof.COUNTER else None
        Residence.objects.create(
            user=user, area=area, birth_year=birth_year, proof=proof, declared_on=DAY, vouched_on=seen
        )
    return user


def test_the_statement_and_the_rule_answer_alike_about_everybody() -> None:
    places = [None, *itertools.product(["", "centre", "port"], [None, 2000, 2008, 2011], ["declared", "counter"])]
    people = [
        somebody(number, confirmed=confirmed, place=place)
        for number, (confirmed, place) in enumerate(itertools.product([True, False], places))
    ]
    different = []
    for requirement in REQUIREMENTS:
        condition = meeting(requirement, YEAR)
        for person in people:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT 1 WHERE {condition.sql}", condition.parameters | {"person": person.pk})
                by_statement = cursor.fetchone() is not None
            by_rule = gap(requirement, audience.facts_about(person, requirement), year=YEAR) is None
            different += [] if by_statement == by_rule else [(requirement, person.email)]
    assert different == []


def roll_of(name: str, *lines: tuple[User, str, int | None], **fields: Any) -> Roll:
    """A list in use, with one line for each person: quarter and year of birth."""
    given = {"created_at": NOON, "created_by_role": "agent", "erase_on": date(2027, 1, 1), "imported_at": NOON}
    roll = Roll.objects.create(name=name, purpose="Voter.", **(given | fields))
    for number, (user, area, birth_year) in enumerate(lines, 1):
        RollLine.objects.create(
            roll=roll,
            number=number,
            name=f"Personne {number}",
            folded=f"personne {number}",
            user=user,
            area=area,
            birth_year=birth_year,
            qualified_by="letter",
            qualified_at=DAY,
        )
    return roll


def test_lines_of_a_list_answer_alike_in_the_statement_and_in_the_rule() -> None:
    places = list(itertools.product(["", "centre", "port"], [None, 2000, 2011]))
    people = [somebody(number, confirmed=True, place=None) for number, _place in enumerate(places)]
    lines = [(person, area, year) for person, (area, year) in zip(people, places, strict=True)]
    mine, other = roll_of("Électeurs", *lines), roll_of("Autres", *lines[:4])
    gone = roll_of("Effacée", *lines, erased_at=NOON)
    requirements = [
        Requirement(ways, lists=tuple(sorted(str(roll.uuid) for roll in lists)), areas=areas, least_age=least)
        for ways in [(Way.LIST,), (Way.COUNTER, Way.LIST)]
        for lists in [[mine], [other], [gone], [other, gone]]
        for areas in [(), ("centre",)]
        for least in [None, 16]
    ]
    everybody = [*people, somebody(99, confirmed=True, place=("centre", 1990, "counter"))]
    answers = []
    for requirement in requirements:
        condition = meeting(requirement, YEAR)
        for person in everybody:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT 1 WHERE {condition.sql}", condition.parameters | {"person": person.pk})
                by_statement = cursor.fetchone() is not None
            by_rule = gap(requirement, audience.facts_about(person, requirement), year=YEAR) is None
            answers.append((by_statement, by_rule))
    assert {by_statement == by_rule for by_statement, by_rule in answers} == {True}
    assert {by_rule for _by_statement, by_rule in answers} == {True, False}


def test_whoever_is_not_on_the_list_is_led_to_the_code_of_their_letter(make_activity: Callable[..., Activity]) -> None:
    roll = roll_of("Liste électorale")
    activity = make_activity(audience=Audience(Requirement((Way.LIST,), lists=(str(roll.uuid),), least_age=18)))
    assert audience.sentence(activity, Act.VOTE) == (
        "Ouvert aux personnes qui habitent ici, de 18 ans et plus en 2026, inscrites sur la liste « Liste électorale »."
    ).replace("« ", "«\xa0").replace(" »", "\xa0»")
    refusal = audience.check(somebody(1, confirmed=True, place=None), activity, Act.VOTE)
    assert refusal is not None
    assert "tapez son code" in refusal.sentence
    assert refusal.href == "/compte/code/"


def test_an_opening_fixes_the_list_and_publishes_its_size_and_hash(make_activity: Callable[..., Activity]) -> None:
    roll = roll_of("Habitants", size=2, lines_hash="a" * 64)
    activity = make_activity(audience=Audience(Requirement((Way.LIST,), lists=(str(roll.uuid),))))
    before = freeze(activity=make_activity(), at=NOON).rules_hash
    frozen = freeze(activity=activity, at=NOON)
    roll.refresh_from_db()
    assert roll.frozen_at == NOON
    assert frozen.rules["lists"] == [{"list": str(roll.uuid), "size": 2, "sha256": "a" * 64}]
    assert frozen.rules_hash != before


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"erased_at": NOON}, "n’est plus là"),
        ({"imported_at": None}, "n’est plus là"),
        ({"erase_on": date(2026, 3, 12)}, "avant la clôture"),
    ],
)
def test_nothing_opens_on_a_list_that_will_not_be_there(
    make_activity: Callable[..., Activity], fields: dict[str, Any], words: str
) -> None:
    roll = roll_of("Habitants", **fields)
    audience_on_it = Audience(Requirement((Way.LIST,), lists=(str(roll.uuid),)))
    with pytest.raises(NotReady) as refused:
        make_activity(audience=audience_on_it)
    assert words in str(refused.value)


@pytest.fixture
def quarters() -> None:
    for name in ("Centre", "La Gare", "Le Port"):
        add_quarter(name=name)


TWO_QUARTERS = Requirement((Way.RESIDENT, Way.COUNTER), areas=("centre", "la-gare"), least_age=16)


@pytest.mark.parametrize(
    ("requirement", "sentence"),
    [
        (ANYONE, "Ouvert à toutes et à tous."),
        (CONFIRMED, "Ouvert à toute personne qui confirme une adresse e-mail."),
        (Requirement((Way.RESIDENT,)), "Ouvert aux personnes qui habitent ici."),
        (
            TWO_QUARTERS,
            "Ouvert aux personnes qui habitent les quartiers Centre et La Gare, de 16 ans et plus en 2026, "
            "qui le déclarent sur l’honneur ou que le guichet de la mairie a reconnues.",
        ),
        (
            Requirement((Way.COUNTER,), areas=("le-port",), least_age=16, most_age=25),
            "Ouvert aux personnes qui habitent le quartier Le Port, de 16 à 25 ans en 2026, "
            "que le guichet de la mairie a reconnues.",
        ),
    ],
)
def test_one_sentence_says_who_may_take_part(
    quarters: None, make_activity: Callable[..., Activity], requirement: Requirement, sentence: str
) -> None:
    activity = make_activity(audience=Audience(requirement))
    assert audience.sentence(activity, Act.CONTRIBUTE) == sentence


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (None, "Dites où vous habitez"),
        (("le-port", 1990, "declared"), "le quartier que nous connaissons en est un autre"),
        (("centre", 2015, "declared"), "l’année de naissance que nous connaissons ne convient pas"),
        (("centre", None, "declared"), "Dites votre année de naissance"),
    ],
)
def test_a_person_outside_learns_why_and_where_to_mend_it(
    quarters: None, make_activity: Callable[..., Activity], place: tuple[str, int | None, str] | None, words: str
) -> None:
    activity = make_activity(audience=Audience(TWO_QUARTERS))
    refusal = audience.check(somebody(1, confirmed=True, place=place), activity, Act.CONTRIBUTE, back="/participer/")
    assert refusal is not None
    assert words in refusal.sentence
    assert "quartiers Centre et La Gare" in refusal.sentence
    assert refusal.href == "/compte/habitation/?next=%2Fparticiper%2F"


def test_each_act_has_its_own_audience(make_activity: Callable[..., Activity]) -> None:
    resident = Requirement((Way.RESIDENT,))
    activity = make_activity(audience=Audience(resident, {Act.COMMENT: CONFIRMED, Act.SUPPORT: NOBODY}))
    stranger, here = somebody(1, confirmed=True, place=None), somebody(2, confirmed=True, place=("", None, "declared"))
    answers = {
        act: (audience.check(stranger, activity, act) is None, audience.check(here, activity, act) is None)
        for act in Act
    }
    assert answers == {
        Act.READ: (True, True),
        Act.CONTRIBUTE: (False, True),
        Act.SUPPORT: (False, False),
        Act.COMMENT: (True, True),
        Act.VOTE: (False, True),
    }


def test_what_anybody_may_do_costs_no_query(
    make_activity: Callable[..., Activity], django_assert_num_queries: Callable[[int], object]
) -> None:
    activity = make_activity(audience=Audience(ANYONE))
    person = somebody(1, confirmed=True, place=None)
    with django_assert_num_queries(0):
        assert audience.check(person, activity, Act.CONTRIBUTE) is None
        assert audience.may_read(person, activity)


def test_what_is_asked_is_read_and_nothing_else(
    make_activity: Callable[..., Activity], django_assert_num_queries: Callable[[int], object]
) -> None:
    person, activity = somebody(1, confirmed=True, place=None), make_activity()
    with django_assert_num_queries(1):
        audience.check(person, activity, Act.CONTRIBUTE)
    with django_assert_num_queries(2):
        facts = audience.facts_about(person, Requirement((Way.RESIDENT,)))
    assert gap(Requirement((Way.RESIDENT,)), facts, year=YEAR) == Gap.PROOF
