"""`dreamplus count` and `python -m polls.rules`: nothing but the standard library, an answer or a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dreamplus.cli.main import main as dreamplus
from polls.rules.tally.command import main
from polls.rules.tally.methods import METHODS

ROOT = Path(__file__).resolve().parents[4]
ORSAY = sorted((ROOT / "tests" / "data" / "votes").glob("orsay2007_bureau_*.csv"))
BUDGETS = ("greedy-votes", "greedy-cost", "equal-shares")
ALONE = """
import sys
before = set(sys.modules)
sys.path[:0] = [sys.argv.pop(1)]
from polls.rules.tally.command import main
status = main(sys.argv[1:])
outside = {name.partition(".")[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names) - {"polls"}
assert not outside, outside
sys.exit(status)
"""


def test_a_stranger_counts_with_the_standard_library_alone() -> None:
    """No site-packages, no environment of ours; `sys.modules` holds nothing from elsewhere."""
    words = [str(ROOT), *map(str, ORSAY), "--method", "majority-judgment", "--json"]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", ALONE, *words], capture_output=True, text=True, check=False, env={}
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["winners"] == ["Bayrou"]


def test_as_a_module_and_as_a_command_of_ours() -> None:
    words = [*map(str, ORSAY), "--method", "score", "--by", "mean", "--json"]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"}
    answers = []
    for start in (
        ["-m", "polls.rules"],
        ["-c", "import sys; from dreamplus.cli import main; sys.exit(main())", "count"],
    ):
        done = subprocess.run(
            [sys.executable, *start, *words], capture_output=True, text=True, check=False, env=environment, cwd=ROOT
        )
        assert done.returncode == 0, done.stderr
        answers.append(json.loads(done.stdout))
    assert answers[0] == answers[1]
    assert answers[0]["ballots"] == {"valid": 1733, "blank": 0, "invalid": 0}


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "a.csv"
    path.write_text("a,b,c,count\n1,2,3,4\n2,1,3,3\n3,2,1,2\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_has_its_json(table: str, method: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = table
    if method in BUDGETS:
        file = str(tmp_path / "a.pb")
        Path(file).write_text(
            "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost\na;60\nb;50\nc;40\n"
            "VOTES\nvoter_id;vote\n1;a\n2;a,c\n3;b\n",
            encoding="utf-8",
        )
    assert main([file, "--method", method, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"method", "options", "ranking", "winners", "totals", "ballots", "ties"} <= set(told)
    assert told["method"] == method
    assert set(told["ballots"]) == {"valid", "blank", "invalid"}
    assert ("rounds" in told) == (method in ("irv", "stv"))
    assert ("spent" in told) == (method in BUDGETS)
    assert main([file, "--method", method]) == 0
    assert "ballots counted" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--method", "equal-shares"], "a budget is needed"),
        (["--method", "equal-shares", "--budget", "10"], "no cost is known for a, b, c"),
        (["--method", "irv", "--least", "2"], "irv does not take least"),
        (["--method", "irv", "--seed", "xyz"], "--seed: hexadecimal"),
        (["--method", "stv", "--seats", "0"], "at least one seat"),
        (["--method", "points", "--credits", "beaucoup"], "--credits: 'beaucoup' is not a number"),
    ],
)
def test_what_cannot_be_counted_is_said(
    table: str, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([table, *words]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert dreamplus(["count", "rien.csv", "--method", "irv"]) == 2
    assert "rien.csv" in capsys.readouterr().err


def test_a_seed_settles_what_is_equal(table: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "b.csv"
    path.write_text("a,b,c\n1,2,3\n2,1,3\n3,2,1\n", encoding="utf-8")
    found = set()
    for seed in ("00", "01", "02", "03", "ff"):
        assert main([str(path), "--method", "irv", "--seed", seed, "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["ties"][0]["how"] == "seed"
        found.add(tuple(told["ties"][0]["order"]))
    assert len(found) > 1


PB = (
    "META\nkey;value\nbudget;100\nvote_type;approval\nunit;Saint-Aubin\nPROJECTS\nproject_id;cost;category\n"
    "a;60;sport\nb;50;\nc;40;école\nVOTES\nvoter_id;vote;age\n1;a;41\n2;a,c;17\n3;b;\n"
)


def test_a_pb_file_goes_in_is_counted_and_comes_out_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, again = tmp_path / "a.pb", tmp_path / "b.pb"
    given.write_text(PB, encoding="utf-8")
    counted = ["--method", "equal-shares", "--completion", "greedy", "--json"]
    assert main([str(given), *counted, "--write", str(again)]) == 0
    told = capsys.readouterr().out
    assert again.read_text(encoding="utf-8") == PB
    assert main([str(again), *counted]) == 0
    assert capsys.readouterr().out == told
    assert json.loads(told)["winners"] == ["a", "c"]


def test_a_file_is_never_written_over_and_other_formats_are_not_written(
    table: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "a.pb"
    given.write_text(PB, encoding="utf-8")
    assert main([str(given), "--method", "greedy-votes", "--write", str(given)]) == 2
    assert given.read_text(encoding="utf-8") == PB
    assert main([table, "--method", "irv", "--write", str(tmp_path / "c.pb")]) == 2
    assert "one .pb file is expected" in capsys.readouterr().err
    assert not (tmp_path / "c.pb").exists()
