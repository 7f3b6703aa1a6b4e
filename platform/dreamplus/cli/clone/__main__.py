"""`python -m dreamplus.cli.clone COMMAND …`, as `./dream` calls it."""

from __future__ import annotations

import importlib
import sys

from dreamplus.cli.clone.trouble import Trouble

MODULES = {
    "up": "up",
    "code": "code",
    "test": "suite",
    "lint": "lint",
    "smoke": "smoke",
    "bench": "bench",
    "messages": "messages",
    "lock": "lock",
    "manage": "manage",
}


def main(words: list[str]) -> int:
    """Runs one command; trouble is one sentence and exit status 2."""
    try:
        module = importlib.import_module(f"dreamplus.cli.clone.{MODULES[words[0]]}")
        return int(module.run(words[1:]))
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
