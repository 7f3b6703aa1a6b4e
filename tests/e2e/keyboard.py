"""What a person does who has a keyboard and no mouse; each step fails where the focus cannot be seen."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import Page

NAME = "((document.activeElement.labels?.[0] ?? document.activeElement).innerText ?? '').replace(/\\s+/g, ' ')"
SEEN = """() => {
  const shown = (one) => { const style = getComputedStyle(one);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'; };
  const focused = document.activeElement;
  return shown(focused) || (focused.labels?.[0] ? shown(focused.labels[0]) : false);
}"""


def tab_to(page: Page, name: str, *, most: int = 120) -> None:
    """Presses Tab until the link, the button or the field that has the focus bears that name."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(NAME).strip().startswith(name):
            assert page.evaluate(SEEN), f"the focus on “{name}” cannot be seen"
            return
    raise AssertionError(f"the keyboard never reaches “{name}”")


def tab_to_input(page: Page, *, most: int = 80) -> None:
    """To the first choice of a list of choices."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") in ("radio", "checkbox"):
            return
    raise AssertionError("the keyboard never reaches a choice")


def follow(page: Page, name: str) -> None:
    """To the link or the button of that name, then Enter; returns once the next screen is there."""
    tab_to(page, name)
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")


def write(page: Page, label: str, words: str) -> None:
    """In the field of that label."""
    tab_to(page, label)
    page.keyboard.type(words)


def write_instant(page: Page, label: str, day: date) -> None:
    """That day at 11:11 in the browser's own field, whose order (day or month first, 12 or 24 hours) is its own:
    `day` must have the number of its month."""
    assert day.day == day.month
    tab_to(page, label)
    page.keyboard.type(f"{day:%d%m%Y}")
    page.keyboard.press("ArrowRight")  # a year may have six digits: it does not end by itself
    page.keyboard.type("1111a")
    assert page.evaluate("document.activeElement.value") == f"{day:%Y-%m-%d}T11:11"


def twin_day(today: date) -> date:
    """The next day, three days away or more, whose number is its month's: the 12th of December."""
    day = today + timedelta(days=3)
    while day.day != day.month:
        day += timedelta(days=1)
    return day
