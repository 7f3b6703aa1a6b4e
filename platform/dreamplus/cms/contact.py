"""Messages written to the collectivité on the contact page."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactSubject(models.TextChoices):
    """Why somebody writes. The two last have deadlines in the law."""

    QUESTION = "question", _("A question or a remark")
    ACCESSIBILITY = "accessibility", _("I cannot read or use a page")
    PERSONAL_DATA = "personal_data", _("My personal data")


class ContactMessage(models.Model):
    """Kept for six months (`services.messages.purge`), so that a mail server that fails loses nothing."""

    reference = models.CharField(max_length=40, unique=True)
    subject = models.CharField(max_length=20, choices=ContactSubject.choices)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField()
    message = models.TextField()
    language = models.CharField(max_length=10)
    recipient = models.EmailField()
    created_at = models.DateTimeField(db_index=True)
    delivered_at = models.DateTimeField(null=True)
    receipt_sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("message received")
        verbose_name_plural = _("messages received")

    def __str__(self) -> str:
        return self.reference
