"""`./dream bench NAME`: what things cost, as figures that can be compared from day to day."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from dreamplus.cli import snapshot, translations
from dreamplus.cli.clone.bench import live, start, votes
from dreamplus.cli.clone.foundation import fill
from dreamplus.cli.clone.sites import Site, three_sites
from dreamplus.cli.clone.trouble import Trouble

ON_AN_INSTANCE = ("count", "digest", "first", "lists", "memory")
OF_THEIR_OWN = {"live": live.main, "start": start.main, "votes": votes.main}
BENCHES = (*ON_AN_INSTANCE, *OF_THEIR_OWN)


def run(words: list[str]) -> int:
    """Exit status 0 when the goals are met."""
    parser = argparse.ArgumentParser(prog="./dream bench")
    parser.add_argument("name", choices=BENCHES)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    arguments = parser.parse_args(words)
    translations.compile_all()
    told = on_an_instance(arguments.name) if arguments.name in ON_AN_INSTANCE else OF_THEIR_OWN[arguments.name]()
    print(json.dumps(told, ensure_ascii=False, indent=1) if arguments.json else table(told))
    return 0 if told["ok"] else 1


def on_an_instance(name: str) -> dict[str, Any]:
    """What the bench says of a demonstration's commune, made for it."""
    with tempfile.TemporaryDirectory(prefix="dream-bench-") as folder:
        commune = three_sites(Path(folder), first_port=18_700)[1]
        commune.secret()
        (commune.folder / "static").mkdir()
        shutil.copy(snapshot.sqlite_snapshot(), commune.folder / "dream.sqlite3")
        fill(commune)
        return measured(commune, name)


def measured(site: Site, name: str) -> dict[str, Any]:
    """What the bench says, run in a process of its own under the site's settings."""
    done = subprocess.run(
        [sys.executable, "-m", f"dreamplus.cli.clone.bench.{name}"],
        env=site.environment(),
        cwd=snapshot.ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Trouble(f"The bench “{name}” could not be run to its end.")
    return dict(json.loads(done.stdout))


def table(told: dict[str, Any]) -> str:
    """For a person at a terminal."""
    lines = [f"{key:<44}{value:>10}   {told['goals'].get(key, '')}" for key, value in told["figures"].items()]
    return "\n".join([*lines, "", "Goals are met." if told["ok"] else f"NOT met: {', '.join(told['missed'])}"])
