"""A cache in Redis that may go away: each process then remembers by itself until it is back.

What must not be forgotten is never kept here: tries at a secret are counted in the database (`core.ratelimit`), and the
library's own limits go on counting in each process meanwhile. A page waits one second at most, once in a while.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger("dreamplus.cache")
AWAY = (RedisError, OSError)
PATIENCE = 1.0  # seconds given to the server to answer
PAUSE = 5.0  # seconds before it is asked again


class PatientRedisCache(RedisCache):
    """Django's, with a `LocMemCache` that stands in while the server is away."""

    _away_until = 0.0  # of the process: all its threads lose the same server

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        given = params.get("OPTIONS", {})
        waits = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
        super().__init__(server, params | {"OPTIONS": waits | given})
        self._meanwhile = LocMemCache("while redis is away", params | {"OPTIONS": {}})

    def _ask(self, method: str, *values: Any, **named: Any) -> Any:
        if time.monotonic() >= PatientRedisCache._away_until:
            try:
                return getattr(super(), method)(*values, **named)
            except AWAY as error:
                PatientRedisCache._away_until = time.monotonic() + PAUSE
                logger.warning("Redis is away (%s): this process remembers by itself.", type(error).__name__)
        return getattr(self._meanwhile, method)(*values, **named)

    def add(self, *values: Any, **named: Any) -> Any:
        return self._ask("add", *values, **named)

    def get(self, *values: Any, **named: Any) -> Any:
        return self._ask("get", *values, **named)

    def set(self, *values: Any, **named: Any) -> Any:
        return self._ask("set", *values, **named)

    def touch(self, *values: Any, **named: Any) -> Any:
        return self._ask("touch", *values, **named)

    def delete(self, *values: Any, **named: Any) -> Any:
        return self._ask("delete", *values, **named)

    def get_many(self, *values: Any, **named: Any) -> Any:
        return self._ask("get_many", *values, **named)

    def set_many(self, *values: Any, **named: Any) -> Any:
        return self._ask("set_many", *values, **named)

    def delete_many(self, *values: Any, **named: Any) -> Any:
        return self._ask("delete_many", *values, **named)

    def has_key(self, *values: Any, **named: Any) -> Any:
        return self._ask("has_key", *values, **named)

    def incr(self, *values: Any, **named: Any) -> Any:
        return self._ask("incr", *values, **named)

    def clear(self) -> Any:
        return self._ask("clear")
