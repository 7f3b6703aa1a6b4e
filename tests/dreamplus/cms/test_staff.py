"""The staff side: who may do what, what is shown to an agent, and the doors that stay shut."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from dreamplus.cms.media import Document, Image
from dreamplus.cms.pages import HomePage, InformationPage
from dreamplus.cms.testing import PDF, make_document, make_image, make_news, picture_bytes, publish
from dreamplus.core import clock
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.services import revoke_role
from dreamplus.people.testing import make_person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
CANARY = "Canari-des-coulisses"


def doorman() -> User:
    """Somebody who may enter the staff side and has no right on any page, picture or document."""
    person = make_person(Role.OFFICIAL)
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return person


WHO: dict[str, Callable[[], User]] = {
    "citizen": lambda: make_person(Role.CITIZEN),
    "official": lambda: make_person(Role.OFFICIAL),
    "doorman": doorman,
    "agent": lambda: make_person(Role.AGENT),
    "administrator": lambda: make_person(Role.ADMINISTRATOR),
}
EDITORS = {"agent", "administrator"}


@pytest.fixture
def page(home: HomePage) -> InformationPage:
    """A page with two revisions, under which nothing stands."""
    made = publish(home, InformationPage(title=CANARY, summary=CANARY, show_in_menus=False))
    made.summary = f"{CANARY} deux"
    made.save_revision()
    return made


def addresses(page: InformationPage) -> dict[str, tuple[str, set[str]]]:
    """What is asked → (address, who gets it)."""
    first, second = page.revisions.order_by("pk")
    image, document = make_image(CANARY), make_document(CANARY)
    add = reverse("wagtailadmin_pages:add", args=["cms", "informationpage", page.get_parent().pk])
    return {
        "list pages": (reverse("wagtailadmin_explore", args=[page.get_parent().pk]), EDITORS),
        "write a page": (add, EDITORS),
        "edit a page": (reverse("wagtailadmin_pages:edit", args=[page.pk]), EDITORS),
        "see a draft": (reverse("wagtailadmin_pages:view_draft", args=[page.pk]), EDITORS),
        "see its history": (reverse("wagtailadmin_pages:history", args=[page.pk]), EDITORS),
        "see an old version": (reverse("wagtailadmin_pages:revisions_view", args=[page.pk, first.pk]), EDITORS),
        "compare versions": (
            reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk]),
            EDITORS,
        ),
        "bring one back": (reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk]), EDITORS),
        "copy a page": (reverse("wagtailadmin_pages:copy", args=[page.pk]), EDITORS),
        "move a page": (reverse("wagtailadmin_pages:move", args=[page.pk]), EDITORS),
        "delete a page": (reverse("wagtailadmin_pages:delete", args=[page.pk]), EDITORS),
        "unpublish a page": (reverse("wagtailadmin_pages:unpublish", args=[page.pk]), EDITORS),
        "pictures": (reverse("wagtailimages:index"), EDITORS),
        "a picture": (reverse("wagtailimages:edit", args=[image.pk]), EDITORS),
        "where a picture is used": (reverse("wagtailimages:image_usage", args=[image.pk]), EDITORS),
        "documents": (reverse("wagtaildocs:index"), EDITORS),
        "a document": (reverse("wagtaildocs:edit", args=[document.pk]), EDITORS),
        "a list of pictures as data": ("/admin/api/main/images/", set()),
        "a list of documents as data": ("/admin/api/main/documents/", set()),
        "a list of pages as data": (f"/admin/api/main/pages/?child_of={page.get_parent().pk}", EDITORS),
        "users": ("/admin/users/", set()),
        "groups": ("/admin/groups/", set()),
        "sites": ("/admin/sites/", set()),
        "languages of the site": ("/admin/locales/", set()),
        "redirects": ("/admin/redirects/", set()),
        "collections": ("/admin/collections/", set()),
        "workflows": ("/admin/workflows/list/", set()),
        "locked pages": ("/admin/reports/locked/", set()),
    }


@pytest.mark.parametrize("who", WHO)
def test_who_gets_what(page: InformationPage, client: Client, who: str) -> None:
    sign_in(client, WHO[who]())
    wrong = []
    for name, (address, allowed) in addresses(page).items():
        answer = client.get(address)
        opens = answer.status_code == 200
        if opens is not (who in allowed):
            wrong.append((name, answer.status_code))
        if who not in allowed and CANARY in answer.text:
            wrong.append((name, "leak"))
    assert wrong == []


@pytest.mark.parametrize("who", ["visitor", "citizen", "official", "doorman"])
def test_nobody_else_changes_anything(page: InformationPage, client: Client, who: str) -> None:
    if who != "visitor":
        sign_in(client, WHO[who]())
    before = [*Page.objects.order_by("pk").values("pk", "title", "live", "path", "latest_revision")]
    posts = {
        reverse("wagtailadmin_pages:edit", args=[page.pk]): {"title": "Détournée", "slug": "x", "action-publish": "1"},
        reverse("wagtailadmin_pages:delete", args=[page.pk]): {},
        reverse("wagtailadmin_pages:unpublish", args=[page.pk]): {},
        reverse("wagtailadmin_pages:copy", args=[page.pk]): {
            "new_title": "Copie",
            "new_slug": "copie",
            "new_parent_page": page.get_parent().pk,
        },
        reverse("wagtailadmin_pages:add", args=["cms", "informationpage", page.get_parent().pk]): {"title": "Neuve"},
        reverse("wagtailimages:add"): {"title": "x"},
        reverse("wagtaildocs:add"): {"title": "x"},
        reverse("simple_translation:submit_page_translation", args=[page.pk]): {},
    }
    for address, data in posts.items():
        assert client.post(address, data).status_code in (302, 403, 404)
    assert [*Page.objects.order_by("pk").values("pk", "title", "live", "path", "latest_revision")] == before
    assert (Image.objects.count(), Document.objects.count()) == (0, 0)


def test_a_role_taken_back_closes_the_staff_side_at_once(page: InformationPage, client: Client) -> None:
    agent = make_person(Role.AGENT)
    sign_in(client, agent)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    revoke_role(user=agent, role=Role.AGENT, by=None, at=clock.now())
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 403
    assert not agent.groups.exists()


def page_data(parent: Page, **more: str) -> dict[str, str]:
    """What the editor posts for an information page."""
    empty = {"body-count": "0", "easy_text": "null", "summary": "", "show_in_menus": "on"}
    return {"title": "Horaires", "slug": "horaires", "go_live_at": "", "expire_at": "", **empty, **more}


def contentstate(text: str, **entity: object) -> str:
    """A paragraph as the rich-text editor posts it, with an optional link over the whole text."""
    ranges = [{"offset": 0, "length": len(text), "key": 0}] if entity else []
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": ranges}
    return json.dumps({"blocks": [block], "entityMap": {"0": entity} if entity else {}})


def test_an_agent_writes_and_publishes_a_page(home: HomePage, client: Client) -> None:
    sign_in(client, make_person(Role.AGENT))
    address = reverse("wagtailadmin_pages:add", args=["cms", "informationpage", home.pk])
    block = {"body-count": "1", "body-0-type": "paragraph", "body-0-order": "0", "body-0-deleted": "", "body-0-id": ""}
    text = contentstate("Ouvert le lundi")
    answer = client.post(address, page_data(home, **block, **{"body-0-value": text, "action-publish": "1"}))
    assert answer.status_code == 302
    assert "Ouvert le lundi" in Client().get("/horaires/").text
    assert "Horaires" in Client().get("/").text


def test_a_hostile_link_of_the_editor_is_dropped(home: HomePage, client: Client) -> None:
    sign_in(client, make_person(Role.AGENT))
    address = reverse("wagtailadmin_pages:add", args=["cms", "informationpage", home.pk])
    hostile = contentstate("Cliquez", type="LINK", mutability="MUTABLE", data={"url": "javascript:alert(1)"})
    client.post(address, page_data(home, easy_text=hostile, **{"body-count": "0", "action-publish": "1"}))
    text = Client().get("/horaires/?facile=1").text
    assert "Cliquez" in text
    assert "javascript:" not in text


def test_a_page_without_a_title_is_refused_and_the_rest_is_kept(home: HomePage, client: Client) -> None:
    sign_in(client, make_person(Role.AGENT))
    address = reverse("wagtailadmin_pages:add", args=["cms", "informationpage", home.pk])
    answer = client.post(address, page_data(home, title="", summary="Deux phrases déjà écrites.", slug=""))
    assert (answer.status_code, "Deux phrases déjà écrites." in answer.text) == (200, True)
    assert not InformationPage.objects.exists()


@pytest.mark.parametrize("name", ["logo.svg", "page.jpg", "image.gif"])
def test_a_hostile_picture_sent_through_the_form_is_refused(site: object, client: Client, name: str) -> None:
    sign_in(client, make_person(Role.AGENT))
    file = SimpleUploadedFile(name, b"<svg onload='alert(1)'/>", content_type="image/jpeg")
    data = {"title": "Logo", "description": "Le logo", "credit": "Ville", "licence": "own", "tags": "", "file": file}
    answer = client.post(reverse("wagtailimages:add"), data)
    assert (answer.status_code, Image.objects.count()) == (200, 0)
    assert "Le logo" in answer.text


def test_a_picture_needs_its_text(site: object, client: Client) -> None:
    sign_in(client, make_person(Role.AGENT))
    file = SimpleUploadedFile("a.jpg", picture_bytes(), content_type="image/jpeg")
    data = {"title": "Halle", "description": "", "credit": "Ville", "licence": "own", "tags": "", "file": file}
    answer = client.post(reverse("wagtailimages:add"), data)
    assert (answer.status_code, Image.objects.count()) == (200, 0)
    data |= {"description": "La halle", "file": SimpleUploadedFile("a.jpg", picture_bytes())}
    assert client.post(reverse("wagtailimages:add"), data).status_code == 302
    assert Image.objects.get().description == "La halle"


def test_a_document_that_lies_is_refused(site: object, client: Client) -> None:
    sign_in(client, make_person(Role.AGENT))
    for content, kept in ((b"<script>", 0), (PDF, 1)):
        data = {"title": "Acte", "licence": "etalab-2.0", "tags": "", "file": SimpleUploadedFile("acte.pdf", content)}
        client.post(reverse("wagtaildocs:add"), data)
        assert Document.objects.count() == kept


def menu_of(client: Client) -> list[str]:
    """The names of the entries beside the staff's pages."""
    from django.http import HttpRequest
    from wagtail.admin.menu import admin_menu

    request: HttpRequest = client.get("/admin/").wsgi_request
    return [item.name for item in sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)]


