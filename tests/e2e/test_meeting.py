"""A meeting in the browser: a question opened from a phone, read by the hall, answered, closed, its result shown."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from dreamplus.cli.clone.sites import Site
from tests.accessibility.test_pages import overflowing, violations
from tests.browser import PHONE, Opener
from tests.e2e.people import sign_in_as_staff, sign_up

pytestmark = pytest.mark.browser
WALL = {"width": 1920, "height": 1080}
QUESTIONS = """
from django.utils import timezone
from wagtail.models import Site
from polls.services import create_poll
home = Site.objects.get(is_default_site=True).root_page
ideas = ["Planter vingt tilleuls", "Un kiosque à musique", "Supprimer douze places"]
for title, method in (("Que faire de la place ?", "coloured"), ("Et ensuite ?", "single")):
    options = [(idea, "") for idea in ideas]
    create_poll(parent=home, title=title, question=title, options=options, method=method, at=timezone.now())
print(home.pk)
"""


def test_a_coloured_vote_from_the_hall_to_its_matrix_on_the_wall(
    demonstration: dict[str, Site], open_page: Opener
) -> None:
    site = demonstration["village"]
    page = site.manage("shell", "--verbosity=0", "-c", QUESTIONS).splitlines()[-1]
    leader = open_page(site.origin, viewport=PHONE)
    sign_in_as_staff(leader, site, "agent@demo.exemple")
    leader.goto(f"{site.origin}/gestion/activites/votes/seance/{page}/")
    assert violations(leader) == []
    assert not overflowing(leader)
    wall = open_page(f"{site.origin}/vote/seance/{page}/", viewport=WALL)
    expect(wall.get_by_text("La première question arrive dans un instant.")).to_be_visible()
    leader.get_by_role("button", name="Ouvrir maintenant : Que faire de la place ?").click()
    expect(wall.get_by_role("heading", level=1)).to_have_text(re.compile("Que faire de la place"), timeout=20_000)
    assert violations(wall) == []
    assert not overflowing(wall)

    voter = open_page(site.origin, viewport=PHONE)
    sign_up(voter, site, "dans-la-salle@exemple.fr")
    voter.goto(site.origin + wall.locator(".screen-square img").get_attribute("src").replace("carre.svg", ""))
    for row in voter.locator(".graded").all():
        row.locator("label.grade").first.click()
    voter.get_by_role("button", name="Vérifier mon choix").click()
    voter.get_by_role("button", name="Je vote").click()
    expect(voter.get_by_role("heading", level=1)).to_have_text("Votre vote est dans l’urne")

    leader.reload()
    leader.get_by_role("button", name="Fermer maintenant : Que faire de la place ?").click()
    expect(wall.locator(".vote-headline")).to_be_visible(timeout=40_000)
    assert violations(wall) == []
    assert not overflowing(wall)
    leader.reload()
    expect(leader.get_by_role("button", name="Ouvrir maintenant : Et ensuite ?")).to_be_visible()
