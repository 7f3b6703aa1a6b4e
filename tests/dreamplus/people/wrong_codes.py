"""Posts wrong codes from many threads with one session, and counts how many were compared with the right one.

Run as a program by `test_parallel_codes`: cookie, number of posts, address.
"""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

WORKERS = 16


def post_wrong_codes(cookie: str, posts: int, address: str, *, code: str = "0000-0000") -> int:
    """How many of `posts` parallel wrong codes were compared."""
    from allauth.account import forms
    from django.conf import settings
    from django.db import connections
    from django.test import Client

    compared, ready = [], threading.Barrier(WORKERS)
    compare = forms.compare_user_code

    def counting(*, actual: str, expected: str) -> bool:
        compared.append(actual)
        return bool(compare(actual=actual, expected=expected))

    def work(share: int) -> None:
        ready.wait()
        for _number in range(share):
            client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
            client.cookies[settings.SESSION_COOKIE_NAME] = cookie
            client.post(address, {"code": code})
        connections.close_all()

    with mock.patch.object(forms, "compare_user_code", counting), ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, [posts // WORKERS] * WORKERS))
    return len(compared)


if __name__ == "__main__":
    import django

    django.setup()
    print(post_wrong_codes(sys.argv[1], int(sys.argv[2]), sys.argv[3]))  # noqa: T201 - read by the test
