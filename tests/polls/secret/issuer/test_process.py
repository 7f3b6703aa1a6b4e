"""The issuer as a process behind a socket: the site asks, holds no key, and loses nothing while it is away."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dreamplus.cli.snapshot import ROOT
from dreamplus.core import secret_files
from polls.models import Attendance
from polls.secret import issuing, services
from polls.secret.errors import HouseAway
from polls.secret.issuer.server import is_there
from polls.secret.models import SecretVote, Token
from polls.secret.rules.canonical import b64
from polls.secret.rules.refusals import Refused
from polls.secret.services.laying import terms_of
from tests.polls.secret.issuer.conftest import Process
from tests.polls.secret.town import SAT, Town, now
from tests.polls.secret.village import POLL
from tests.polls.secret.village import issuer as made
from tests.polls.secret.voter import Voter


def of_the_site(test: Any) -> Any:
    """On both databases, served for real."""
    return pytest.mark.database_promise(pytest.mark.usefixtures("own_database")(test))


def ask(issuer: Process, line: bytes) -> dict[str, Any]:
    with socket.socket(socket.AF_UNIX) as one:
        one.settimeout(20)
        one.connect(str(issuer.socket))
        one.sendall(line)
        one.shutdown(socket.SHUT_WR)
        with one.makefile("rb") as answer:
            told: dict[str, Any] = json.loads(answer.readline())
            return told


MALFORMED = {
    "nothing": b"",
    "no JSON": b"hello\n",
    "a list": b"[]\n",
    "no vote": b'{"act": "sign"}\n',
    "another act": json.dumps({"act": "show", "poll": str(POLL)}).encode() + b"\n",
    "nothing to sign": json.dumps({"act": "sign", "poll": str(POLL), "lines": 3}).encode() + b"\n",
    "no number of lines": json.dumps({"act": "sign", "poll": str(POLL), "blinded": b64(b"x" * 384)}).encode() + b"\n",
    "lines that are none": json.dumps({"act": "sign", "poll": str(POLL), "lines": "3", "blinded": ""}).encode() + b"\n",
    "deep": b"[" * 3900 + b"\n",
    "long": b"x" * 100_000 + b"\n",
}


def test_what_is_no_question_is_refused_and_the_next_is_answered(issuer: Process) -> None:
    secret_files.keep(issuer.keys / f"{POLL}.issuer", made().written())
    for fault, line in MALFORMED.items():
        try:
            assert "refused" in ask(issuer, line), fault
        except (ConnectionError, json.JSONDecodeError):
            assert len(line) > 4000, "it hangs up on who goes on for too long"
        told = ask(issuer, json.dumps({"act": "make", "poll": str(POLL)}).encode() + b"\n")
        assert told == {"key": made().public.told()}, fault


def test_who_may_write_to_its_socket_may_ask_and_nobody_else(issuer: Process) -> None:
    assert issuer.socket.stat().st_mode & 0o777 == 0o660
    assert issuer.socket.parent.stat().st_mode & 0o007 == 0


def test_one_listens_and_a_killed_one_leaves_no_obstacle(issuer: Process) -> None:
    words = [sys.executable, "-m", "dreamplus", "issuer", "--socket", str(issuer.socket), "--keys", str(issuer.keys)]
    second = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (second.returncode, "another issuer" in second.stderr) == (2, True)
    issuer.kill()
    assert issuer.socket.is_socket()
    issuer.start()
    issuer.stop()
    assert not issuer.socket.exists()


def test_it_loads_no_site() -> None:
    """A process that holds keys carries little: no Django, no database."""
    look = "import sys, polls.secret.issuer.server; print(sorted({'django', 'sqlite3', 'psycopg'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", look],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}", "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "[]", done.stderr


# --- with the site ---


@pytest.fixture
def served(town: Town, issuer: Process, settings: Any) -> Town:
    """The three houses, and the issuer apart."""
    settings.DREAM_ISSUER = str(issuer.socket)
    secret_files.keep(issuer.keys / f"{town.activity.uuid}.issuer", made().written())
    return town


@of_the_site
def test_a_vote_from_its_seal_to_its_end_and_the_site_holds_no_key(
    served: Town, issuer: Process, settings: Any
) -> None:
    town = served
    town.seal()
    shutil.rmtree(Path(settings.DREAM_KEYS) / "secret")  # what `seal` put there for a site without an issuer
    town.open()
    assert "promise" in town.cast(town.voter(town.people[0]).votes((SAT,)).entry)
    assert not list(Path(settings.DREAM_KEYS).rglob("*.issuer"))
    town.close()
    assert sorted(path.name for path in issuer.keys.iterdir()) == [".lock", f"{town.activity.uuid}.ended"]


@of_the_site
def test_while_it_is_away_a_seat_is_kept_and_the_same_question_brings_its_signature(
    served: Town, issuer: Process
) -> None:
    town = served
    town.seal()
    town.open()
    issuer.kill()
    voter = Voter(terms_of(town.vote))
    asked = voter.asks()
    told = town.draw(town.people[0], asked)
    assert told["refused"] == "IssuerAway"
    assert Token.objects.get().answer == ""
    assert town.draw(town.people[0], Voter(terms_of(town.vote)).asks())["refused"] == "TokenUsed"
    issuer.start()
    signature = town.draw(town.people[0], asked)["signature"]
    assert town.draw(town.people[0], asked)["signature"] == signature
    assert Attendance.objects.count() == 1
    assert len(list((issuer.keys / f"{town.activity.uuid}.signed").iterdir())) == 1


@of_the_site
def test_a_site_that_was_taken_over_gets_no_more_signatures_than_there_are_lines(served: Town) -> None:
    town = served
    town.seal()
    terms = terms_of(town.vote)
    for _line in range(terms.roll_size):
        issuing.sign(terms.poll, Voter(terms).asks(), lines=terms.roll_size)
    with pytest.raises(Refused, match="no-more"):
        issuing.sign(terms.poll, Voter(terms).asks(), lines=terms.roll_size)


@of_the_site
def test_nothing_is_sealed_without_it(served: Town, issuer: Process) -> None:
    town = served
    town.name_three()
    town.make_keys()
    issuer.kill()
    assert not is_there(str(issuer.socket))
    with pytest.raises(HouseAway):
        services.lay(activity=town.activity, by=None, at=now())
    assert SecretVote.objects.get().terms == ""
    issuer.start()


@of_the_site
def test_a_closing_waits_for_it_and_says_so(served: Town, issuer: Process) -> None:
    town = served
    town.seal()
    town.open()
    issuer.kill()
    town.end()
    services.look_after(now())
    assert (town.vote.trouble, town.vote.sealed) == ("away", "")
    issuer.start()
    town.close()
    assert town.vote.trouble == ""
