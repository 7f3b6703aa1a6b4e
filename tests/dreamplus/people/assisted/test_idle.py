"""A screen that nobody touches."""

import pytest

from dreamplus.people.assisted.rules import idle


@pytest.mark.parametrize(("seen", "now", "over"), [(0, 0, False), (0, 179.9, False), (0, 180, True), (100, 279, False)])
def test_when_it_is_over(seen: float, now: float, over: bool) -> None:
    assert idle.is_over(seen=seen, now=now, idle=180) is over


@pytest.mark.parametrize(("length", "warned"), [(90, 30), (180, 120), (600, 540), (10, 30)])
def test_the_warning_leaves_time_to_answer(length: int, warned: int) -> None:
    """WCAG 2.2.1 asks for twenty seconds at least."""
    assert idle.warned_after(length) == warned
    assert idle.WARNED_BEFORE >= 20
