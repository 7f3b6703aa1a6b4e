"""`dreamplus serve`: pages, live figures and tasks, in three processes of one parent, or together in one."""

from __future__ import annotations

import argparse
import ctypes
import gc
import logging
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings


def run(arguments: argparse.Namespace) -> int:
    """Serves until SIGTERM or Ctrl-C. Loads the applications once, before anything is started."""
    django.setup()
    logging.getLogger("dreamplus").setLevel(logging.INFO)
    if settings.DREAM_ROLE == "box":
        from dreamplus.cli.serve import box

        return box.serve(arguments.host, arguments.port)
    if arguments.together:
        from dreamplus.cli.serve import together

        return together.serve(arguments.host, arguments.port)
    refused = too_many_processes(arguments.web_processes)
    if refused:
        print(refused)
        return 2
    from dreamplus.cli.serve import forked

    warm_up()
    gc.collect()
    give_back()
    gc.freeze()  # what is loaded now stays shared between the children: the collector no longer writes on it
    return forked.serve(arguments.host, arguments.port, arguments.live_port, arguments.web_processes)


def too_many_processes(count: int) -> str:
    """Why `count` web processes may not be started here, or nothing."""
    if count > 1 and settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return "More than one web process needs PostgreSQL: set DREAM_DATABASE."
    if count > 1 and not settings.DREAM_REDIS:
        return "More than one web process needs DREAM_REDIS: attempts to sign in are counted there."
    return ""


def give_back() -> None:
    """Hands free memory back to the machine, where its C library is one that can."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def warm_up() -> None:
    """Answers one page to nobody, so that addresses, templates and translations are loaded once, before the fork."""
    from wsgiref.util import setup_testing_defaults

    from django.db import connections

    from dreamplus.conf.wsgi import application as pages

    origin = urlsplit(settings.DREAM_ORIGIN)
    environ: dict[str, Any] = {"HTTP_HOST": origin.netloc, "wsgi.url_scheme": origin.scheme, "PATH_INFO": "/"}
    environ["HTTP_X_FORWARDED_PROTO"] = origin.scheme
    setup_testing_defaults(environ)
    try:
        answer = pages(environ, lambda *_: None)  # type: ignore[arg-type]  # what it starts is not read
        for _ in answer:
            pass
        answer.close()
    except Exception:
        logging.getLogger("dreamplus.serve").exception("The home page fails.")
    finally:
        connections.close_all()
