"""What the benches read of the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from dreamplus.cli.clone.bench.memory import descendants, pss

CHILD = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(1, flush=True); input()'])"


def test_memory_is_counted_over_everything_a_process_started() -> None:
    process = subprocess.Popen([sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "1\n"
        child, grandchild = process.pid, *descendants(process.pid)
        assert Path(f"/proc/{grandchild}/status").read_text().count(f"PPid:\t{child}\n") == 1
        assert child in descendants(os.getpid())
        assert grandchild in descendants(os.getpid())
        assert 1_000_000 < pss(grandchild) < 100_000_000
    finally:
        process.communicate("\n")
