"""Where Django looks for models."""

from consultations.outcome_page import OutcomePage
from consultations.pages import ProcessIndexPage, ProcessPage

__all__ = ["OutcomePage", "ProcessIndexPage", "ProcessPage"]
