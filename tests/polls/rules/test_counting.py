from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.rules import (
    Method,
    RepeatedOption,
    Result,
    Rules,
    RulesRefused,
    TooFewChoices,
    TooManyChoices,
    UnknownOption,
    check,
    count,
)

CODES = ("a", "b", "c", "d")
SINGLE = Rules(Method.SINGLE, CODES)
SEVERAL = Rules(Method.SEVERAL, CODES, least=1, most=3)
YES_NO = Rules(Method.YES_NO, ("yes", "no", "abstain"))

single_ballots = st.lists(st.sampled_from([(), *((code,) for code in CODES)]), max_size=40)
approval_ballots = st.lists(st.sets(st.sampled_from(CODES), max_size=3).map(tuple), max_size=40)


def tally(rules: Rules, ballots: list[tuple[str, ...]]) -> Result:
    return count(rules, [(ballot, 1) for ballot in ballots])


def votes(result: Result) -> dict[str, int]:
    return {total.code: total.votes for total in result.totals}


class TestWorkedExamples:
    """One of each, with everything the count says."""

    def test_single_choice(self) -> None:
        result = count(SINGLE, [(("a",), 40), (("b",), 35), (("c",), 20), ((), 5)])
        assert votes(result) == {"a": 40, "b": 35, "c": 20, "d": 0}
        assert (result.ballots, result.expressed, result.blank) == (100, 95, 5)
        assert result.winners == ("a",)
        assert result.absolute_majority is False
        assert result.totals[0].share == Fraction(40, 95)
        assert result.ranking == (("a",), ("b",), ("c",), ("d",))

    def test_several_choices(self) -> None:
        result = count(SEVERAL, [(("a", "b"), 10), (("b",), 4), (("c", "a", "d"), 3), ((), 1)])
        assert votes(result) == {"a": 13, "b": 14, "c": 3, "d": 3}
        assert result.winners == ("b",)
        assert result.totals[1].share == Fraction(14, 17)
        assert [(tie.place, tie.options, tie.votes) for tie in result.ties] == [(3, ("c", "d"), 3)]

    def test_yes_no_abstain(self) -> None:
        result = count(YES_NO, [(("yes",), 30), (("no",), 20), (("abstain",), 60), ((), 4)])
        assert result.winners == ("yes",)
        assert result.absolute_majority is True
        assert (result.ballots, result.expressed, result.blank) == (114, 50, 4)
        assert [(total.code, total.share, total.apart) for total in result.totals] == [
            ("yes", Fraction(3, 5), False),
            ("no", Fraction(2, 5), False),
            ("abstain", None, True),
        ]

    def test_an_equality_is_stated_and_not_broken(self) -> None:
        result = count(SINGLE, [(("b",), 7), (("a",), 7), (("c",), 1)])
        assert result.winners == ("a", "b")
        assert result.ties[0].place == 1
        assert result.absolute_majority is False

    def test_nothing_but_blank_votes_has_no_winner(self) -> None:
        result = count(SINGLE, [((), 12)])
        assert result.winners == ()
        assert result.ties == ()
        assert [total.share for total in result.totals] == [None] * 4

    def test_the_common_form_of_counts(self) -> None:
        assert count(SINGLE, [(("b",), 2), (("a",), 2), ((), 1)]).as_json() == {
            "method": "plurality",
            "options": ["a", "b", "c", "d"],
            "ranking": [["a", "b"], ["c", "d"]],
            "winners": ["a", "b"],
            "totals": {"a": 2, "b": 2, "c": 0, "d": 0},
            "ties": [{"place": 1, "between": ["a", "b"], "broken": None}],
            "ballots": {"valid": 4, "blank": 1, "invalid": 0},
        }


