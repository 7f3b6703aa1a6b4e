"""`./dream code agent`: the second factor of a demonstration account, as its telephone would show it."""

from __future__ import annotations

import argparse
from pathlib import Path

from dreamplus.cli.clone.sites import Site, known_sites
from dreamplus.cli.clone.trouble import Trouble
from dreamplus.cli.snapshot import ROOT
from dreamplus.demonstration.content.staff import STAFF

ASK = """
from dreamplus.people.models import User
from dreamplus.people.second_factor import current_code
print(current_code(User.objects.get(email={email!r})))
"""


def run(words: list[str]) -> int:
    """Prints the six digits on each site; they hold for thirty seconds."""
    parser = argparse.ArgumentParser(prog="./dream code")
    parser.add_argument("who", help="agent, official or administrator, or the account's e-mail address")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "demo", help="where the three sites are kept")
    arguments = parser.parse_args(words)
    sites = known_sites(arguments.folder.resolve())
    for site in sites:
        print(f"{code_of(site, arguments.who)}   {site.origin}")
    return 0


def code_of(site: Site, who: str) -> str:
    """The six digits of `who` (a role, or an address) on this site now. Raises `Trouble` for an unknown one."""
    addresses = {role.value: email for role, (email, _) in STAFF.items()}
    addresses |= {email.partition("@")[0]: email for email in addresses.values()}
    email = addresses.get(who, who)
    if "@" not in email:
        raise Trouble(f"No account of the demonstration is called “{who}”: {', '.join(sorted(addresses))}.")
    return site.manage("shell", "--verbosity=0", "-c", ASK.format(email=email)).splitlines()[-1]
