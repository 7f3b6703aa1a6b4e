"""The house as the tests of its architecture read it: layers, files, templates, messages."""

from __future__ import annotations

import subprocess
import tomllib
from functools import cache
from pathlib import Path

from dreamplus.cli.snapshot import ROOT
from dreamplus.cli.translations import ROOTS


@cache
def layers() -> list[frozenset[str]]:
    """Packages of each layer, top first, from the contract in pyproject.toml."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    lines = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [frozenset(word.strip(" ()") for word in line.replace(":", "|").split("|")) for line in lines]


def room(module: str) -> tuple[int, str] | None:
    """Height (0 is the ground) and package of the layer that `module` belongs to; None outside the house."""
    height = len(layers())
    for line in layers():
        height -= 1
        for package in line:
            if module == package or module.startswith(f"{package}."):
                return height, package
    return None


def may_use(user: str, used: str) -> bool:
    """Whether what stands in module `user` may point to what stands in `used`: the same room, or one below."""
    above, below = room(user), room(used)
    if above is None or below is None:
        return True
    return above == below or above[0] > below[0]


@cache
def tracked_files() -> list[Path]:
    """Every file under version control, and new ones that are not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@cache
def sources() -> list[Path]:
    """Our Python files, migrations left out."""
    folders = tuple(ROOT / root for root in ROOTS)
    return [
        file
        for file in tracked_files()
        if file.suffix == ".py" and "migrations" not in file.parts and any(file.is_relative_to(f) for f in folders)
    ]


@cache
def templates() -> dict[str, Path]:
    """Template name to file, for every template of ours."""
    found = {}
    for file in tracked_files():
        parts = file.relative_to(ROOT).parts
        if "templates" in parts and parts[0] != "tests":
            found["/".join(parts[parts.index("templates") + 1 :])] = file
    return found


def module_of(file: Path) -> str:
    """Import name of the application a file belongs to, from its place."""
    parts = list(file.relative_to(ROOT).parts)
    if parts[0] == "platform":
        parts = parts[1:]
    for end in ("templates", "locale", "static", "management", "templatetags"):
        if end in parts:
            parts = parts[: parts.index(end)]
    return ".".join(part.removesuffix(".py") for part in parts)
