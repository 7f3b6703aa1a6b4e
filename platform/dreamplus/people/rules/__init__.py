"""Rules about people and their data, in plain Python."""
