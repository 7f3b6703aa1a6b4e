"""Forms of the staff side for pictures and documents."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from dreamplus.cms.documents import check_document
from dreamplus.cms.pictures import cleaned


class ImageForm(BaseImageForm):
    """Refuses with a sentence what `cms.pictures` cannot draw again."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            cleaned(file)
        return file


class DocumentForm(BaseDocumentForm):
    """Refuses files whose content is not what their name says."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            check_document(file)
        return file
