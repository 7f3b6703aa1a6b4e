"""What somebody who is helped does, and who helps them."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from consultations.proposals.models import Proposal
from dreamplus.people.assisted.models import Place
from dreamplus.people.models import User
from dreamplus.people.testing import sign_in
from tests.doors.conftest import BLUE
from tests.doors.lived import Lived


def open_code(helper: User, place: Place, **told: Any) -> str:
    """What the helper reads aloud."""
    answer = sign_in(Client(), helper).post(
        reverse("assisted_staff:open"), {"way": "counter", "place": place.code, "screen": "elsewhere", **told}
    )
    found = re.search(r"\d{4}-\d{3}-\d{3}", answer.content.decode())
    assert found, answer.content.decode()
    return found[0]


def sits_down(helper: User, place: Place, *, name: str = "Marcel", **told: Any) -> Client:
    """The person types the code and agrees."""
    client = Client()
    client.post(reverse("assisted:arrive"), {"code": open_code(helper, place, **told)})
    assert client.post(reverse("assisted:begin"), {"agreed": "on", "name": name}).status_code == 302
    return client


def vote(client: Client, lived: Lived) -> HttpResponse:
    where = {"uuid": lived.vote.activity.uuid}
    client.post(reverse("polls:vote", kwargs=where), {"choices": BLUE})
    page = client.get(reverse("polls:review", kwargs=where)).content.decode()
    key = re.search(r'name="key" value="([^"]*)"', page)
    assert key, page
    return client.post(reverse("polls:cast", kwargs=where), {"choices": BLUE, "key": key[1]}, follow=True)


def propose(client: Client, lived: Lived, title: str = "Un banc sous la halle") -> None:
    where = {"activity": lived.collection.uuid}
    body = "Un banc de bois, à l’ombre, pour attendre le car."
    client.post(reverse("proposals:write", kwargs=where), {"title": title, "body": body, "action": "preview"})
    page = client.get(reverse("proposals:preview", kwargs=where)).content.decode()
    key = re.search(r'name="key" value="([^"]*)"', page)
    assert key, page
    client.post(reverse("proposals:publish", kwargs=where), {"key": key[1]})


def comment(client: Client, lived: Lived) -> None:
    where = {"content_type_id": ContentType.objects.get_for_model(Proposal).pk, "pk": lived.proposal.pk}
    client.post(reverse("comments:write", kwargs=where), {"text": "Oui, à l’ombre.", "form_key": str(uuid4())})


def finish(client: Client) -> HttpResponse:
    return client.post(reverse("assisted:finish"), follow=True)
