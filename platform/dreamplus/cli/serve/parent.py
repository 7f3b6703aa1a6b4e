"""A child that ends when its parent does, even when the parent is killed without a word."""

from __future__ import annotations

import ctypes
import signal
import sys

DIE_WITH_PARENT = 1  # Linux's PR_SET_PDEATHSIG


def end_with_parent() -> None:
    """Called in the child, just after the fork: a SIGTERM will come should the parent die. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
