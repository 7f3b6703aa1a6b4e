"""Files of every format: what they say, and each fault with its line."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.rules.tally import files
from polls.rules.tally.election import Election, ElectionRefused
from polls.rules.tally.files import pabulib
from polls.rules.tally.methods import count

PB = """META
key;value
description;Budget d’essai
budget;100
vote_type;approval
PROJECTS
project_id;cost;name
1;60;Banc
2;40;"Arbres; et fleurs"
VOTES
voter_id;vote
a;1
b;1,2
c;2
d;
"""
BLT = """4 2
-2
3 1 3 4 0
4 1 3=4 0
2 4 1 3 0
1 2 0
0
"Anna" "Bruno"
"Chloé"
"Dora \\"la grande\\""
"Conseil"
"""
PREFLIB = """# FILE NAME: essai.toi
# ALTERNATIVE NAME 1: Banc
# ALTERNATIVE NAME 2: Arbre
# ALTERNATIVE NAME 3: Fontaine
3: 1,2,3
2: {2,3},1
1: 3
"""
OURS = """{"options": [{"code": "oui", "label": {"fr": "Oui"}}, {"code": "non"}],
"profiles": [{"choices": ["oui"], "count": 5}, {"choices": [], "count": 2}, {"marks": {"non": 1}, "count": 3}]}"""


def read(folder: Path, name: str, text: str) -> Election:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return files.read(path)


def test_a_plain_table(tmp_path: Path) -> None:
    election = read(tmp_path, "a.csv", "id,a,b,count\n1,1,,3\n2,,2.5,1\n3,1,,2\n")
    assert election.options == ("a", "b")
    assert election.ballots == (((1, None), 5), ((None, Fraction(5, 2)), 1))


@pytest.mark.parametrize("text", [";a;b\r\n1;1;0\r\n", "a;b\n1;0\n\n", "\ufeffa,b\n1,0\n", 'id;"a";"b"\n9;"1";"0"\n'])
def test_tables_as_spreadsheets_write_them(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, "a.csv", text) == Election(("a", "b"), (((1, 0), 1),))


def test_pabulib(tmp_path: Path) -> None:
    election = read(tmp_path, "a.pb", PB)
    assert election.options == ("1", "2")
    assert (election.budget, dict(election.costs)) == (100, {"1": 60, "2": 40})
    assert election.ballots == (((1, None), 1), ((1, 1), 1), ((None, 1), 1), ((None, None), 1))
    ordinal = read(tmp_path, "b.pb", PB.replace("approval", "ordinal"))
    assert ordinal.ballots[1] == ((1, 2), 1)
    points = PB.replace("approval", "cumulative").replace("voter_id;vote", "voter_id;vote;points")
    for before, after in (("a;1\n", "a;1;3\n"), ("b;1,2", "b;1,2;1,2"), ("c;2", "c;2;3"), ("\nd;", "\nd;;")):
        points = points.replace(before, after)
    assert read(tmp_path, "c.pb", points).ballots[1] == ((1, 2), 1)


def test_blt(tmp_path: Path) -> None:
    election = read(tmp_path, "a.blt", BLT)
    assert election.options == ("Anna", "Chloé", 'Dora "la grande"')
    assert election.seats == 2
    assert election.ballots == (((1, 2, 3), 3), ((1, 2, 2), 4), ((2, 3, 1), 2), ((None, None, None), 1))


def test_preflib(tmp_path: Path) -> None:
    election = read(tmp_path, "a.toi", PREFLIB)
    assert election.options == ("Banc", "Arbre", "Fontaine")
    assert election.ballots == (((1, 2, 3), 3), ((2, 1, 1), 2), ((None, None, 1), 1))


def test_our_own_document(tmp_path: Path) -> None:
    election = read(tmp_path, "a.json", OURS)
    assert election.ballots == (((1, None), 5), ((None, None), 2), ((None, 1), 3))
    outcome = count(election, "plurality")
    assert (outcome.totals, outcome.ballots.blank) == ({"oui": 5, "non": 3}, 2)


def test_files_are_pooled(tmp_path: Path) -> None:
    one, other = read(tmp_path, "a.csv", "a,b\n1,0\n"), read(tmp_path, "b.csv", "b,a\n0,1\n1,0\n")
    assert files.pooled([one, other]).ballots == (((1, 0), 2), ((0, 1), 1))
    with pytest.raises(ElectionRefused, match="same options: c"):
        files.pooled([one, read(tmp_path, "c.csv", "a,b,c\n1,0,0\n")])


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.txt", "", "end of the name"),
        ("a.csv", "", "empty"),
        ("a.csv", "a,a\n1,0\n", "same name"),
        ("a.csv", "a,\n1,0\n", "line 1: a column has no name"),
        ("a.csv", "a,b\n1\n", "line 2: 1 cells where the first line has 2"),
        ("a.csv", "a,b\n1,0\nx,0\n", "line 3: 'x' is not a number"),
        ("a.csv", "a,b\n1,1/0\n", "line 2: '1/0' is not a number"),
        ("a.csv", "a,b\n1,nan\n", "line 2: 'nan' is not a number"),
        ("a.csv", "a,b\n1,1e999\n", "line 2"),
        ("a.csv", "a,b,count\n1,0,-3\n", "line 2: '-3' is not a whole number"),
        ("a.csv", "a,b,count\n1,0,1.5\n", "line 2: '1.5' is not a whole number"),
        ("a.json", "[", "not JSON"),
        ("a.json", "{}", "no list of options"),
        ("a.json", '{"options": ["a"], "profiles": null}', "totals alone"),
        ("a.json", '{"options": ["a"], "profiles": [{"choices": ["b"], "count": 1}]}', "no option: b"),
        ("a.json", '{"options": ["a"], "profiles": [{"choices": ["a"]}]}', "no count"),
        ("a.json", '{"options": ["a"], "profiles": [{"marks": {"a": 0.5}, "count": 1}]}', "not a whole number"),
        ("a.json", '{"options": [3], "profiles": []}', "no code"),
        ("a.pb", "PROJETS\n", "first line must be META"),
        ("a.pb", "META\nkey;value\n", "PROJECTS is missing"),
        ("a.pb", PB.replace("budget;100\n", ""), "no budget"),
        ("a.pb", PB.replace("1;60", "1;"), "project 1"),
        ("a.pb", PB.replace("approval", "veto"), "type 'veto'"),
        ("a.pb", PB.replace("b;1,2", "b;1,9"), "vote of b: no project is called 9"),
        ("a.pb", PB.replace("approval", "scoring"), "as many points as projects"),
        ("a.blt", "", "empty"),
        ("a.blt", "2\n", "line 1: two numbers"),
        ("a.blt", '2 1\n1 1 2\n0\n"a" "b"\n', "line 2: a ballot ends with 0"),
        ("a.blt", '2 1\n1 3 0\n0\n"a" "b"\n', "line 2: there is no such candidate"),
        ("a.blt", '2 1\n1 1 1 0\n0\n"a" "b"\n', "line 2: a candidate is named twice"),
        ("a.blt", "2 1\n1 1 0\n", "line “0”"),
        ("a.blt", '2 1\n1 1 0\n0\n"a"\n', "1 names for 2 candidates"),
        ("a.soc", "1: 1\n", "ALTERNATIVE NAME"),
        ("a.soc", "# ALTERNATIVE NAME 1: a\n1,2\n", "line 2: a number of ballots"),
        ("a.soc", "# ALTERNATIVE NAME 1: a\n1: 2\n", "line 2: there is no such alternative"),
        ("a.soc", "# ALTERNATIVE NAME 1: a\n1: 1,1\n", "line 2: an alternative is named twice"),
    ],
)
def test_faults_say_where(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(ElectionRefused) as refused:
        read(tmp_path, name, text)
    assert said in str(refused.value)
    assert str(refused.value).startswith(name)


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(ElectionRefused):
        files.read(tmp_path / "rien.csv")
    (tmp_path / "a.csv").write_bytes(b"a,b\n\xff\xfe,1\n")
    with pytest.raises(ElectionRefused, match="UTF-8"):
        files.read(tmp_path / "a.csv")


def test_a_pb_file_comes_out_as_it_went_in() -> None:
    assert pabulib.written(pabulib.parse(PB)) == PB


CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=12
).filter(lambda text: text.strip() == text and text.upper() not in ("META", "PROJECTS", "VOTES"))
ROWS = st.lists(st.tuples(CELL, CELL, CELL), max_size=4)


@given(ROWS, ROWS, ROWS)
def test_whatever_its_columns_it_comes_out_the_same(
    meta: list[tuple[str, ...]], projects: list[tuple[str, ...]], votes: list[tuple[str, ...]]
) -> None:
    document = pabulib.Document(
        (("key", "value"), *meta), (("project_id", "cost", "name"), *projects), (("voter_id", "vote", "age"), *votes)
    )
    assert pabulib.parse(pabulib.written(document)) == document
