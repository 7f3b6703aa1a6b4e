"""A real instance behind the shipped proxy, as a host runs it: pages, sockets, files, a form, slow visitors."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from subprocess import PIPE

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from dreamplus.cli import snapshot
from dreamplus.cli.clone import house
from tests.deploy.conftest import Proxy, caddy, wait_for

pytestmark = [pytest.mark.long, pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not here")]
SECRET = "a secret of this test, worth nothing elsewhere"
OPEN_VOTE = """
from datetime import timedelta
from wagtail.models import Site
from dreamplus.core import clock
from polls.services import create_poll, open_poll
at = clock.now()
days = {"opens_at": at, "closes_at": at + timedelta(days=1), "at": at}
home = Site.objects.get(is_default_site=True).root_page
page = create_poll(parent=home, title="Quel banc ?", question="Lequel ?", options=[("Bois", ""), ("Fer", "")], **days)
print(open_poll(activity=page.activity, by=None, at=at).uuid)
"""


@dataclass(frozen=True)
class Instance:
    """The proxy, and the vote that is open behind it."""

    proxy: Proxy
    vote: str

    @property
    def origin(self) -> str:
        return self.proxy.origin

    def client(self) -> httpx.Client:
        return self.proxy.client()


@pytest.fixture(scope="module")
def instance(ports: Proxy) -> Iterator[Instance]:
    data = ports.folder / "data"
    (data / "media").mkdir(parents=True)
    (data / "private" / "documents").mkdir(parents=True)
    (data / "media" / "halle.jpg").write_bytes(b"\xff\xd8\xff picture")
    (data / "private" / "documents" / "plan.pdf").write_bytes(b"%PDF-1.7 canari")
    shutil.copy(snapshot.sqlite_snapshot(), data / "dream.sqlite3")
    given = {
        "DREAM_ORIGIN": ports.origin,
        "DREAM_SECRET": SECRET,
        "DREAM_DATA": str(data),
        "DREAM_ROLE": "hub",
        "DREAM_DATABASE": "",
        "DREAM_DEMONSTRATION": "1",  # static files from where they are: collecting them takes minutes
        "DJANGO_SETTINGS_MODULE": "dreamplus.conf.settings.hub",
        "PYTHONPATH": f"{house.ROOT}:{house.ROOT / 'platform'}",
    }
    command, environment = [sys.executable, "-m", "dreamplus"], os.environ | given
    subprocess.run([*command, "found", "Wattrelin", "--languages", "fr,nl"], env=environment, check=True, timeout=120)
    made = subprocess.run([*command, "manage", "shell", "-c", OPEN_VOTE], env=environment, check=True, stdout=PIPE)
    vote = made.stdout.decode().split()[-1]
    serve = [*command, "serve", "--port", str(ports.pages), "--live-port", str(ports.live)]
    with caddy(ports), (ports.folder / "instance").open("w") as words:
        running = subprocess.Popen(serve, env=environment, stdout=words, stderr=words)
        try:
            with ports.client() as client:
                wait_for(lambda: client.get("/robots.txt").status_code == 200, "the instance", seconds=120)
                wait_for(lambda: client.get("/live/polls.turnout/x").status_code == 404, "live figures", seconds=60)
            yield Instance(ports, vote)
        finally:
            running.terminate()
            running.wait(timeout=45)


def test_pages_say_that_the_site_is_reached_by_https_alone(instance: Instance) -> None:
    with instance.client() as client:
        home = client.get("/")
        assert home.status_code == 200
        assert home.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert home.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "default-src 'none'" in home.headers["Content-Security-Policy"]
        assert home.headers["Content-Encoding"] in ("gzip", "zstd")
        assert client.get("/compte/").headers["Location"].startswith("/compte/login/?next=")
        assert f"Sitemap: {instance.origin}/sitemap.xml" in client.get("/robots.txt").text


def test_an_account_is_opened_through_the_proxy(instance: Instance) -> None:
    """The token, the check of the origin, names and flags of cookies: all stand on the scheme that the proxy tells."""
    with instance.client() as client:
        client.headers["Referer"] = client.headers["Origin"] = instance.origin
        page = client.get("/compte/login/")
        asked = client.post("/compte/login/", data=_token(page.text) | {"login": "lea@exemple.fr"})
        assert asked.headers["Location"] == "/compte/login/code/confirm/"
        cookies = asked.headers.get_list("set-cookie") + page.headers.get_list("set-cookie")
        assert len(cookies) >= 2
        for one in cookies:
            assert one.startswith("__Host-dream-")
            assert "; Secure" in one
        page = client.get("/compte/login/code/confirm/")
        typed = client.post("/compte/login/code/confirm/", data=_token(page.text) | {"code": _code(instance)})
        assert typed.headers["Location"] == "/compte/profil/"
        assert "lea@exemple.fr" in client.get("/compte/").text


def test_a_form_from_another_site_is_refused(instance: Instance) -> None:
    with instance.client() as client:
        page = client.get("/compte/login/")
        forged = {"Origin": "https://ailleurs.example", "Referer": "https://ailleurs.example/"}
        data = _token(page.text) | {"login": "lea@exemple.fr"}
        assert client.post("/compte/login/", data=data, headers=forged).status_code == 403
        assert client.post("/compte/login/", data={"login": "lea@exemple.fr"}).status_code == 403


def test_another_host_gets_nothing(instance: Instance) -> None:
    with instance.client() as client:
        answer = client.get("/", headers={"Host": "ailleurs.example"})
    assert answer.content == b""


def test_live_figures_pass_by_socket_and_by_asking(instance: Instance) -> None:
    with instance.client() as client:
        asked = client.get(f"/live/polls.turnout/{instance.vote}")
    assert (asked.json()["state"], asked.headers["ETag"] != "") == ("open", True)
    said = json.loads(asyncio.run(first_words(instance, instance.origin)))
    assert said == asked.json()


def test_a_page_of_another_site_opens_no_socket(instance: Instance) -> None:
    with pytest.raises(InvalidStatus) as refused:
        asyncio.run(first_words(instance, "https://ailleurs.example"))
    assert refused.value.response.status_code == 403


async def first_words(instance: Instance, origin: str) -> str:
    """What the socket of the vote says first."""
    address = f"wss://localhost:{instance.proxy.port}/live/ws/polls.turnout/{instance.vote}"
    async with connect(address, ssl=instance.proxy.trusted, origin=Origin(origin)) as socket:
        return str(await asyncio.wait_for(socket.recv(), 20))


def test_pictures_are_served_and_nothing_else_of_the_disk(instance: Instance) -> None:
    with instance.client() as client:
        assert client.get("/media/halle.jpg").content.startswith(b"\xff\xd8")
        for path in (
            "/media/../private/documents/plan.pdf",
            "/media/%2e%2e/private/documents/plan.pdf",
            "/media/..%2fprivate%2fdocuments%2fplan.pdf",
            "/media//etc/passwd",
            "/private/documents/plan.pdf",
            "/documents/1/plan.pdf",
            "/static/../../dream.sqlite3",
            "/static/%2e%2e/%2e%2e/dream.sqlite3",
            "/dream.sqlite3",
            "/.env",
        ):
            answer = client.get(path, follow_redirects=True)
            assert answer.status_code in (400, 404), (path, answer.status_code)
            assert b"canari" not in answer.content


def test_visitors_who_send_their_bodies_slowly_do_not_keep_others_waiting(instance: Instance) -> None:
    """Forty forms that never end, and one honest reader."""
    with ExitStack() as held, instance.client() as client:
        for _number in range(40):
            slow = held.enter_context(instance.proxy.connection())
            head = f"POST /compte/login/ HTTP/1.1\r\nHost: localhost:{instance.proxy.port}\r\n"
            slow.sendall(
                f"{head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nl".encode()
            )
        time.sleep(1)
        waited = []
        for _number in range(20):
            began = time.monotonic()
            assert client.get("/compte/login/").status_code == 200
            waited.append(time.monotonic() - began)
        assert sorted(waited)[18] < 1, waited


def _token(page: str) -> dict[str, str]:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    return {"csrfmiddlewaretoken": found.group(1)}


def _code(instance: Instance) -> str:
    """Of the last letter in the demonstration's mail folder."""
    letters = sorted((instance.proxy.folder / "data" / "mail").glob("*"), key=lambda file: file.stat().st_mtime)
    found = re.search(r"\d{4}-\d{4}", letters[-1].read_text(errors="replace"))
    assert found, json.dumps([file.name for file in letters])
    return found.group()
