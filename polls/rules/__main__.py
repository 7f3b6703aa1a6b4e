"""`python -m polls.rules FILE… --method METHOD`: a stranger counts again, with the standard library alone."""

import sys

from polls.rules.tally.command import main

if __name__ == "__main__":
    sys.exit(main())
