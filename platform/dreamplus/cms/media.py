"""Pictures and documents, from the first migration our own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition


class Licence(models.TextChoices):
    """Under which conditions others may use the file."""

    OWN = "own", _("All rights belong to the collectivité")
    ETALAB = "etalab-2.0", _("Licence Ouverte 2.0")
    CC_BY = "cc-by-4.0", _("Creative Commons Attribution 4.0")
    CC_BY_SA = "cc-by-sa-4.0", _("Creative Commons Attribution – Share Alike 4.0")
    CC0 = "cc0-1.0", _("Public domain (CC0)")
    PERMISSION = "permission", _("Used with the author’s permission")


def private_storage() -> Storage:
    """Files the web server never serves by itself; they go through a view that asks who is there."""
    return FileSystemStorage(location=settings.DREAM_PRIVATE_MEDIA)


def uploader() -> models.ForeignKey[Any, Any]:
    """Who sent the file; named apart from Wagtail's own models, which stay installed and empty."""
    field = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sent by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    setattr(field, "wagtail_reference_index_ignore", True)  # noqa: B010 - Wagtail's own marker, unknown to the field's type
    return field


class Image(AbstractImage):
    """A picture, re-encoded on the way in: neither place nor camera remain, see `cms.pictures`."""

    description = models.CharField(
        _("text for those who do not see the picture"),
        max_length=255,
        help_text=_("What the picture shows, in one sentence. It is read aloud by screen readers."),
    )
    credit = models.CharField(_("credit"), max_length=160, help_text=_("Who made it, as it must be printed."))
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, default=Licence.OWN)
    uploaded_by_user = uploader()
    tags = TaggableManager(help_text=None, blank=True, verbose_name=_("tags"), related_name="cms_images")

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "licence",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Re-encodes a new file. Raises `ValidationError` when it is no picture we take."""
        from dreamplus.cms.pictures import cleaned

        if self.file and not getattr(self.file, "_committed", True):
            self.file.file = cleaned(self.file.file)
            self.file.name = self.file.file.name
            self.file_size = self.file.file.size
        super().save(*args, **kwargs)


class Rendition(AbstractRendition):
    """A picture at one size."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="cms_one_rendition_a_size")
        ]


class Document(AbstractDocument):
    """A file to download. All are kept outside what the web server serves; `private` ones are for the staff alone."""

    file = models.FileField(_("file"), upload_to="documents", storage=private_storage)
    private = models.BooleanField(
        _("only for the staff"),
        default=False,
        help_text=_("Readable by signed-in agents, elected representatives and administrators, by nobody else."),
    )
    credit = models.CharField(_("author"), max_length=160, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, default=Licence.ETALAB)
    uploaded_by_user = uploader()
    tags = TaggableManager(help_text=None, blank=True, verbose_name=_("tags"), related_name="cms_documents")

    admin_form_fields = ("title", "file", "private", "credit", "licence", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
