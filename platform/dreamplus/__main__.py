"""`python -m dreamplus` is the `dreamplus` command."""

import sys

from dreamplus.cli import main

if __name__ == "__main__":
    sys.exit(main())
