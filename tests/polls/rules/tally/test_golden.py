"""Results that real ballots gave, found again."""

from __future__ import annotations

from pathlib import Path

import pytest

from polls.rules.tally import files
from polls.rules.tally.methods import count

STATIONS = sorted((Path(__file__).resolve().parents[3] / "data" / "votes").glob("orsay2007_bureau_*.csv"))
PUBLISHED = {
    "Bayrou": (4, 44.3, 30.6),
    "Royal": (4, 39.4, 41.5),
    "Sarkozy": (4, 38.9, 46.9),
    "Voynet": (3, 29.8, 46.6),
}
"""M. Balinski and R. Laraki, Majority Judgment (2010): grade as in the files (4 is “assez bien”), % above, % below."""


def test_orsay_2007() -> None:
    """1 733 ballots of three polling stations, by majority judgment."""
    assert len(STATIONS) == 3
    outcome = count(files.pooled([files.read(path) for path in STATIONS]), "majority-judgment")
    assert outcome.ballots.valid == 1733
    assert [tier[0] for tier in outcome.ranking[:4]] == ["Bayrou", "Royal", "Sarkozy", "Voynet"]
    for name, (median, above, below) in PUBLISHED.items():
        found = outcome.totals[name]
        assert found["median"] == median
        assert float(found["above"]) * 100 == pytest.approx(above, abs=0.06)
        assert float(found["below"]) * 100 == pytest.approx(below, abs=0.06)