def test_an_agent_sees_five_entries_and_an_administrator_the_brand_too(site: object, client: Client) -> None:
    sign_in(client, make_person(Role.AGENT))
    assert menu_of(client) == ["board", "explorer", "images", "documents", "see-the-site"]
    sign_in(client, make_person(Role.ADMINISTRATOR))
    assert menu_of(client) == ["board", "explorer", "images", "documents", "settings", "see-the-site"]


def test_the_first_screen_offers_what_the_person_may_begin(home: HomePage, client: Client) -> None:
    make_news(home, 1)
    for role, number in ((Role.AGENT, 6), (Role.OFFICIAL, 0)):
        person = make_person(role)
        person.user_permissions.add(Permission.objects.get(codename="access_admin"))
        sign_in(client, person)
        found = re.findall(r'<a class="button" href="([^"]+)"', client.get("/admin/").text)
        assert len(found) == number
        assert all(client.get(address).status_code == 200 for address in found)


def test_the_staff_side_speaks_french_and_calls_nobody(page: InformationPage, client: Client) -> None:
    sign_in(client, make_person(Role.AGENT))
    for address in ("/admin/", reverse("wagtailadmin_pages:edit", args=[page.pk])):
        text = client.get(address).text
        assert '<html lang="fr"' in text
        assert "gravatar" not in text
        assert "releases.wagtail" not in text
        assert "/theme/admin.css" in text


