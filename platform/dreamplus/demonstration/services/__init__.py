"""From the words of `content` to pages, people and votes, through the same services that agents and citizens use."""

from .building import build

__all__ = ["build"]
