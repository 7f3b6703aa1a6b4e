"""The issuer of tokens: the keys that sign them, in a process and under a system user of their own.

It knows neither names nor lists: a vote, a blinded message, how many lines there are. Whoever takes the site over can
ask it for signatures, as many as lines are left, and takes no key away.
"""
