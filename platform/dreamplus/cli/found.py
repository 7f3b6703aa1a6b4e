"""`dreamplus found NAME`: the first pages of a new instance, those that the law asks for among them."""

from __future__ import annotations

import argparse
import sys

import django


def run(arguments: argparse.Namespace) -> int:
    """Safe to run again: it adds what is missing, writes over nothing. Exit status 2 for a colour nobody can read."""
    django.setup()
    from django.core.exceptions import ValidationError

    from dreamplus.cms.services import Office, found_site
    from dreamplus.core import clock
    from dreamplus.moderation.services import found_charter

    given = {name: getattr(arguments, name) for name in ("tagline", "primary", "accent") if getattr(arguments, name)}
    try:
        found_site(
            name=arguments.name,
            languages=arguments.languages.split(","),
            office=Office(email=arguments.email or ""),
            **given,
        )
        found_charter(at=clock.now())
    except ValidationError as refused:
        print("; ".join(refused.messages), file=sys.stderr)
        return 2
    print(f"{arguments.name} has its first pages. Next: dreamplus manage dream_administrator EMAIL")
    return 0
