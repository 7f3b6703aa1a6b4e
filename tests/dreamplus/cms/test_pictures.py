"""Pictures as they come in: drawn again, nothing else kept; hostile files are refused with a sentence."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image as Pillow

from dreamplus.cms import pictures
from dreamplus.cms.media import Image
from dreamplus.cms.testing import make_image, picture_bytes

GPS = 0x8825


def photo_with_place(orientation: int = 1) -> bytes:
    """A JPEG as a phone makes it: place, camera, a comment, and an orientation."""
    exif = Pillow.Exif()
    exif[0x010F] = "TéléphoneSecret"
    exif[0x0112] = orientation
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (50.0, 43.0, 59.0)
    return picture_bytes(size=(60, 40), exif=exif, comment=b"chez-moi")


def opened(file: BytesIO | ContentFile) -> Pillow.Image:
    file.seek(0)
    return Pillow.open(BytesIO(file.read()))


def test_place_camera_and_comment_are_gone() -> None:
    before = photo_with_place()
    assert Pillow.open(BytesIO(before)).getexif().get_ifd(GPS)
    after = pictures.cleaned(ContentFile(before, name="vacances.jpg"))
    content = after.read()
    assert b"Secret" not in content
    assert b"chez-moi" not in content
    assert not Pillow.open(BytesIO(content)).getexif()


def test_a_picture_taken_upright_stays_upright() -> None:
    after = pictures.cleaned(ContentFile(photo_with_place(orientation=6), name="debout.jpg"))
    assert opened(after).size == (40, 60)


@pytest.mark.parametrize(
    ("kind", "name", "becomes"),
    [
        ("JPEG", "a.jpg", ("JPEG", "a.jpg")),
        ("PNG", "logo été.png", ("PNG", "logo-ete.png")),
        ("WEBP", "b.webp", ("WEBP", "b.webp")),
        ("AVIF", "c.avif", ("WEBP", "c.webp")),
    ],
)
def test_four_formats_are_taken(kind: str, name: str, becomes: tuple[str, str]) -> None:
    after = pictures.cleaned(ContentFile(picture_bytes(kind), name=name))
    assert (opened(after).format, after.name) == becomes


def test_transparency_of_a_logo_is_kept() -> None:
    out = BytesIO()
    Pillow.new("RGBA", (20, 20), (255, 0, 0, 0)).save(out, "PNG")
    after = opened(pictures.cleaned(ContentFile(out.getvalue(), name="logo.png")))
    assert (after.mode, after.getpixel((0, 0))[3]) == ("RGBA", 0)


def test_a_large_picture_is_made_smaller() -> None:
    after = opened(pictures.cleaned(ContentFile(picture_bytes(size=(4000, 1000)), name="large.jpg")))
    assert after.size == (2560, 640)


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that claim an enormous picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def gif() -> bytes:
    return picture_bytes("GIF")


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "an SVG with a script": ("image.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
    "an SVG named JPEG": ("image.jpg", lambda: b"<?xml version='1.0'?><svg onload='alert(1)'/>"),
    "a page named PNG": ("image.png", lambda: b"<!doctype html><script>alert(1)</script>"),
    "a program named JPEG": ("image.jpg", lambda: b"MZ\x90\0" + b"\0" * 500),
    "a PHP file": ("image.php", lambda: b"<?php system($_GET['c']); ?>"),
    "a GIF": ("image.gif", gif),
    "a GIF named PNG": ("image.png", gif),
    "a BMP named JPEG": ("image.jpg", lambda: picture_bytes("BMP")),
    "a TIFF": ("image.tiff", lambda: picture_bytes("TIFF")),
    "an empty file": ("image.jpg", lambda: b""),
    "only a header": ("image.jpg", lambda: b"\xff\xd8\xff\xe0"),
    "half a picture": ("image.jpg", lambda: picture_bytes(size=(500, 500))[:1200]),
    "a bomb of pixels": ("image.png", lambda: png_that_claims(30_000, 30_000)),
    "pixels just beyond the limit": ("image.png", lambda: png_that_claims(8_000, 5_001)),
    "impossible sizes": ("image.png", lambda: png_that_claims(0, 10)),
    "too many bytes": ("image.jpg", lambda: picture_bytes() + b"\0" * pictures.MAX_BYTES),
    "a PDF named WebP": ("image.webp", lambda: b"%PDF-1.7\n"),
    "PostScript named JPEG": ("image.jpg", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(name: str) -> None:
    file_name, make = HOSTILE[name]
    with pytest.raises(ValidationError) as refused:
        pictures.cleaned(ContentFile(make(), name=file_name))
    assert refused.value.messages[0].endswith(".")


def test_what_hides_behind_a_picture_is_not_kept() -> None:
    polyglot = picture_bytes() + b"<script>alert(1)</script><?php system('id'); ?>"
    assert b"script" not in pictures.cleaned(ContentFile(polyglot, name="a.jpg")).read()


@pytest.mark.parametrize("name", ["../../etc/passwd.jpg", "..\\..\\boot.jpg", "a\0b.jpg", "é" * 300 + ".jpg", ".jpg"])
def test_a_hostile_name_stays_in_its_folder(name: str) -> None:
    written = pictures.cleaned(ContentFile(picture_bytes(), name=name)).name
    assert written is not None
    assert Path(written).name == written
    assert written.isascii()
    assert len(written) < 80


@pytest.mark.django_db
def test_a_picture_made_by_a_service_is_drawn_again_too() -> None:
    image = Image(
        title="Vacances", description="Une plage", credit="Moi", file=ContentFile(photo_with_place(), name="v.jpg")
    )
    image.save()
    with image.open_file() as file:
        assert b"Secret" not in file.read()
    assert (image.width, image.height) == (60, 40)


@pytest.mark.django_db
def test_the_text_for_those_who_do_not_see_is_compulsory() -> None:
    image = make_image()
    image.description = image.credit = ""
    with pytest.raises(ValidationError) as refused:
        image.full_clean()
    assert set(refused.value.message_dict) == {"description", "credit"}


@pytest.mark.django_db
def test_pictures_are_served_and_nothing_else_of_the_disk_is(client: Client) -> None:
    address = make_image().get_rendition("max-100x100|format-webp").url
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    for name in ("", "images/", "../dream.sqlite3", "..%2f..%2fetc/passwd", "images/a.html", "images/a.svg", "%00.jpg"):
        assert client.get(f"/media/{name}").status_code == 404
