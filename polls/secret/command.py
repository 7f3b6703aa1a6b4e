"""`dreamplus verify DIR|URL`: the files of a secret vote in, three lists out; no settings, no database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from polls.secret.rules.publication import BALLOTS, MOST_BYTES, VOTE, Publication
from polls.secret.rules.refusals import Refused
from polls.secret.rules.verifying import Check, Report, verify

SENTENCES = {
    "terms": "The terms of the vote are the first entry of its log.",
    "heads": "Each head is signed by the box and is the beginning of this log: nothing was taken out or put elsewhere.",
    "witness": "The witness has signed the whole log.",
    "postponements": "Each later closing is in the log, and the witness agreed to it.",
    "closing": "After the closing no ballot was taken, and it agrees with the log.",
    "paper": "The paper is in the log after the closing, and says what it committed to.",
    "ballots": "Each ballot is in the log, with a token of the issuer and the signature of its key, once a number.",
    "numbers": "Voting keys are at most as many as tokens; tokens, and lines marked for paper, as lines of the roll.",
    "keys": "The scrutineers’ keys are those of the terms.",
    "ties": "The secrets that break ties are those promised before the vote.",
    "count": "Opened and counted again, the ballots give the published result.",
    "receipt": "The box kept its promise.",
}
MARKS = {True: "yes", False: "NO ", None: "–  "}
SECONDS = 120


def main(words: Sequence[str], *, name: str = "dreamplus verify") -> int:
    """Exit status: 0 nothing wrong, 1 something is, 2 the files cannot be read."""
    parser = argparse.ArgumentParser(prog=name, description="Verifies a secret vote from its published files.")
    parser.add_argument("source", metavar="DIR|URL", help=f"where {VOTE} and {BALLOTS} are")
    parser.add_argument(
        "--receipt", action="append", default=[], type=Path, metavar="FILE", help="a promise of the box to a voter"
    )
    parser.add_argument("--loopback", action="store_true", help="let URL be http on this machine: a demonstration")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of words")
    asked = parser.parse_args(words)
    try:
        publication = _read(asked.source, loopback=asked.loopback)
        receipts = tuple(_receipt(path) for path in asked.receipt)
    except Refused as refused:
        print(f"This is not a published vote that can be verified: {refused}", file=sys.stderr)
        return 2
    report = verify(publication, receipts)
    told = json.dumps(report.as_json(), ensure_ascii=False, indent=2) if asked.json else "\n".join(_words(report))
    print(told)
    return 0 if report.ok else 1


def _read(source: str, *, loopback: bool) -> Publication:
    if not source.startswith(("https://", "http://")):
        return Publication.in_folder(Path(source))
    vote, ballots = (_fetched(f"{source.rstrip('/')}/{name}", loopback=loopback) for name in (VOTE, BALLOTS))
    if vote is None:
        raise Refused("not-there", VOTE)
    return Publication.read(vote, ballots)


def _fetched(url: str, *, loopback: bool) -> bytes | None:
    """None when there is nothing there. Raises `Refused`."""
    from django.conf import settings

    from dreamplus.core.outbound import OutboundError, fetch

    if not settings.configured:
        settings.configure(DREAM_ALLOW_LOOPBACK=loopback, USE_I18N=False)
    try:
        answer = fetch(url, max_bytes=MOST_BYTES, seconds=SECONDS)
    except OutboundError as error:
        raise Refused("not-there", f"{url}: {error.sentence}") from None
    if answer.status == 404:
        return None
    if answer.status != 200:
        raise Refused("not-there", f"{url}: answer {answer.status}")
    return answer.body


def _receipt(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise Refused("not-there", f"{path} is not a receipt") from None


def _words(report: Report) -> Iterator[str]:
    yield "Checked"
    yield from (_line(check) for check in report.checked)
    yield "\nTaken on the word of commune and hub"
    yield from (f"  - {sentence}" for sentence in report.word)
    yield "\nCannot be checked"
    yield from (f"  - {sentence}" for sentence in report.cannot)
    yield "\n" + ("Nothing is wrong." if report.ok else f"WRONG: {', '.join(report.faults)}")


def _line(check: Check) -> str:
    return f"  {MARKS[check.ok]} {SENTENCES[check.code]} ({check.detail})"
