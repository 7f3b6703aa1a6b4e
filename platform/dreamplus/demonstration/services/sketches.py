"""Sketches of the options of a vote, drawn here: a demonstration borrows no picture."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image as Pillow
from PIL import ImageDraw

from dreamplus.cms.media import Image, Licence

WIDE, HIGH, FINE = 896, 560, 3
PAPER, INK, GROUND = "#f4efe2", "#1a1f2b", "#d9cfb8"
LEAF, LEAF_DARK, WOOD, WARM, BLUE = "#7fa36b", "#557a4b", "#b98a55", "#c8502e", "#17408b"


class Sheet:
    """Flat shapes in a frame of 896 × 560, drawn fine and made smaller so that edges are soft."""

    def __init__(self) -> None:
        self.sheet = Pillow.new("RGB", (WIDE * FINE, HIGH * FINE), PAPER)
        self.pen = ImageDraw.Draw(self.sheet)
        self.area((0, 430), (896, 430), (896, 560), (0, 560), fill=GROUND)

    def area(self, *points: tuple[float, float], fill: str) -> None:
        self.pen.polygon([(x * FINE, y * FINE) for x, y in points], fill=fill, outline=INK, width=3 * FINE)

    def post(self, x: float, top: float, *, wide: float = 12, fill: str = WOOD) -> None:
        self.area((x, top), (x + wide, top), (x + wide, 430), (x, 430), fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        box = [(x - radius) * FINE, (y - radius) * FINE, (x + radius) * FINE, (y + radius) * FINE]
        self.pen.ellipse(box, fill=fill, outline=INK, width=3 * FINE)

    def tree(self, x: float, size: float, fill: str = LEAF) -> None:
        self.post(x - 5, 430 - size, wide=10)
        self.disc(x, 430 - size, size * 0.55, fill)

    def person(self, x: float, fill: str) -> None:
        self.area((x - 11, 470), (x + 11, 470), (x + 7, 412), (x - 7, 412), fill=fill)
        self.disc(x, 402, 9, PAPER)

    def jpeg(self) -> bytes:
        kept = BytesIO()
        self.sheet.resize((WIDE, HIGH), Pillow.Resampling.LANCZOS).save(kept, "JPEG", quality=86)
        return kept.getvalue()


def hall(sheet: Sheet) -> None:
    for x in range(150, 760, 120):
        sheet.post(x, 250)
    sheet.area((90, 250), (448, 110), (806, 250), fill=WOOD)
    for x in (210, 450, 610):
        sheet.area((x, 390), (x + 80, 390), (x + 80, 430), (x, 430), fill=WARM)
    for x, fill in ((330, BLUE), (560, LEAF_DARK), (720, WARM)):
        sheet.person(x, fill)


def garden(sheet: Sheet) -> None:
    for number, x in enumerate(range(70, 880, 105)):
        sheet.tree(x, 190 if number % 2 else 150, LEAF if number % 2 else LEAF_DARK)
    sheet.area((330, 450), (560, 450), (560, 470), (330, 470), fill=WOOD)
    for x, fill in ((250, WARM), (640, BLUE)):
        sheet.person(x, fill)


def square(sheet: Sheet) -> None:
    for x, top in ((40, 210), (190, 170), (340, 230)):
        sheet.area((x, top), (x + 75, top - 55), (x + 150, top), (x + 150, 430), (x, 430), fill=PAPER)
    sheet.tree(600, 140)
    sheet.tree(800, 170, LEAF_DARK)
    sheet.disc(690, 425, 34, BLUE)
    for x, fill in ((130, WARM), (270, BLUE), (470, LEAF_DARK), (560, WARM), (760, BLUE)):
        sheet.person(x, fill)


SKETCHES: dict[str, Callable[[Sheet], None]] = {"hall": hall, "garden": garden, "square": square}


def drawn(name: str, *, alternative: str) -> Image:
    """The sketch as a picture of the site. Raises `KeyError` for a name that nobody drew."""
    sheet = Sheet()
    SKETCHES[name](sheet)
    file = ContentFile(sheet.jpeg(), name=f"esquisse-{name}.jpg")
    return Image.objects.create(
        title=alternative, file=file, description=alternative, credit="Esquisse : atelier Lys", licence=Licence.ETALAB
    )
