"""What is done: places, opening, beginning, ending."""
