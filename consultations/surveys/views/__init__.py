"""Answering, and the agents' side."""
