"""What stops a command, in one sentence for the person at the keyboard."""


class Trouble(Exception):
    """Raised with that sentence; no traceback is shown."""
