"""DREAM+: the platform. What each room holds is told in docs/developers/house.md."""

__version__ = "0.1.0"
