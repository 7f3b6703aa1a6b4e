"""An issuer of tokens as a process of its own, behind a socket."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dreamplus.cli.snapshot import ROOT
from polls.secret.issuer.server import is_there


@dataclass
class Process:
    """`keys` is its folder; a socket has no long path, so it lies elsewhere."""

    socket: Path
    keys: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = [sys.executable, "-m", "dreamplus", "issuer", "--socket", str(self.socket), "--keys", str(self.keys)]
        self.process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 30
        while not is_there(str(self.socket)):
            assert self.process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            assert self.process.wait(timeout=20) == 0
            self.process = None

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(timeout=20)
        self.process = None


@pytest.fixture
def issuer(tmp_path: Path) -> Iterator[Process]:
    with tempfile.TemporaryDirectory(prefix="dream-") as folder:
        one = Process(Path(folder) / "issuer" / "socket", tmp_path / "issuer")
        one.start()
        yield one
        one.stop()
