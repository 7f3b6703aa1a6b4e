"""What people do with their own data: take it along, then leave."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dreamplus.cli.clone.sites import Site
from tests.browser import PHONE, Opener
from tests.e2e.keyboard import follow, tab_to
from tests.e2e.people import sign_up

pytestmark = pytest.mark.browser


def test_a_copy_of_one_s_data_then_goodbye(demonstration: dict[str, Site], open_page: Opener, tmp_path: Path) -> None:
    """With the keyboard alone, on a telephone: asked for, downloaded once, opened; then the account is deleted."""
    site = demonstration["commune"]
    page = open_page(site.origin, viewport=PHONE)
    sign_up(page, site, "partante@exemple.fr")
    page.goto(f"{site.origin}/compte/")
    follow(page, "Voir mes données")
    follow(page, "Préparer ma copie")
    for _ in range(60):
        if page.get_by_role("button", name="Télécharger ma copie").count():
            break
        page.wait_for_timeout(1000)
        page.goto(f"{site.origin}/compte/mes-donnees/")
    tab_to(page, "Télécharger ma copie")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "copie.zip")
    with zipfile.ZipFile(tmp_path / "copie.zip") as archive:
        archive.extractall(tmp_path / "copie")
    page.goto(f"{site.origin}/compte/mes-donnees/")
    expect(page.get_by_role("button", name="Télécharger ma copie")).to_have_count(0)
    follow(page, "Supprimer mon compte")
    tab_to(page, "Je comprends que mon compte ne pourra pas être rétabli")
    page.keyboard.press("Space")
    follow(page, "Supprimer mon compte pour toujours")
    expect(page.get_by_role("heading", name="Votre compte est supprimé")).to_be_visible()
    page.goto((tmp_path / "copie" / "mes-donnees.html").as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce qui est gardé sur moi")
    expect(page.get_by_text("partante@exemple.fr").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
