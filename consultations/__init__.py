"""Consultations: processes and what they are made of."""
