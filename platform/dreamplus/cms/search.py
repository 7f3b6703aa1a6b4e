"""Search that ignores accents: a folded text for each page, and what other applications add."""

from __future__ import annotations

from django.db import models


class PageText(models.Model):
    """The public words of one page, folded by `core.text.fold`. Written on publishing, deleted on unpublishing."""

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, primary_key=True, related_name="+")
    language = models.CharField(max_length=10, db_index=True)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    folded_title = models.CharField(max_length=600)
    folded = models.TextField()

    def __str__(self) -> str:
        return self.title
