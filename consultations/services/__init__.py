"""Writes on processes: prepared in draft, opened in one act."""
