#!/usr/bin/env python3
"""Django's command line, from a clone: puts both source roots on the path, then hands over."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dreamplus.conf.settings.instance")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
