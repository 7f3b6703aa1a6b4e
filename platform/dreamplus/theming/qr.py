"""QR codes as SVG. The library that draws them is loaded with the first one."""

from __future__ import annotations

from io import BytesIO
from typing import Any


def drawn(text: str, **look: Any) -> bytes:
    """A file of its own: for a screen or a poster. `look`: scale, border, dark, light, xmldecl… as segno names them."""
    file = BytesIO()
    _made(text).save(file, kind="svg", **look)
    return file.getvalue()


def within_a_page(text: str, css_class: str) -> str:
    """An element to stand within a page, as large as its style says."""
    svg: str = _made(text).svg_inline(scale=1, border=0, omitsize=True, svgclass=css_class, lineclass=None)
    return svg


def _made(text: str) -> Any:
    import segno

    return segno.make(text, error="m", micro=False)
