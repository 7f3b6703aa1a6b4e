"""Pictures in HEIF are not read here: phones hand a browser JPEG, and `pictures` accepts nothing of it.

The library of pictures loads its decoders all the same when it finds them: 4 MB, and a large parser
that untrusted files would reach.
"""

from __future__ import annotations

from dreamplus.core.stand_ins import stand_in


def keep_out() -> None:
    """Called when `cms.apps` is imported: Wagtail's applications load the decoders as soon as they are named."""
    stand_in("pillow_heif", HeifImagePlugin=None)
