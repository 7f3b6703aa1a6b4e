"""The staff side of consultations: the board, and the five screens from an idea to an open consultation."""
