"""Live topics: a payload that changes, seen by many, pulled once a second while somebody watches. README of `core`.

register(Topic(name="polls.turnout", may_read=lambda user, key: True, payload=turnout_of))
"""

from dreamplus.core.live.topics import Topic, register

__all__ = ["Topic", "register"]
