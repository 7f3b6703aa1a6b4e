"""How long what stands on a line may be, in characters. Plain Python."""

NAME = 160
AREA = 80
ADDRESS = 400
EMAIL = 254
IDENTIFIER = 40
ADDRESS_LINES = 6
VOTES = 1000
"""The most that one line may have."""
OLDEST = 1900
ROWS = 200_000
BYTES = 30_000_000
