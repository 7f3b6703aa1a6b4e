"""Where Django looks for models."""

from consultations.outcome_page import OutcomePage
from consultations.pages import ProcessIndexPage, ProcessPage
from consultations.previews import PreviewLink
from consultations.validations import Validation

__all__ = ["OutcomePage", "PreviewLink", "ProcessIndexPage", "ProcessPage", "Validation"]
