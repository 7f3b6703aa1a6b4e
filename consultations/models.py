"""Where Django looks for models."""

from consultations.pages import ProcessIndexPage, ProcessPage

__all__ = ["ProcessIndexPage", "ProcessPage"]
