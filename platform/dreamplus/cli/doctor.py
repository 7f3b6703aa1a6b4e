"""`dreamplus doctor`: what is misconfigured in this instance, in plain words."""

from __future__ import annotations


def run(*, as_json: bool) -> int:
    """Exit status: 0 nothing to say, 1 something to improve, 2 something dangerous or broken."""
    return 0
