"""Pictures as they come in: opened with a few decoders only, drawn again, and nothing else kept of the file.

Drawing again drops the place and the camera (EXIF, XMP, IPTC), comments, thumbnails and whatever was hidden behind the
picture; a file that is at once a picture and a script comes out a picture.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.text import slugify
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageOps

MAX_BYTES = 12_000_000
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 2_560
DECODERS = ("JPEG", "PNG", "WEBP", "AVIF")
WRITTEN_AS = {"JPEG": ("JPEG", ".jpg"), "PNG": ("PNG", ".png"), "WEBP": ("WEBP", ".webp"), "AVIF": ("WEBP", ".webp")}
OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 86, "method": 4},
}


class CleanPicture(ContentFile[bytes]):
    """Bytes this module wrote itself."""


def cleaned(file: IO[bytes]) -> CleanPicture:
    """`file` drawn again as JPEG, PNG or WebP in sRGB, at most 2 560 px on its longest side.

    Raises `ValidationError` with a sentence when it is too heavy, too large, damaged, or not one of the four formats.
    """
    if isinstance(file, CleanPicture):
        return file
    content = _bytes_of(file)
    try:
        return _drawn_again(content, name=str(getattr(file, "name", "") or ""))
    except ValidationError:
        raise
    except Exception as error:  # whatever hostile bytes provoke in a decoder ends here
        raise ValidationError(
            _("This file is not a picture we can read. Give a JPEG, PNG, WebP or AVIF file."), code="unreadable"
        ) from error


def _bytes_of(file: IO[bytes]) -> bytes:
    file.seek(0)
    content = file.read(MAX_BYTES + 1)
    file.seek(0)
    if len(content) > MAX_BYTES:
        limit = filesizeformat(MAX_BYTES)
        raise ValidationError(_("This picture is too heavy: %(limit)s at most.") % {"limit": limit}, code="too_heavy")
    return content


def _drawn_again(content: bytes, *, name: str) -> CleanPicture:
    with Pillow.open(BytesIO(content), formats=DECODERS) as source:
        if source.width * source.height > MAX_PIXELS:
            raise ValidationError(
                _("This picture is too large: %(limit)s million pixels at most.") % {"limit": MAX_PIXELS // 1_000_000},
                code="too_large",
            )
        written, suffix = WRITTEN_AS[str(source.format)]
        picture = _in_srgb(ImageOps.exif_transpose(source))
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Pillow.Resampling.LANCZOS)
    has_transparency = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    canvas = picture.convert("RGBA" if has_transparency and written != "JPEG" else "RGB")
    canvas.info.clear()
    out = BytesIO()
    canvas.save(out, written, **OPTIONS[written])
    stem = slugify(PurePath(name.replace("\\", "/")).stem)[:60] or "image"
    return CleanPicture(out.getvalue(), name=f"{stem}{suffix}")


def _in_srgb(picture: Pillow.Image) -> Pillow.Image:
    """Colours as browsers expect them; a profile that cannot be read is dropped."""
    from PIL import ImageCms  # loads a library of colours that only an upload needs

    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode) or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
