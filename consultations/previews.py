"""A consultation in draft is shown to somebody outside by a link and its password."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class PreviewLink(models.Model):
    """One link at a time for a consultation. Neither its secret nor its password is kept: their digests are."""

    process = models.OneToOneField("consultations.ProcessPage", on_delete=models.CASCADE, related_name="preview_link")
    digest = models.CharField(max_length=64, unique=True)
    password = models.CharField(max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.process_id}"
