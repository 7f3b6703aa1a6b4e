"""`dreamplus serve`: pages, live figures and tasks, in three processes of one parent, or together in one."""

from __future__ import annotations

import argparse
import gc
import logging

import django


def run(arguments: argparse.Namespace) -> int:
    """Serves until SIGTERM or Ctrl-C. Loads the applications once, before anything is started."""
    django.setup()
    logging.getLogger("dreamplus").setLevel(logging.INFO)
    if arguments.together:
        from dreamplus.cli.serve import together

        return together.serve(arguments.host, arguments.port)
    from dreamplus.cli.serve import forked

    gc.collect()
    gc.freeze()  # what is loaded now stays shared between the children: the collector no longer writes on it
    return forked.serve(arguments.host, arguments.port, arguments.live_port, arguments.web_processes)
