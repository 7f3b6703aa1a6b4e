"""Why something was not done; the message is a sentence for the person who asked."""

from __future__ import annotations


class AssistedError(Exception):
    """Nothing was changed."""


class CodeRefused(AssistedError):
    """The code is not one, has ended, was tried too often, or has served."""


class NotOpened(AssistedError):
    """The person cannot be helped in this way: the message says which other way there is."""
