"""The comments library's API stays closed, and out of memory: see `dreamplus.cms.closed_api`.

Nothing of the library is mounted (`docs/decisions/0005`). Django imports its template tags all the same, with every
other library of tags, and they import its API: the REST framework and what that brings, 18 MB.
"""

from __future__ import annotations

from dreamplus.core.stand_ins import stand_in


def keep_out() -> None:
    """Called by `CommentsConfig.ready()`, before any template is read."""
    stand_in("django_comments_xtd.api", frontend=None)
