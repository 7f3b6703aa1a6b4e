"""`dreamplus doctor`: what is misconfigured in this instance, in plain words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import django
from django.conf import settings

from dreamplus.cli.doctor.finding import Finding, Severity

WORDS = {Severity.NOTE: "note", Severity.WARNING: "to improve", Severity.DANGER: "DANGER"}


def run(*, as_json: bool) -> int:
    """Exit status: 0 nothing to mend, 1 something to improve, 2 something dangerous or broken."""
    django.setup()
    found = examine()
    worst = max((finding.severity for _, finding in found), default=Severity.NOTE)
    print(json.dumps(report(found, worst), ensure_ascii=False, indent=1) if as_json else sentences(found))
    return int(worst)


def examine() -> list[tuple[str, Finding]]:
    """Every finding with the name of its check, the worst first. The database is asked only when it is up to date."""
    if settings.DREAM_ROLE == "box":
        from dreamplus.cli.doctor import box

        return _sorted((check.__name__, finding) for check in box.CHECKS for finding in check())
    from dreamplus.cli.doctor import configuration, content, machine

    found = [(check.__name__, finding) for check in (*configuration.CHECKS, *machine.CHECKS) for finding in check()]
    if not any(name == "migrations" for name, _ in found):
        found += [(check.__name__, finding) for check in content.CHECKS for finding in check()]
    return _sorted(found)


def _sorted(found: Iterable[tuple[str, Finding]]) -> list[tuple[str, Finding]]:
    return sorted(found, key=lambda pair: -pair[1].severity)


def report(found: list[tuple[str, Finding]], worst: Severity) -> dict[str, Any]:
    """For a monitoring tool."""
    listed = [
        {"check": name, "severity": WORDS[finding.severity], "sentence": finding.sentence, "remedy": finding.remedy}
        for name, finding in found
    ]
    return {"name": "doctor", "ok": worst == Severity.NOTE, "findings": listed}


def sentences(found: list[tuple[str, Finding]]) -> str:
    """For a person at a terminal."""
    lines = []
    for _, finding in found:
        lines.append(f"{WORDS[finding.severity]:>10}  {finding.sentence}")
        if finding.remedy:
            lines.append(f"{'':>10}  → {finding.remedy}")
    if not any(finding.severity for _, finding in found):
        lines.append("Nothing to mend.")
    return "\n".join(lines)
