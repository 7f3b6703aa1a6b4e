"""When a notice may go by e-mail, as plain Python."""
