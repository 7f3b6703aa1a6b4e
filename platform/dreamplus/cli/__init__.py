"""The `dreamplus` command: what the host of an instance types."""

from dreamplus.cli.main import main

__all__ = ["main"]