def test_no_inline_script_stands_on_the_staff_side(page: InformationPage, client: Client) -> None:
    """It would not run: what it starts (dates, choosers) is written as data instead."""
    sign_in(client, make_person(Role.ADMINISTRATOR))
    news = make_news(page.get_parent(), 1, picture=make_image())[0]
    for address in (
        "/admin/",
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:edit", args=[news.pk]),
        reverse("wagtailimages:add"),
        reverse("wagtaildocs:add"),
        "/admin/settings/cms/brand/1/",
    ):
        text = client.get(address, follow=True).text
        inline = re.findall(r"<script(?![^>]*\b(?:src|type)=)[^>]*>", text)
        assert inline == [], address
    assert 'data-dream-start="ImageChooser"' in text


def test_readers_pages_carry_nothing_of_the_staff_side(page: InformationPage, client: Client) -> None:
    sign_in(client, make_person(Role.AGENT))
    text = client.get(page.url).text
    assert "wagtail" not in text.lower()


@pytest.mark.parametrize("address", ["/api/v2/pages/", "/api/v3/pages/", "/api/", "/django-admin/", "/api/v3/images/"])
def test_libraries_interfaces_are_not_mounted(site: object, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_forms_of_the_library_are_not_installed() -> None:
    from django.apps import apps

    assert not apps.is_installed("wagtail.contrib.forms")
    assert not apps.is_installed("django.contrib.admin")
