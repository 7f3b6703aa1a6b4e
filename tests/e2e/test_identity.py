"""A resident signs in with FranceConnect, and out of both."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core import mail
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import expect

from dreamplus.cli.clone import oidc
from dreamplus.cms.services import found_site
from tests.browser import CODE, PHONE, Opener
from tests.conftest import OwnDatabase

pytestmark = pytest.mark.browser


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def _beside_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser's loop runs in the thread of the test, which also founds the site."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture
def site(_beside_a_browser: None, own_database: OwnDatabase, settings: Any, tmp_path: Path) -> Iterator[str]:
    """A site with FranceConnect, in a thread of this process: its e-mails are in `mail.outbox`."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    origin = f"http://127.0.0.1:{server.server_port}"
    with oidc.providers(origin) as started:
        client = {"client_id": started["client_id"], "secret": started["client_secret"]}
        settings.DREAM_IDENTITY = {"franceconnect": client | {"issuer": started["franceconnect"]}}
        settings.DREAM_ALLOW_LOOPBACK, settings.DREAM_ORIGIN = True, origin
        settings.ALLOWED_HOSTS, settings.CSRF_TRUSTED_ORIGINS = ["127.0.0.1"], [origin]
        settings.DREAM_KEYS = tmp_path / "keys"
        found_site(name="Wattrelin")
        server.set_app(StaticFilesHandler(get_wsgi_application()))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield origin
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_in_with_franceconnect_and_out_of_both(site: str, open_page: Opener, javascript: bool) -> None:
    page = open_page(f"{site}/compte/login/?next=/compte/profil/", viewport=PHONE, javascript=javascript)
    page.get_by_role("button", name="S’identifier avec FranceConnect").click()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("FranceConnect nous a dit qui vous êtes")).to_be_visible()
    expect(page.get_by_label(re.compile("Adresse"))).to_have_value("camille@exemple.fr")
    page.get_by_role("button", name="Recevoir mon code").click()
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(CODE.search(str(mail.outbox[-1].body))[1])  # type: ignore[index]
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/compte/profil/")
    page.goto(f"{site}/compte/logout/")
    page.locator("main").get_by_role("button", name=re.compile("déconnecte", re.IGNORECASE)).click()
    page.get_by_role("button", name="Oui, me déconnecter").click()
    expect(page.get_by_text("ont pris fin toutes les deux")).to_be_visible()
    page.goto(f"{site}/compte/")
    page.wait_for_url("**/compte/login/**")
    page.get_by_role("button", name="S’identifier avec FranceConnect").click()
    page.get_by_role("button", name="Continuer").click()  # asked again who one is
    page.wait_for_url(f"{site}/compte/**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon compte")
