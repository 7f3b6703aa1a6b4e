"""What readers see: pages, their cost, their languages, and that nothing an agent types can run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from dreamplus.cms.pages import (
    AccessibilityPage,
    BlogIndexPage,
    BlogPage,
    HomePage,
    InformationPage,
    LegalNoticePage,
    NewsIndexPage,
    NewsPage,
    PersonalDataPage,
    SiteMapPage,
    SitePage,
)
from dreamplus.cms.pages.compulsory import Conformity
from dreamplus.cms.readable import by_anybody
from dreamplus.cms.services import found_site
from dreamplus.cms.testing import make_document, make_image, make_news, publish
from dreamplus.core import clock

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]
Counted = Callable[[int], Any]


def body(**more: Any) -> list[tuple[str, Any]]:
    """One block of each kind."""
    image = make_image()
    return [
        ("heading", {"text": "Comment participer ?", "level": "2"}),
        ("paragraph", "<p>Venez <b>nombreux</b>, ou <a href='https://exemple.fr/'>écrivez</a>.</p>"),
        ("picture", {"image": image, "alternative": "", "caption": "Vue depuis l’église"}),
        ("call_out", {"kind": "warn", "title": "Attention", "text": "<p>La rue est fermée.</p>"}),
        ("details", {"summary": "Qui décide ?", "text": "<p>Le conseil municipal.</p>"}),
        ("quotation", {"text": "Je veux des arbres.", "author": "Une habitante"}),
        ("documents", {"title": "Pièces", "documents": [make_document(), make_document("Secret", private=True)]}),
        ("video", {"title": "La réunion", "address": "https://tube.exemple.fr/1", "transcript": "<p>Bonsoir.</p>"}),
    ]


def test_the_home_page_says_its_sentence_and_the_last_news(home: HomePage, client: Client) -> None:
    make_news(home, 4)
    answer = client.get("/")
    assert "La place du marché, on la refait ensemble." in answer.text
    assert [page.title for page in answer.context["latest_news"]] == ["Nouvelle 4", "Nouvelle 3", "Nouvelle 2"]


def test_every_block_is_drawn(home: HomePage, client: Client) -> None:
    page = publish(home, InformationPage(title="Mode d’emploi", body=body()))
    text = client.get(page.url).text
    for words in ("Comment participer", "nombreux", "La halle un jour de marché", "Vue depuis l’église", "Attention"):
        assert words in text
    for words in ("Qui décide", "Je veux des arbres.", "Plan de la place", "La réunion", "Bonsoir."):
        assert words in text


def test_a_private_document_is_not_even_named(home: HomePage, client: Client) -> None:
    page = publish(home, InformationPage(title="Mode d’emploi", body=body()))
    assert "Secret" not in client.get(page.url).text


def test_a_video_loads_nothing_from_elsewhere(home: HomePage, client: Client) -> None:
    page = publish(home, InformationPage(title="Mode d’emploi", body=body()))
    text = client.get(page.url).text
    assert "<iframe" not in text
    assert "<video" not in text


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>"
RUNS = ("<script>alert", "<img src=x", "<svg/onload", "javascript:", "onerror=alert(2)>")


def hostile_pages(home: HomePage) -> list[SitePage]:
    """A page of each kind with a hostile text in every field an agent can type."""
    rich = f"<p>{HOSTILE}</p><a href='javascript:alert(4)' onclick='alert(5)'>x</a><iframe src='//x'></iframe>"
    image = make_image(HOSTILE[:200], description=HOSTILE, credit=HOSTILE)
    blocks = [
        ("heading", {"text": HOSTILE, "level": '2 onclick="alert(1)"'}),
        ("paragraph", rich),
        ("picture", {"image": image, "alternative": HOSTILE, "caption": HOSTILE}),
        ("call_out", {"kind": 'info" onclick="alert(1)', "title": HOSTILE, "text": rich}),
        ("details", {"summary": HOSTILE, "text": rich}),
        ("quotation", {"text": HOSTILE, "author": HOSTILE}),
        ("documents", {"title": HOSTILE, "documents": [make_document(HOSTILE)]}),
        ("video", {"title": HOSTILE, "address": "javascript:alert(1)", "transcript": rich}),
    ]
    words = {"title": HOSTILE, "summary": HOSTILE}
    legal = LegalNoticePage.objects.child_of(home).get()
    data = PersonalDataPage.objects.child_of(home).get()
    statement = AccessibilityPage.objects.child_of(home).get()
    for page, fields in (
        (
            legal,
            ("publisher", "publisher_address", "director", "host", "host_address"),
        ),
        (data, ("controller", "officer")),
        (statement, ("audited_by", "pages_tested")),
    ):
        for field in (*fields, "summary", "title"):
            setattr(page, field, HOSTILE)
        page.body = blocks
        page.save_revision().publish()
    for field in ("non_compliances", "derogations", "exempted"):
        setattr(statement, field, rich)
    statement.audit_rate, statement.audit_date = Decimal(60), timezone.localdate()
    statement.save_revision().publish()
    blog = publish(home, BlogIndexPage(slug="blog", **words))
    return [
        publish(home, InformationPage(slug="info", body=blocks, **words)),
        blog,
        publish(blog, BlogPage(slug="billet", author_name=HOSTILE, picture=image, body=blocks, **words)),
        legal,
        data,
        statement,
        SiteMapPage.objects.child_of(home).get(),
    ]


def test_nothing_an_agent_types_can_run(home: HomePage, client: Client) -> None:
    home.sentence, home.summary, home.title = HOSTILE[:110], HOSTILE, HOSTILE
    home.save_revision().publish()
    make_news(home, 1, summary=HOSTILE)
    addresses = ["/", "/recherche/?q=script", "/blog/fil/", *(page.url for page in hostile_pages(home))]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        found = [mark for mark in RUNS if mark in answer.text]
        assert found == [], (address, found)
        assert 'onclick="alert' not in answer.text


def test_the_easy_twin_takes_the_place_of_the_text(home: HomePage, client: Client) -> None:
    page = publish(home, InformationPage(title="Budget", body=body(), easy_text="<p>La ville a de l’argent.</p>"))
    plain, easy = client.get(page.url).text, client.get(f"{page.url}?facile=1").text
    assert ("nombreux" in plain, "La ville a de l’argent" in plain) == (True, False)
    assert ("nombreux" in easy, "La ville a de l’argent" in easy) == (False, True)


def test_translations_are_offered_and_drafts_are_not(client: Client) -> None:
    found_site(name="Bailleul-sur-Lys", languages=("fr", "nl", "en"))
    home = HomePage.objects.get(locale__language_code="fr")
    dutch = HomePage.objects.get(locale__language_code="nl")
    page = publish(home, InformationPage(title="Le marché"))
    twin = page.copy_for_translation(dutch.locale)
    assert client.get(page.url).context["translations"] == []
    twin.title = "De markt"
    twin.save_revision().publish()
    shown = client.get(page.url).context["translations"]
    assert [(language.code, language.href, language.current) for language in shown] == [
        ("fr", page.url, True),
        ("nl", twin.url, False),
    ]


# What the law lets a site say (decree 2019-768): rate, days since the audit, by whom → mention.
MENTIONS: list[tuple[str | None, int | None, str, Conformity]] = [
    (None, None, "", Conformity.NONE),
    ("100", 10, "Cabinet Clair", Conformity.TOTAL),
    ("99.99", 10, "Cabinet Clair", Conformity.PARTIAL),
    ("50", 10, "Cabinet Clair", Conformity.PARTIAL),
    ("49.99", 10, "Cabinet Clair", Conformity.NONE),
    ("100", None, "Cabinet Clair", Conformity.NONE),
    ("100", 10, "", Conformity.NONE),
    ("100", 3 * 365 + 1, "Cabinet Clair", Conformity.NONE),
    ("100", -1, "Cabinet Clair", Conformity.NONE),
]


@pytest.mark.parametrize(("rate", "days", "by", "mention"), MENTIONS)
def test_the_mention_of_accessibility(rate: str | None, days: int | None, by: str, mention: Conformity) -> None:
    today = date(2027, 3, 1)
    page = AccessibilityPage(
        audit_rate=Decimal(rate) if rate else None,
        audit_date=date.fromordinal(today.toordinal() - days) if days is not None else None,
        audited_by=by,
    )
    assert page.conformity(on=today) == mention


def test_without_an_audit_every_page_says_so(home: HomePage, client: Client) -> None:
    footer = client.get("/").context["face"].footer
    assert footer.accessibility.endswith(str(Conformity.NONE.label))
    assert client.get(footer.accessibility_href).status_code == 200


def test_an_atom_feed_lists_the_articles(home: HomePage, client: Client) -> None:
    make_news(home, 2)
    answer = client.get("/actualites/fil/")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer.text.count("<entry>") == 2


def test_drafts_and_restricted_pages_are_nowhere(home: HomePage, client: Client) -> None:
    index = make_news(home, 1)[0].get_parent()
    draft = NewsPage(title="Canari brouillon", live=False)
    index.add_child(instance=draft)
    closed = publish(index, NewsPage(title="Canari réservé"))
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    for address in ("/", index.url, "/actualites/fil/", "/sitemap.xml", "/plan-du-site/", "/recherche/?q=canari"):
        text = client.get(address).text
        assert "Canari brouillon" not in text
        assert "Canari réservé" not in text
        assert closed.url not in text


def restricted_ids(page: Page) -> set[int]:
    return set(page.get_view_restrictions().values_list("page_id", flat=True))


@pytest.mark.parametrize("closed", ["root", "home", "list", "article", "beside"])
def test_who_may_read_is_what_wagtail_says(home: HomePage, client: Client, closed: str) -> None:
    """The page, those above it and the root; an alias of an alias answers for the page it shows."""
    article, other = make_news(home, 2)
    blog = publish(home, BlogIndexPage(title="Blog"))
    root = Page.get_first_root_node()
    pages = {"root": root, "home": home, "list": article.get_parent(), "article": article, "beside": other}
    restricted = PageViewRestriction.objects.create(page_id=pages[closed].pk, restriction_type="login")
    alias = article.create_alias(parent=blog, update_slug="alias")
    again = alias.create_alias(parent=home, update_slug="encore")
    for page in (home, article, other, alias, again):
        fresh = type(page).objects.get(pk=page.pk)
        assert restricted_ids(fresh) == set(Page.get_view_restrictions(fresh).values_list("page_id", flat=True))
    readable = set(Page.objects.filter(by_anybody()).values_list("pk", flat=True))
    assert readable == set(Page.objects.public().values_list("pk", flat=True))
    assert client.get(article.url).status_code == (200 if closed == "beside" else 302)
    restricted.delete()
    assert client.get(article.url).status_code == 200
    assert restricted_ids(again) == set()


def test_a_page_that_moves_is_restricted_by_what_is_above_it_now(home: HomePage) -> None:
    article = make_news(home, 1)[0]
    closed = publish(home, NewsIndexPage(title="Interne"))
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert restricted_ids(article) == set()
    article.move(closed, pos="last-child")
    article.refresh_from_db()
    assert restricted_ids(article) == {closed.pk}


def test_an_address_below_no_page_is_not_found(home: HomePage, client: Client) -> None:
    article = make_news(home, 1)[0]
    for address in (f"{article.url}rien/", f"{article.get_parent().url}rien/du/tout/", "/rien/du/tout/"):
        assert client.get(address).status_code == 404
    article.unpublish()
    assert client.get(article.url).status_code == 404


def test_the_site_map_follows_the_tree(home: HomePage, client: Client) -> None:
    publish(home, InformationPage(title="Mode d’emploi"))
    tree = client.get("/plan-du-site/").context["tree"]
    assert [node.title for node in tree] == ["Saint-Aubin-sur-Lys"]
    assert "Mode d’emploi" in [node.title for node in tree[0].children]


def test_engines_read_addresses_of_the_sitemap(home: HomePage, client: Client) -> None:
    from xml.etree import ElementTree

    root = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own answer
    found = [element.text for element in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(found) == 6
    assert all(client.get(str(address).split("/", 3)[3].join(("/", ""))).status_code == 200 for address in found)


def test_robots_and_security_txt(home: HomePage, client: Client) -> None:
    assert "Disallow: /admin/" in client.get("/robots.txt").text
    text = client.get("/.well-known/security.txt").text
    fields = [line.split(":")[0] for line in text.splitlines()]
    assert fields == ["Contact", "Expires", "Preferred-Languages", "Canonical"]


@pytest.mark.parametrize("slug", ["contact", "plan", "mentions-legales", "donnees-personnelles", "accessibilite"])
def test_signposts_lead_to_pages_that_answer(home: HomePage, client: Client, slug: str) -> None:
    answer = client.get(f"/aller/{slug}/", follow=True)
    assert (answer.status_code, len(answer.redirect_chain)) == (200, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_the_same_whatever_its_length(
    home: HomePage, client: Client, alone: None, number: int, django_assert_num_queries: Counted
) -> None:
    make_news(home, number, picture=make_image(), summary="Une phrase.")
    for address, cost in (("/", 6), ("/actualites/", 10), ("/actualites/fil/", 10), ("/plan-du-site/", 8)):
        client.get(address)
        with django_assert_num_queries(cost):
            client.get(address)


@pytest.mark.parametrize(
    ("address", "cost"),
    [
        ("/contact/", 7),
        ("/mentions-legales/", 7),
        ("/donnees-personnelles/", 7),
        ("/accessibilite/", 7),
        ("/recherche/", 0),
        ("/robots.txt", 0),
        ("/.well-known/security.txt", 0),
    ],
)
def test_what_a_page_costs(
    home: HomePage, client: Client, alone: None, address: str, cost: int, django_assert_num_queries: Counted
) -> None:
    with clock.frozen(timezone.now()):  # PostgreSQL's own clock is a query
        client.get(address)
        with django_assert_num_queries(cost):
            client.get(address)


@pytest.mark.parametrize("number", [1, 3])
def test_with_what_others_show_a_page_stays_below_fifteen(home: HomePage, client: Client, number: int) -> None:
    news = make_news(home, number, picture=make_image())[0]
    for address in ("/", news.get_parent().url, news.url):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert len(queries) <= 15, address


@pytest.mark.parametrize("number", [1, 3])
def test_a_second_language_costs_one_query(
    home: HomePage, client: Client, alone: None, number: int, django_assert_num_queries: Counted
) -> None:
    """Where a page can be read, asked once; its languages are remembered."""
    news = make_news(home, number, picture=make_image())
    written_in_dutch(home)
    for address, cost in (("/", 7), ("/actualites/", 11), (news[0].url, 9), ("/contact/", 8)):
        with clock.frozen(timezone.now()):
            client.get(address)
            with django_assert_num_queries(cost):
                client.get(address)


@pytest.mark.parametrize("number", [1, 3])
def test_restrictions_cost_nothing(
    home: HomePage, client: Client, alone: None, number: int, django_assert_num_queries: Counted
) -> None:
    news = make_news(home, number + 1)
    for page in news[1:]:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    for address, cost in (("/", 5), ("/actualites/", 9), (news[0].url, 7), ("/plan-du-site/", 8)):
        client.get(address)
        with django_assert_num_queries(cost):
            client.get(address)


def written_in_dutch(home: HomePage) -> HomePage:
    """The home page in Dutch as well, live."""
    dutch, _new = Locale.objects.get_or_create(language_code="nl")
    page = home.copy_for_translation(dutch)
    page.save_revision().publish()
    return page


def test_an_empty_list_is_not_in_the_menu(home: HomePage, client: Client, alone: None) -> None:
    publish(home, NewsIndexPage(title="Actualités"))
    entries = [item.href for item in client.get("/").context["face"].navigation]
    assert entries == ["/recherche/"]
    make_news(home, 1)
    assert [item.href for item in client.get("/").context["face"].navigation] == ["/actualites/", *entries]
