"""Writes: one file for each thing that people and agents do with a survey."""