class TestProperties:
    @given(approval_ballots)
    def test_grouping_changes_nothing(self, ballots: list[tuple[str, ...]]) -> None:
        grouped: dict[tuple[str, ...], int] = {}
        for ballot in ballots:
            grouped[check(SEVERAL, ballot)] = grouped.get(check(SEVERAL, ballot), 0) + 1
        assert count(SEVERAL, grouped.items()) == tally(SEVERAL, ballots)

    @given(approval_ballots, st.randoms())
    def test_order_changes_nothing(self, ballots: list[tuple[str, ...]], chance: object) -> None:
        shuffled = list(ballots)
        chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
        assert tally(SEVERAL, shuffled) == tally(SEVERAL, ballots)

    @given(single_ballots)
    def test_every_ballot_is_counted_once(self, ballots: list[tuple[str, ...]]) -> None:
        result = tally(SINGLE, ballots)
        assert sum(votes(result).values()) + result.blank == result.ballots == len(ballots)
        assert sum((total.share or 0) for total in result.totals) in (0, 1)

    @given(single_ballots, st.sampled_from(CODES))
    def test_a_vote_more_for_a_winner_never_makes_it_lose(self, ballots: list[tuple[str, ...]], code: str) -> None:
        before, after = tally(SINGLE, ballots), tally(SINGLE, [*ballots, (code,)])
        if code in before.winners:
            assert after.winners == (code,)

    @given(approval_ballots)
    def test_blank_votes_change_no_order_and_no_share(self, ballots: list[tuple[str, ...]]) -> None:
        before, after = tally(SEVERAL, ballots), tally(SEVERAL, [*ballots, (), (), ()])
        assert (after.ranking, after.totals, after.winners) == (before.ranking, before.totals, before.winners)
        assert after.blank == before.blank + 3

    @given(approval_ballots)
    def test_winners_have_the_most_votes(self, ballots: list[tuple[str, ...]]) -> None:
        result = tally(SEVERAL, ballots)
        most = max(votes(result).values())
        assert set(result.winners) == {code for code, number in votes(result).items() if number == most and most}


class TestRefusals:
    @pytest.mark.parametrize(
        ("rules", "choices", "error"),
        [
            (SINGLE, ["z"], UnknownOption),
            (SINGLE, ["A"], UnknownOption),
            (SINGLE, [""], UnknownOption),
            (SINGLE, ["a", "b"], TooManyChoices),
            (SEVERAL, ["a", "b", "c", "d"], TooManyChoices),
            (SEVERAL, ["a", "a"], RepeatedOption),
            (Rules(Method.SEVERAL, CODES, 2, 3), ["a"], TooFewChoices),
            (YES_NO, ["maybe"], UnknownOption),
        ],
    )
    def test_a_choice_outside_the_rules_is_refused(
        self, rules: Rules, choices: list[str], error: type[Exception]
    ) -> None:
        with pytest.raises(error):
            check(rules, choices)
        with pytest.raises(error):
            count(rules, [(choices, 1)])

    @pytest.mark.parametrize("rules", [SINGLE, SEVERAL, YES_NO, Rules(Method.SEVERAL, CODES, 2, 3)])
    def test_blank_is_always_allowed(self, rules: Rules) -> None:
        assert check(rules, []) == ()

    def test_the_canonical_ballot_is_in_the_order_of_the_rules(self) -> None:
        assert check(SEVERAL, ["c", "a"]) == ("a", "c")

    def test_a_negative_number_of_ballots_is_refused(self) -> None:
        with pytest.raises(ValueError, match="negative"):
            count(SINGLE, [(("a",), -1)])

    @pytest.mark.parametrize(
        "stored",
        [
            {},
            {"options": ["a"]},
            {"options": ["a", "a"]},
            {"method": "ranking", "options": ["a", "b"]},
            {"method": "several", "options": ["a", "b"], "least": 0},
            {"method": "several", "options": ["a", "b"], "least": 2, "most": 1},
            {"method": "several", "options": ["a", "b"], "most": 3},
            {"method": "several", "options": ["a", "b"], "most": "many"},
            {"method": "several", "options": ["a", "b"], "most": None},
        ],
    )
    def test_rules_that_cannot_be_are_refused(self, stored: dict[str, object]) -> None:
        with pytest.raises(RulesRefused):
            Rules.read(stored)

    def test_a_yes_no_poll_has_its_own_options(self) -> None:
        assert Rules.read({"method": "yes-no", "options": ["a", "b"]}) == YES_NO
        with pytest.raises(RulesRefused):
            Rules(Method.YES_NO, ("a", "b"))
        with pytest.raises(RulesRefused):
            Rules(Method.SINGLE, CODES, most=2)

    @pytest.mark.parametrize("rules", [SINGLE, SEVERAL, YES_NO])
    def test_rules_read_back_as_they_were_stored(self, rules: Rules) -> None:
        assert Rules.read(rules.stored()) == rules
