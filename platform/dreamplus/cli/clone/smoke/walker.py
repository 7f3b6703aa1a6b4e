"""A visitor without a browser: reads pages, fills in forms, follows what a person would follow. No script runs."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

import httpx
from bs4 import BeautifulSoup, Tag

Values = dict[str, str | list[str]]


class Lost(Exception):
    """The page is not the one expected; the message says what was looked for and where."""


@dataclass(frozen=True)
class Page:
    """A page as it arrived, after its redirects."""

    address: str
    status: int
    text: str
    soup: BeautifulSoup

    @property
    def words(self) -> str:
        """What a person reads, blanks run together."""
        main = self.soup.find("main") or self.soup
        return " ".join(main.get_text(" ").split())

    def form(self, *, field: str = "", action: str = "") -> Tag:
        """The first form of the page's main part that has `field` or posts to an address holding `action`."""
        for form in self.soup.select("main form") or self.soup.select("form"):
            names = {str(each.get("name")) for each in form.select("[name]")}
            if (field and field in names) or (action and action in str(form.get("action") or self.address)):
                return form
        raise Lost(f"no form with {field or action!r} at {self.address} ({self.status}): {self.words[:300]}")

    def link(self, part: str) -> str:
        """Address of the first link of the main part whose address holds `part`."""
        for link in self.soup.select("main a[href]"):
            if part in str(link["href"]):
                return urljoin(self.address, str(link["href"]))
        raise Lost(f"no link to {part!r} at {self.address}: {self.words[:300]}")

    def expect(self, words: str) -> Page:
        """The page itself. Raises `Lost` when it does not say `words`."""
        if words not in self.words:
            raise Lost(f"“{words}” is not at {self.address} ({self.status}): {self.words[:300]}")
        return self


class Walker:
    """One visitor of one site, with cookies of their own."""

    def __init__(self, origin: str, *, language: str = "fr") -> None:
        self.origin = origin
        self.client = httpx.Client(
            base_url=origin,
            follow_redirects=True,
            trust_env=False,
            timeout=60,
            headers={"Accept-Language": language, "User-Agent": "dream-smoke"},
        )

    def get(self, address: str, *, status: int = 200) -> Page:
        return read(self.client.get(address), status)

    def submit(self, page: Page, form: Tag, status: int = 200, **values: str | list[str]) -> Page:
        """Sends a form as a browser does: what it holds already, then `values`. Raises `Lost` for another status."""
        action = urljoin(page.address, str(form.get("action") or page.address))
        headers = {"Referer": page.address, "Origin": self.origin}
        if str(form.get("method", "get")).lower() == "get":
            return read(self.client.get(action, params={**held(form), **values}), status)
        return read(self.client.post(action, data={**held(form), **values}, headers=headers), status)

    def close(self) -> None:
        self.client.close()


def read(answer: httpx.Response, status: int) -> Page:
    page = Page(str(answer.url), answer.status_code, answer.text, BeautifulSoup(answer.text, "html.parser"))
    if answer.status_code != status:
        raise Lost(f"{answer.request.method} {page.address} answered {answer.status_code}: {page.words[:300]}")
    return page


def held(form: Tag) -> Values:
    """What a form holds before anybody touches it, its first button included."""
    values: Values = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(field["name"]), str(field.get("type", "")).lower()
        if kind in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if kind in ("submit", "button", "file", "image"):
            continue
        add(values, name, value_of(field))
    button = form.select_one("button:not([type=button])")  # the one that the Enter key presses
    if button and button.get("name"):
        values[str(button["name"])] = str(button.get("value", ""))
    return values


def value_of(field: Tag) -> str:
    if field.name == "textarea":
        return field.get_text().removeprefix("\n")
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return str(chosen.get("value", chosen.get_text())) if chosen else ""
    return str(field.get("value", "on" if field.get("type") in ("checkbox", "radio") else ""))


def add(values: Values, name: str, value: str) -> None:
    before = values.get(name)
    if before is None:
        values[name] = value
    else:
        values[name] = [*([before] if isinstance(before, str) else before), value]
