"""What a process says about itself, computed from dates alone: plain Python, no Django."""
