"""Who belongs to an audience: the rule alone, by its table and its properties."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamplus.participation.rules.audience import (
    ANYONE,
    CONFIRMED,
    NOBODY,
    Act,
    Audience,
    AudienceRefused,
    Facts,
    Fault,
    Gap,
    Proof,
    Requirement,
    Way,
    gap,
)

YEAR = 2026
QUARTERS = Requirement((Way.COUNTER, Way.LIST), lists=("electeurs",), areas=("centre", "gare"), least_age=16)

ON_THE_LIST_ELSEWHERE = Proof(Way.LIST, "port", 1950, "electeurs")


def known(*proofs: Proof) -> Facts:
    return Facts(has_account=True, confirmed=True, proofs=proofs)


@pytest.mark.parametrize(
    ("requirement", "facts", "expected"),
    [
        (ANYONE, Facts(), None),
        (NOBODY, known(), Gap.NOBODY_MAY),
        (CONFIRMED, Facts(), Gap.ACCOUNT),
        (CONFIRMED, Facts(has_account=True), Gap.CONFIRMATION),
        (CONFIRMED, known(), None),
        (QUARTERS, Facts(), Gap.ACCOUNT),
        (QUARTERS, Facts(True, False, (Proof(Way.COUNTER, "centre", 1990),)), Gap.CONFIRMATION),
        (QUARTERS, known(), Gap.PROOF),
        (QUARTERS, known(Proof(Way.RESIDENT, "centre", 1990)), Gap.PROOF),
        (QUARTERS, known(Proof(Way.COUNTER, "centre", 1990)), None),
        (QUARTERS, known(Proof(Way.COUNTER, "port", 1990)), Gap.OTHER_AREA),
        (QUARTERS, known(Proof(Way.COUNTER, "centre")), Gap.AGE_UNKNOWN),
        (QUARTERS, known(Proof(Way.COUNTER, "centre", 2010)), None),
        (QUARTERS, known(Proof(Way.COUNTER, "centre", 2011)), Gap.TOO_YOUNG),
        (QUARTERS, known(Proof(Way.LIST, "gare", 1950, "electeurs")), None),
        (QUARTERS, known(Proof(Way.LIST, "gare", 1950, "autre")), Gap.PROOF),
        (
            QUARTERS,
            known(Proof(Way.LIST, "port", 1950, "electeurs"), Proof(Way.COUNTER, "centre", 2011)),
            Gap.TOO_YOUNG,
        ),
        (Requirement((Way.RESIDENT,), most_age=25), known(Proof(Way.RESIDENT, "", 2001)), None),
        (Requirement((Way.RESIDENT,), most_age=25), known(Proof(Way.RESIDENT, "", 2000)), Gap.TOO_OLD),
        (Requirement((Way.RESIDENT,)), known(Proof(Way.COUNTER)), None),
    ],
)
def test_what_a_person_lacks(requirement: Requirement, facts: Facts, expected: Gap | None) -> None:
    assert gap(requirement, facts, year=YEAR) == expected


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"ways": (Way.ANYONE, Way.RESIDENT)}, Fault.ALONE),
        ({"ways": (Way.CONFIRMED,), "least_age": 16}, Fault.LIMITS),
        ({"ways": (), "areas": ("centre",)}, Fault.LIMITS),
        ({"ways": (Way.LIST,)}, Fault.LISTS),
        ({"ways": (Way.RESIDENT,), "lists": ("une",)}, Fault.LISTS),
        ({"ways": (Way.RESIDENT,), "least_age": 0}, Fault.AGES),
        ({"ways": (Way.RESIDENT,), "most_age": 121}, Fault.AGES),
        ({"ways": (Way.RESIDENT,), "least_age": 30, "most_age": 20}, Fault.AGES),
    ],
)
def test_a_promise_that_nobody_could_check_is_refused(arguments: dict, fault: Fault) -> None:
    with pytest.raises(AudienceRefused) as refused:
        Requirement(**arguments)
    assert refused.value.args == (fault,)


def test_an_audience_without_anybody_is_refused() -> None:
    for who, acts in ((NOBODY, {}), (CONFIRMED, {Act.READ: NOBODY})):
        with pytest.raises(AudienceRefused) as refused:
            Audience(who, acts)
        assert refused.value.args == (Fault.NO_WAY,)


def test_reading_is_open_and_other_acts_follow_unless_said_otherwise() -> None:
    audience = Audience(QUARTERS, {Act.COMMENT: CONFIRMED, Act.SUPPORT: NOBODY})
    assert audience.of(Act.READ) == ANYONE
    assert audience.of(Act.VOTE) == audience.of(Act.CONTRIBUTE) == QUARTERS
    assert (audience.of(Act.COMMENT), audience.of(Act.SUPPORT)) == (CONFIRMED, NOBODY)
    assert audience.is_public
    assert not audience.reading(QUARTERS).is_public


def test_one_word_stays_one_word_in_what_is_promised() -> None:
    assert Audience(CONFIRMED).promised() == "confirmed"
    assert Audience(ANYONE, {Act.READ: ANYONE, Act.COMMENT: ANYONE}).promised() == "anyone"
    assert Audience(CONFIRMED, {Act.COMMENT: NOBODY}).promised() == {
        "who": {"ways": ["confirmed"]},
        "acts": {"comment": {"ways": []}},
    }


def test_the_same_requirement_in_another_order_is_the_same() -> None:
    one, other = (
        Requirement(ways, areas=("gare", "port")) for ways in ((Way.RESIDENT, Way.COUNTER), (Way.COUNTER, Way.RESIDENT))
    )
    assert Audience(one, {Act.CONTRIBUTE: other}).stored() == {"who": one.stored()}


ways = st.sets(st.sampled_from([Way.RESIDENT, Way.COUNTER]), min_size=1).map(tuple)
ages = st.tuples(st.none() | st.integers(1, 120), st.none() | st.integers(1, 120)).filter(
    lambda pair: None in pair or pair[0] <= pair[1]
)
requirements = st.builds(
    lambda ways, areas, ages: Requirement(ways, areas=tuple(areas), least_age=ages[0], most_age=ages[1]),
    ways,
    st.sets(st.sampled_from(["centre", "gare", "port"])),
    ages,
) | st.sampled_from([ANYONE, CONFIRMED])
proofs = st.builds(
    Proof,
    st.sampled_from([Way.RESIDENT, Way.COUNTER]),
    st.sampled_from(["", "centre", "gare", "port"]),
    st.none() | st.integers(1906, 2026),
)
facts = st.builds(Facts, st.just(True), st.booleans(), st.lists(proofs, max_size=2).map(tuple))


@given(st.builds(Audience, requirements, st.dictionaries(st.sampled_from(list(Act)), requirements)))
def test_what_is_stored_reads_back_the_same(audience: Audience) -> None:
    again = Audience.read(audience.stored())
    assert again.stored() == audience.stored()
    assert [again.of(act).stored() for act in Act] == [audience.of(act).stored() for act in Act]


@given(requirements, facts, proofs)
def test_one_more_proof_never_closes_a_door(requirement: Requirement, facts: Facts, more: Proof) -> None:
    before = gap(requirement, facts, year=YEAR)
    after = gap(requirement, Facts(True, facts.confirmed, (*facts.proofs, more)), year=YEAR)
    assert before is not None or after is None


@given(requirements, facts)
def test_the_order_of_proofs_does_not_count(requirement: Requirement, facts: Facts) -> None:
    answers = {
        gap(requirement, Facts(True, facts.confirmed, order), year=YEAR)
        for order in itertools.permutations(facts.proofs)
    }
    assert len(answers) == 1
