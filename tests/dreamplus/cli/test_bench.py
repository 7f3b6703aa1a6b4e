"""What the benches read of the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dreamplus.cli.clone.bench import live
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


def test_a_message_that_somebody_did_not_receive_fails_the_bench_of_live_readers() -> None:
    """Two readers of three messages; one reader lost one."""

    def heard(received: int) -> dict[str, Any]:
        return {"readers": 2, "messages": 3, "received": received, "delays": [20.0] * received}

    whole = live.report({live.OURS: [(heard(6), 1e-5)], live.THEIRS: [(heard(6), 4e-4)]}, 0.1)
    assert (whole["ok"], whole["figures"]["cpu_ratio_to_group_send"]) == (True, 0.025)
    lost = live.report({live.OURS: [(heard(5), 1e-4)], live.THEIRS: [(heard(6), 4e-4)]}, 0.1)
    assert lost["missed"] == ["delivered_share", "cpu_ratio_to_group_send"]
    assert lost["figures"]["delivered_share"] == pytest.approx(5 / 6, abs=1e-6)
