"""One vote of one question, and people signed in who will vote in it: printed as one line of JSON."""

from __future__ import annotations

import json
import sys
from datetime import timedelta

import django
from django.conf import settings

from dreamplus.cli.main import choose_settings


def main(number: int) -> dict[str, object]:
    """`queries`: what a vote costs, counted here on two more people, before the rounds."""
    choose_settings()
    django.setup()
    from wagtail.models import Site

    from dreamplus.cli.clone.bench.first import count_queries
    from dreamplus.cli.clone.bench.visits import FORGERY, session_of, visit
    from dreamplus.conf.wsgi import application
    from dreamplus.core import clock
    from dreamplus.people.services import create_confirmed_user
    from polls.services import create_poll, new_key, open_poll

    at = clock.now()
    page = create_poll(
        parent=Site.objects.get(is_default_site=True).root_page,
        title="Quel projet pour la place ?",
        question="Quel projet voulez-vous ?",
        options=[(f"Projet {letter}", "") for letter in "ABC"],
        opens_at=at,
        closes_at=at + timedelta(days=9),
        at=at,
    )
    poll = open_poll(activity=page.activity, by=None, at=at)
    option = poll.rules["options"][0]
    sessions = [session_of(create_confirmed_user(email=f"bench-{one}@demo.exemple")) for one in range(number + 2)]
    extra = iter(sessions[number:])

    def cast() -> int:
        form = {"choices": [option], "key": new_key()}
        return visit(application, f"/vote/{poll.uuid}/je-vote/", session=next(extra), form=form).status

    queries = count_queries(cast)
    return {
        "uuid": str(poll.uuid),
        "option": option,
        "cookies": [
            f"{settings.SESSION_COOKIE_NAME}={one}; {settings.CSRF_COOKIE_NAME}={FORGERY}" for one in sessions[:number]
        ],
        "token": FORGERY,
        "queries": queries,
        "cast_before": 2,
    }


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
