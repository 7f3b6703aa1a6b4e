"""`live.js` in Chromium: moved by the socket, by polling where sockets are refused, still where there is nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import path
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dreamplus.conf import urls as house
from dreamplus.core.live import Topic, topics
from tests.browser import CHROMIUM, SWITCHES

pytestmark = pytest.mark.browser
SCRIPT = Path(topics.__file__).parents[1] / "static" / "core" / "live.js"
HTML = """<!doctype html><html lang="fr"><title>Salle</title>
<p data-dream-live="tests.turnout/{key}"><b data-dream-field="voters">1</b> <i data-dream-field="name">Mairie</i></p>
<script type="module" src="/static/core/live.js"></script>"""


urlpatterns = [
    path("page/<str:key>", lambda _, key: HttpResponse(HTML.format(key=key))),
    path("static/core/live.js", lambda _: HttpResponse(SCRIPT.read_text(), content_type="text/javascript")),
    *house.urlpatterns,
]


@pytest.fixture(autouse=True)
def _pages(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


class Board:
    def __init__(self) -> None:
        self.value: dict[str, Any] = {"voters": 1}

    def payload(self, key: str) -> dict[str, Any] | None:
        return self.value if key == "hall" else None


@pytest.fixture
def board() -> Iterator[Board]:
    shown = Board()
    with topics.temporarily(Topic("tests.turnout", lambda *_: True, shown.payload)):
        yield shown


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread
        switches = [*SWITCHES, "--host-resolver-rules=MAP testserver 127.0.0.1"]
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=switches)


class Visit:
    """A page of the live process's origin, and the addresses and sockets it asked for."""

    def __init__(self, browser: Browser, port: int, key: str = "hall") -> None:
        self.page: Page = browser.new_page()
        self.asked: list[str] = []
        self.sockets: list[str] = []
        self.page.on("websocket", lambda socket: self.sockets.append(socket.url))
        self.page.on("request", lambda request: self.asked.append(request.url.split("/", 3)[3]))
        self.page.goto(f"http://testserver:{port}/page/{key}")

    @property
    def polls(self) -> int:
        return self.asked.count("live/tests.turnout/hall")


def test_numbers_move_by_the_socket_and_text_stays_text(live: Any, board: Board, chromium: Browser) -> None:
    visit = Visit(chromium, live.port)
    time.sleep(0.5)
    board.value = {"voters": 1234, "name": "<img src=x onerror=alert(1)>", "unknown": 1}
    expect(visit.page.locator("b")).to_have_text("1\u202f234")
    expect(visit.page.locator("i")).to_have_text("<img src=x onerror=alert(1)>")
    assert visit.sockets == [f"ws://testserver:{live.port}/live/ws/tests.turnout/hall"]
    assert visit.polls == 0
    visit.page.close()


def test_where_sockets_are_refused_the_address_is_polled(
    live: Any, board: Board, chromium: Browser, settings: Any
) -> None:
    settings.DREAM_LIVE_SEATS = 0
    visit = Visit(chromium, live.port)
    board.value = {"voters": 2}
    expect(visit.page.locator("b")).to_have_text("2", timeout=9000)
    board.value = {"voters": 3}
    expect(visit.page.locator("b")).to_have_text("3", timeout=9000)
    assert visit.polls <= 4
    settings.DREAM_LIVE_SEATS = 10
    visit.page.close()


def test_where_there_is_nothing_to_read_the_page_stays_as_it_was_written(
    live: Any, board: Board, chromium: Browser
) -> None:
    visit = Visit(chromium, live.port, key="cellar")
    time.sleep(3)
    assert visit.page.locator("b").text_content() == "1"
    assert (len(visit.sockets), visit.asked.count("live/tests.turnout/cellar")) == (1, 1)
    visit.page.close()


def test_a_hidden_page_lets_its_socket_go_and_comes_back(live: Any, board: Board, chromium: Browser) -> None:
    visit = Visit(chromium, live.port)
    time.sleep(0.5)
    hide = "hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});"
    visit.page.evaluate(hide + "document.dispatchEvent(new Event('visibilitychange')); }", True)
    board.value = {"voters": 2}
    time.sleep(0.7)
    assert visit.page.locator("b").text_content() == "1"
    visit.page.evaluate(hide + "document.dispatchEvent(new Event('visibilitychange')); }", False)
    expect(visit.page.locator("b")).to_have_text("2")
    assert len(visit.sockets) == 2
    visit.page.close()
