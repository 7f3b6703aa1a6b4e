"""What the steps of the smoke share: the sites, who walks them, the votes and our own tally."""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from dreamplus.cli.clone.code import code_of
from dreamplus.cli.clone.sites import Site
from dreamplus.cli.clone.smoke.walker import Lost, Page, Walker
from dreamplus.demonstration.content.staff import STAFF
from dreamplus.demonstration.mailbox import letters
from dreamplus.people.roles import Role

CODE = re.compile(r"^\s*(\d{4}-?\d{4})\s*$", re.MULTILINE)
Found = TypeVar("Found")


@dataclass
class Poll:
    """A vote that the smoke made, and what it knows should come out of it."""

    title: str
    options: list[str]
    method: str
    uuid: str = ""
    closes_at: datetime | None = None
    votes: dict[str, list[str]] = field(default_factory=dict)  # voter's address -> options chosen (none: blank)

    @property
    def tally(self) -> dict[str, int]:
        counted = Counter(option for chosen in self.votes.values() for option in chosen)
        return {option: counted[option] for option in self.options}

    @property
    def blank(self) -> int:
        return sum(not chosen for chosen in self.votes.values())


@dataclass
class Journey:
    """Carried from step to step. `chance` is seeded, and the seed is printed, so that a failure can be walked again."""

    hub: Site
    commune: Site
    village: Site
    chance: random.Random
    citizens: list[tuple[str, Walker]] = field(default_factory=list)
    agent: Walker | None = None
    process: Page | None = None
    proposal: Page | None = None
    by_clock: Poll | None = None
    by_agent: Poll | None = None

    def citizen(self) -> tuple[str, Walker]:
        """A new person of the commune, signed up by the e-mailed code."""
        email = f"marcheuse-{len(self.citizens) + 1}-{self.chance.randrange(10**6)}@demo.exemple"
        walker = sign_up(self.commune, email)
        self.citizens.append((email, walker))
        return email, walker

    def staff(self) -> Walker:
        """The commune's agent, signed in with both factors."""
        if self.agent is None:
            self.agent = sign_in_staff(self.commune, Role.AGENT)
        return self.agent


def known(value: Found | None) -> Found:
    """What an earlier step left. Raises `Lost` when that step failed."""
    if value is None:
        raise Lost("an earlier step failed")
    return value


def sign_up(site: Site, email: str) -> Walker:
    """A session for a person who had no account."""
    walker = Walker(site.origin)
    page = walker.get("/compte/login/")
    asked = time.time()
    page = walker.submit(page, page.form(field="login"), login=email)
    page = walker.submit(page, page.form(field="code"), code=code_sent(site, email, since=asked))
    walker.get("/compte/").expect(email)
    return walker


def sign_in_staff(site: Site, role: Role) -> Walker:
    """A session with the e-mailed code and the second factor."""
    walker, email = Walker(site.origin), STAFF[role][0]
    page = walker.get("/compte/login/?next=/gestion/")
    asked = time.time()
    page = walker.submit(page, page.form(field="login"), login=email)
    page = walker.submit(page, page.form(field="code"), code=code_sent(site, email, since=asked))
    if "/2fa/" not in page.address:
        raise Lost(f"no second factor was asked of the agent: {page.address}")
    page = walker.submit(page, page.form(field="code"), code=code_of(site, role.value))
    if "/gestion/" not in page.address:
        raise Lost(f"the agent is not let in: {page.address}")
    return walker


def code_sent(site: Site, email: str, *, since: float) -> str:
    """The code of the e-mail written to `email` after `since`, read in the demonstration's mail folder."""

    def look() -> str | None:
        for letter in letters(Path(site.folder, "mail")):
            found = CODE.search(letter.text) if email in letter.to and letter.at.timestamp() >= since - 1 else None
            if found:
                return found[1]
        return None

    return wait_for(look, f"an e-mail with a code for {email}", seconds=20, every=0.1)


def wait_for(look: Callable[[], Found | None], what: str, *, seconds: float, every: float = 1.0) -> Found:
    """What `look` returns once it returns something. Raises `Lost` after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found is not None:
            return found
        if time.monotonic() > deadline:
            raise Lost(f"{what} did not come within {seconds:.0f} s")
        time.sleep(every)
