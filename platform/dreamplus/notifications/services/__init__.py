"""Writes: one file for each thing that is done with notices."""
