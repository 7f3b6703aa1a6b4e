"""What a body may hold: signed properly by its instance, and refused all the same when it says what it must not."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest

from dreamplus.federation.wire import bodies
from dreamplus.federation.wire.faults import Fault, WireError
from tests.dreamplus.federation.honest import ISSUER, consultation, result

TREES = {"label": {"fr": "Des arbres"}, "votes": 877, "first": True}


def refused(kind: str, body: Any) -> Fault:
    with pytest.raises(WireError) as error:
        bodies.check(kind, body, issuer=ISSUER)
    return error.value.fault


RESULTS: dict[str, tuple[dict[str, Any], Fault]] = {
    "names of voters": ({"names": ["Anne"]}, Fault.UNKNOWN_MEMBER),
    "an option with a further column": ({"options": [{**TREES, "by_age": {}}]}, Fault.UNKNOWN_MEMBER),
    "a channel with a further column": (
        {"channels": [{"channel": "web", "voters": 901, "ip": 1}]},
        Fault.UNKNOWN_MEMBER,
    ),
    "no option at all": ({"options": []}, Fault.OUT_OF_RANGE),
    "101 options": ({"options": [TREES] * 101}, Fault.OUT_OF_RANGE),
    "a title of 201 characters": ({"title": "a" * 201}, Fault.OUT_OF_RANGE),
    "no title": ({"title": ""}, Fault.OUT_OF_RANGE),
    "a title on two lines": ({"title": "La place\ndu marché"}, Fault.BAD_TEXT),
    "a title that reads backwards": ({"title": "La \u202eplace"}, Fault.BAD_TEXT),
    "a title with a bell": ({"title": "La\u0007"}, Fault.BAD_TEXT),
    "a title that is a list": ({"title": ["x"]}, Fault.WRONG_KIND),
    "a page on another site": ({"page": "https://evil.example/x"}, Fault.BAD_ADDRESS),
    "a page on a site that begins alike": ({"page": f"{ISSUER}.evil.example/x"}, Fault.BAD_ADDRESS),
    "a page with a password": ({"page": "https://participer.saint-aubin.example@evil.example/"}, Fault.BAD_ADDRESS),
    "a script for a page": ({"page": "javascript:alert(1)"}, Fault.BAD_ADDRESS),
    "a page with a line break": ({"page": f"{ISSUER}/\n"}, Fault.BAD_ADDRESS),
    "a title in a language of nowhere": ({"title": {"xx": "La place"}}, Fault.UNKNOWN_MEMBER),
    "a title in no language": ({"title": {}}, Fault.MISSING_MEMBER),
    "a method of nowhere": ({"method": "acclamation"}, Fault.NOT_ALLOWED),
    "an hour of closing": ({"closed": "2026-10-31T20:00:00Z"}, Fault.BAD_DATE),
    "a day that is a number": ({"closed": 20261031}, Fault.WRONG_KIND),
    "minus one vote": ({"blank": -1}, Fault.OUT_OF_RANGE),
    "votes that are true": ({"blank": True}, Fault.WRONG_KIND),
    "votes in quotes": ({"voters": "901"}, Fault.WRONG_KIND),
    "a hundred million voters": ({"voters": 100_000_000}, Fault.OUT_OF_RANGE),
    "a winner that is a word": ({"options": [{**TREES, "first": "yes"}]}, Fault.WRONG_KIND),
    "suppression switched off": ({"suppression": {"threshold": 0, "hidden_tables": 0}}, Fault.OUT_OF_RANGE),
    "closed before it opened": ({"opened": "2026-11-01"}, Fault.INCONSISTENT),
    "more voters than the roll holds": ({"electorate": 900}, Fault.INCONSISTENT),
    "votes that do not add up": ({"blank": 22}, Fault.INCONSISTENT),
    "channels that do not add up": ({"channels": [{"channel": "web", "voters": 900}]}, Fault.INCONSISTENT),
    "one channel twice": (
        {"channels": [{"channel": "web", "voters": 450}, {"channel": "web", "voters": 451}]},
        Fault.INCONSISTENT,
    ),
    "an option above the number of voters": (
        {"method": "several-choices", "options": [{**TREES, "votes": 902}]},
        Fault.INCONSISTENT,
    ),
    "no votes where ballots bear options": (
        {"options": [{**TREES, "votes": None}]},
        Fault.INCONSISTENT,
    ),
    "votes where ballots bear grades": ({"method": "majority-judgment"}, Fault.INCONSISTENT),
    "a hash of the rules in words": ({"rules_hash": "none"}, Fault.NOT_ALLOWED),
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_that_says_too_much_or_contradicts_itself(name: str) -> None:
    change, fault = RESULTS[name]
    assert refused("result", result(**change)) == fault


def test_options_without_votes_stand_in_their_order_where_ballots_bear_marks() -> None:
    ordered = [{**TREES, "votes": None}, {"label": {"fr": "B"}, "votes": None, "first": False}]
    for method in bodies.MARKED:
        bodies.check("result", result(method=method, options=ordered), issuer=ISSUER)


def test_a_member_that_is_missing() -> None:
    for member in result():
        body = result()
        del body[member]
        assert refused("result", body) is Fault.MISSING_MEMBER


CONSULTATIONS: dict[str, tuple[dict[str, Any], Fault]] = {
    "the text of a contribution": ({"texts": ["Je pense que"]}, Fault.UNKNOWN_MEMBER),
    "a step with its author": (
        {"steps": [{"title": "x", "kind": "poll", "opens": None, "closes": None, "by": "A"}]},
        Fault.UNKNOWN_MEMBER,
    ),
    "a summary of 601 characters": ({"summary": {"fr": "a" * 601}}, Fault.OUT_OF_RANGE),
    "a step of nowhere": (
        {"steps": [{"title": {"fr": "x"}, "kind": "duel", "opens": None, "closes": None}]},
        Fault.NOT_ALLOWED,
    ),
    "contributions below zero": ({"contributions": -1}, Fault.OUT_OF_RANGE),
}


@pytest.mark.parametrize("name", CONSULTATIONS)
def test_a_consultation_that_says_too_much(name: str) -> None:
    change, fault = CONSULTATIONS[name]
    assert refused("consultation", consultation(**change)) == fault


def test_a_body_of_no_known_type() -> None:
    assert refused("malware", {}) is Fault.UNKNOWN_TYPE
    assert refused("result", []) is Fault.WRONG_KIND


def test_several_choices_may_add_up_to_more_than_the_voters() -> None:
    options = [{**TREES, "votes": 700}, {"label": {"fr": "B"}, "votes": 600, "first": False}]
    bodies.check("result", result(method="several-choices", options=options), issuer=ISSUER)


def test_the_published_schema_says_the_same_as_the_check() -> None:
    """All but what a schema cannot say: that a body agrees with itself and stays on its issuer's site."""
    validator = jsonschema_rs.validator_for(bodies.json_schema("result", issuer=ISSUER))
    assert validator.is_valid(result())
    beyond_a_schema = {"a page on another site", "a page on a site that begins alike"}
    for name, (change, fault) in RESULTS.items():
        if fault is not Fault.INCONSISTENT and name not in beyond_a_schema:
            assert not validator.is_valid(result(**change)), name
    assert jsonschema_rs.validator_for(bodies.json_schema("consultation", issuer=ISSUER)).is_valid(consultation())
