"""What the suite needs from Debian, installed when it is missing and it may be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from dreamplus.cli.clone.trouble import Trouble

CREATE_CLUSTER = Path("/etc/postgresql-common/createcluster.conf")


def need(program: str, package: str, why: str) -> Path:
    """Where `program` is; installs Debian's `package` first when it is missing.

    Raises `Trouble` with the one line to run where it may not be installed.
    """
    found = find(program)
    if not found:
        apt_install(package, why)
        found = find(program)
    if not found:
        raise Trouble(f"{program} is still missing after installing {package}.")
    return found


def find(program: str) -> Path | None:
    """Where `program` is: on the path, or among PostgreSQL's own programs (the newest version)."""
    on_path = shutil.which(program)
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda file: float(file.parts[4]))
    return versions[-1] if versions else Path(on_path) if on_path else None


def apt_install(package: str, why: str) -> None:
    """Installs a Debian package, saying so. Raises `Trouble` with the line to run when it cannot."""
    line = f"apt-get install -y --no-install-recommends {package}"
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise Trouble(f"{package} is needed {why}. Please run:  sudo {line}")
    print(f"Installing Debian's {package}, {why} …", file=sys.stderr, flush=True)
    with without_default_cluster() if package.startswith("postgresql") else nullcontext():
        if not apt(line) and not (apt("apt-get update") and apt(line)):
            raise Trouble(f"{package} could not be installed, {why}. Try:  {line}")


def apt(line: str) -> bool:
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(line.split(), env=quietly, capture_output=True, check=False).returncode == 0


@contextmanager
def without_default_cluster() -> Iterator[None]:
    """While PostgreSQL is installed, keeps Debian from making and starting a server on the usual port."""
    apt("apt-get update")
    apt("apt-get install -y --no-install-recommends postgresql-common")
    if not CREATE_CLUSTER.exists():
        yield
        return
    before = CREATE_CLUSTER.read_text()
    CREATE_CLUSTER.write_text(f"{before}\ncreate_main_cluster = false\n")
    try:
        yield
    finally:
        CREATE_CLUSTER.write_text(before)
