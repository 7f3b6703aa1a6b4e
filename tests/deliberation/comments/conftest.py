from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from wagtail.models import Locale, Page, Site

from deliberation.comments.models import Comment
from deliberation.comments.services import post_comment
from dreamplus.cms.pages import NewsIndexPage, NewsPage
from dreamplus.people.models import User
from dreamplus.people.testing import make_person

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def article(db: None) -> NewsPage:
    """A piece of news, published, under the site's home page."""
    home = Site.objects.get(is_default_site=True).root_page
    locale = Locale.objects.get_or_create(language_code="fr")[0]
    index = home.add_child(instance=NewsIndexPage(title="Actualités", slug="actualites", locale=locale))
    page = index.add_child(instance=NewsPage(title="La maquette est là", slug="maquette", locale=locale))
    return NewsPage.objects.get(pk=Page.objects.get(pk=page.pk).pk)


@pytest.fixture
def marie(db: None) -> User:
    return make_person(email="marie@exemple.fr", display_name="Marie")


@pytest.fixture
def write(article: NewsPage, marie: User) -> Callable[..., Comment]:
    minutes = iter(range(10_000))

    def written(text: str = "Bonne idée.", *, author: User = marie, reply_to: Comment | None = None) -> Comment:
        at = NOON + timedelta(minutes=next(minutes))
        return post_comment(target=article, author=author, text=text, form_key=uuid4(), at=at, reply_to=reply_to)

    return written
