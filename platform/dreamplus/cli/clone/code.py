"""`./dream code agent`: the second factor of a demonstration account, as its telephone would show it."""

from __future__ import annotations

import subprocess

from dreamplus.cli.clone.sites import command, three_sites
from dreamplus.cli.clone.trouble import Trouble
from dreamplus.cli.snapshot import ROOT

ASK = "from dreamplus.people.second_factor import current_code; print(current_code({name!r}))"


def run(words: list[str]) -> int:
    """Prints the six digits of the account whose address begins with the word given, on each site that has it."""
    if len(words) != 1:
        raise Trouble("Whose code? For instance: ./dream code agent")
    found = False
    for site in three_sites(ROOT / "var" / "demo"):
        if not (site.folder / "dream.sqlite3").exists():
            continue
        ask = command("manage", "shell", "--verbosity=0", "-c", ASK.format(name=words[0]))
        done = subprocess.run(ask, env=site.environment(), cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.strip():
            print(f"{site.slug:<10}{done.stdout.strip().splitlines()[-1]}")
            found = True
    if not found:
        raise Trouble(f"No account of the demonstration is called “{words[0]}”. Has ./dream up run once?")
    return 0
