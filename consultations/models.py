"""Where Django looks for models."""

from consultations.outcome_page import OutcomePage
from consultations.pages import ProcessIndexPage, ProcessPage
from consultations.validations import Validation

__all__ = ["OutcomePage", "ProcessIndexPage", "ProcessPage", "Validation"]
