"""A questionnaire, what may be answered to it, and what is told of the answers. Plain Python."""
