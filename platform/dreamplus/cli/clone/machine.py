"""What the suite needs from Debian, installed when it is missing and it may be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from ctypes.util import find_library
from pathlib import Path

from dreamplus.cli.clone.trouble import Trouble

PANGO = ("pangoft2-1.0", "libpangoft2-1.0-0 libharfbuzz-subset0", "to draw letters and other PDF")
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


def need_library(library: str, packages: str, why: str) -> None:
    """Sees that the C library is there; installs Debian's `packages` first when it is missing. Raises `Trouble`."""
    if not find_library(library):
        apt_install(packages, why)
    if not find_library(library):
        raise Trouble(f"{library} is still missing after installing {packages}.")


def find(program: str) -> Path | None:
    """Where `program` is: on the path, or among PostgreSQL's own programs (the newest version)."""
    on_path = shutil.which(program)
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda file: float(file.parts[4]))
    return versions[-1] if versions else Path(on_path) if on_path else None


def apt_install(package: str, why: str) -> None:
    """Installs Debian packages (their names, spaces between them), saying so.

    Raises `Trouble` with the line to run when it cannot.
    """
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
