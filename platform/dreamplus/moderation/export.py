"""Everything moderation holds, for those who moderate: one JSON document, written as it is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from dreamplus.moderation.models import Case, Charter, Decision, Ground


def parts() -> Iterator[str]:
    """Pieces of the document, in order."""
    charters = list(Charter.objects.values("published_at", "text", "contact", "routes"))
    grounds = list(Ground.objects.values("code", "title", "words", "nature", "minors", "active"))
    yield f'{{"charters": {_json(charters)}, "grounds": {_json(grounds)}, "cases": ['
    found = Case.objects.order_by("pk").prefetch_related(
        "notices__ground", "decisions__ground", "decisions__appeals", "decisions__sanction"
    )
    for number, case in enumerate(found.iterator(chunk_size=200)):
        yield ("" if number == 0 else ", ") + _json(_case(case))
    yield "]}"


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def _case(case: Case) -> dict[str, Any]:
    return {
        "case": case.uuid,
        "kind": case.subject_kind,
        "key": case.subject_key,
        "source": case.source,
        "signs": case.signs,
        "state": case.state,
        "opened_at": case.opened_at,
        "closed_at": case.closed_at,
        "notices": [
            {
                "reference": one.reference,
                "ground": one.ground.code,
                "location": one.location,
                "explanation": one.explanation,
                "name": one.name,
                "email": one.email,
                "proved": one.proved,
                "received_at": one.received_at,
            }
            for one in case.notices.all()
        ],
        "decisions": [_decision(one) for one in case.decisions.all()],
    }


def _decision(decision: Decision) -> dict[str, Any]:
    sanction = getattr(decision, "sanction", None)
    return {
        "measure": decision.measure,
        "ground": decision.ground.code if decision.ground else "",
        "facts": decision.facts,
        "message": decision.message,
        "automated": decision.automated,
        "role": decision.role,
        "at": decision.at,
        "undone_at": decision.undone_at,
        "review": decision.is_review,
        "appeals": [{"party": one.party, "words": one.words, "at": one.at} for one in decision.appeals.all()],
        "sanction": sanction
        and {
            "degree": sanction.degree,
            "from": sanction.starts_at,
            "until": sanction.ends_at,
            "lifted": sanction.lifted_at,
        },
    }
