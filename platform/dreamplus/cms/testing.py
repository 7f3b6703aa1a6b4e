"""Real pages, pictures and documents for tests. Never imported by the product."""

from __future__ import annotations

from io import BytesIO
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from PIL import Image as Pillow
from wagtail.models import Page

from dreamplus.cms.media import Document, Image
from dreamplus.cms.pages import NewsIndexPage, NewsPage

AnyPage = TypeVar("AnyPage", bound=Page)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture_bytes(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """A plain picture as a file."""
    out = BytesIO()
    Pillow.new("RGB", size, "#17408b").save(out, kind, **options)
    return out.getvalue()


def make_image(title: str = "La halle", **fields: Any) -> Image:
    """A picture as an agent sends it."""
    file = ContentFile(picture_bytes(size=(1600, 900)), name="halle.jpg")
    values = {"description": "La halle un jour de marché", "credit": "Ville"} | fields
    image = Image(title=title, file=file, width=1600, height=900, **values)
    image.save()
    return image


def make_document(title: str = "Plan de la place", *, private: bool = False, content: bytes = PDF) -> Document:
    """A PDF to download."""
    return Document.objects.create(title=title, private=private, file=ContentFile(content, name="plan.pdf"))


def publish(parent: Page, page: AnyPage) -> AnyPage:
    """`page` under `parent`, live, through a revision as the editor does."""
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def make_news(home: Page, number: int = 1, **fields: Any) -> list[NewsPage]:
    """`number` pieces of news, in a list made on first call."""
    index = NewsIndexPage.objects.child_of(home).first() or publish(home, NewsIndexPage(title="Actualités"))
    done = NewsPage.objects.child_of(index).count()
    titles = (f"Nouvelle {done + n + 1}" for n in range(number))
    return [publish(index, NewsPage(**({"title": title} | fields))) for title in titles]
