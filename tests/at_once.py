"""What many do at the same instant."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection


def at_once(work: list[Callable[[], None]]) -> list[BaseException]:
    """Runs everything at once, each with a connection of its own; returns what went wrong."""
    errors: list[BaseException] = []
    start = threading.Barrier(len(work))

    def run(one: Callable[[], None]) -> None:
        try:
            start.wait(10)
            one()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return errors
