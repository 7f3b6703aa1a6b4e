"""The words of the demonstration: two invented communes and invented people. No such place, no such person.

Dates are counted in days from today, so that the demonstration never grows old.
"""
