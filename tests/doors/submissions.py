"""What people post, one valid form for each view of ours that takes one: kept up by hand, so that a new form decides
what it may change. Names in `also` belong to the form and are left out of it here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from dreamplus.notifications import kinds
from dreamplus.notifications.kinds import Channel
from tests.doors.conftest import BLUE, NOON
from tests.doors.lived import Lived

Data = dict[str, Any]


@dataclass(frozen=True)
class Submission:
    """`kept`: hidden fields taken from the page `at` (the address itself unless said otherwise)."""

    name: str
    reader: str
    data: Data = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    at: str = ""
    before: tuple[str, Data] | None = None
    """Another address and what is posted there first, by the same person."""

    def __str__(self) -> str:
        return self.name

    def filled(self, client: Client, house: Lived) -> Data:
        """The data with what the page hides in its form."""
        where = house.addresses
        if self.before:
            client.post(where[self.before[0]], self.before[1])
        page = client.get(where[self.at or self.name]).content.decode() if self.kept else ""
        hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
        assert set(self.kept) <= set(hidden), f"{self.at or self.name} hides {sorted(hidden)}"
        return {**self.data, **{name: hidden[name] for name in self.kept}}


def _local(days: float) -> str:
    return timezone.localtime(NOON + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


QUESTIONS_OF_A_PLACE = ("q2", *(f"q3-o{number}" for number in range(1, 6)))
BENCH = {"q4": "Un banc."}
SHEET = {"sheet": "12", "channel": "paper", **BENCH}
WORDS = {"title": "Un banc sous la halle", "body": "Un banc de bois, à l’ombre, pour attendre le car."}
VOTE = {
    "title": "Quel banc ?",
    "question": "Quel banc voulez-vous ?",
    "options": "Bois\nPierre",
    "method": "single",
    "audience": "confirmed",
    "results_visibility": "sealed",
    "majority": "relative",
    "opens_at": _local(1),
    "closes_at": _local(5),
}
NUMBERS = ("least", "most", "top", "by", "seats", "credits", "quorum", "by_roll", "proxies")
GROUND = {"title": "Hors de la halle", "words": "Ce qui ne parle pas de la halle.", "nature": "charter", "active": "on"}

SUBMISSIONS = [
    Submission("people:profile", "author", {"display_name": "Zoé", "language": "nl"}),
    Submission("people:team", "administrator", {"email": "colombe@exemple.fr", "role": "agent", "part": ""}),
    Submission("people:revoke", "administrator"),
    Submission("people:delete", "author", {"understood": "on", "words": "removed"}),
    Submission("people:assistants", "official", {"email": "colombe@exemple.fr", "until": "2026-12-31"}),
    Submission("people:residence", "author", {"area": "centre", "birth_year": "1987"}, also=("next", "forget")),
    Submission(
        "people:counter",
        "agent",
        {"email": "colombe@exemple.fr", "area": "centre", "birth_year": "1987", "seen": "on"},
    ),
    Submission("organisations:declare", "author", {"name": "Le Comité", "kind": "company", "number": "552 100 554"}),
    Submission("organisations:invite", "author", {"email": "marc@exemple.fr"}),
    Submission("organisations:withdraw", "author", {"email": "paul@exemple.fr"}),
    Submission("organisations:change", "author", {"act": "lead"}),
    Submission("organisations_staff:one", "agent", {"act": "end", "reason": "Elle est dissoute."}),
    Submission(
        "assisted_staff:open",
        "agent",
        {"way": "counter", "area": "centre", "birth_year": "1941", "document_seen": "on"}
        | {"place": "guichet", "screen": "here"},
    ),
    Submission(
        "assisted_staff:create_place",
        "agent",
        {"name": "Médiathèque", "address": "Place", "hours": "Mardi, 14 h à 18 h"},
    ),
    Submission("people:quarters", "agent", {"name": "Nord"}),
    Submission("people:quarter", "agent", {"name": "Le vieux centre"}),
    Submission("people:quarter_retire", "agent"),
    Submission(
        "notifications:preferences",
        "author",
        {"no_letters": "on"} | {f"kind-{kind.slug}": Channel.NEVER.value for kind in kinds.registered()},
        also=("follows_own",),
    ),
    Submission(
        "consultations_staff:create",
        "agent",
        {"title": "Les bancs", "summary": "Où s’asseoir ?", "body": "Il en manque.", "commitment": "Le conseil décide."}
        | {"kind": "consultation"}
        | {"collect": "on", "closes_at": _local(9), "themes": "Bois\nPierre"},
        also=("milestones", "opens_at", "vote", "decided_on", "outcome_by"),
    ),
    Submission("consultations_staff:vote", "agent", VOTE, also=NUMBERS),
    Submission(
        "consultations_staff:outcome",
        "agent",
        {"said": "Des bancs.", "taken_up": "Trois bancs.", "reasons": "", "draft": "1"},
        also=("publish",),
    ),
    Submission(
        "consultations_staff:survey",
        "agent",
        {"title": "Les bancs et vous", "summary": "Deux minutes.", "template": "blank", "closes_at": _local(9)},
        also=("opens_at",),
    ),
    Submission("surveys:answer", "administrator", {"q4": "Un banc.", "action": "next"}),
    Submission("surveys:screen", "administrator", {"q4": "Deux bancs.", "action": "next"}),
    Submission("surveys:send", "administrator", kept=("key",), at="surveys:review", before=("surveys:answer", BENCH)),
    Submission("surveys:discard", "administrator", before=("surveys:answer", BENCH)),
    Submission("surveys:resume", "administrator"),
    Submission("surveys:withdraw", "author"),
    Submission("surveys:enter", "agent", SHEET, also=QUESTIONS_OF_A_PLACE),
    Submission("surveys:take_back", "agent", {"sheet": "12"}, before=("surveys:enter", SHEET)),
    Submission("proposals:write", "author", WORDS | {"action": "keep"}, also=("theme",)),
    Submission("proposals:publish", "author", kept=("key",), also=("organisation",), at="proposals:preview"),
    Submission("proposals:discard", "author"),
    Submission("proposals:support", "agent", also=("action",)),
    Submission("proposals:edit", "author", WORDS, kept=("seen",), also=("theme",)),
    Submission("proposals:withdraw", "author"),
    Submission("proposals:assign", "agent", {"service": "Voirie", "due_on": "2026-12-24", "cost": "1200"}),
    Submission("proposals:themes", "agent", {"themes": "Bois\nPierre"}),
    Submission(
        "proposals:answer",
        "agent",
        {"status": "accepted", "answer": "Oui : vingt arbres en février.", "role": "L’adjointe aux travaux"}
        | {"seen": ""},
    ),
    Submission("comments:write", "author", {"text": "Bonne idée.", "form_key": str(uuid4())}),
    Submission("comments:reply", "agent", {"text": "Merci.", "form_key": str(uuid4())}),
    Submission("comments:like", "agent", also=("undo",)),
    Submission("comments:withdraw", "author"),
    Submission("polls:cast", "author", {"choices": BLUE, "key": "a" * 12}),
    Submission("polls_staff:create", "agent", VOTE, also=NUMBERS),
    Submission("participation_staff:close", "agent", {"reason": "Il a neigé.", "closes_at": _local(2)}),
    Submission("participation_staff:moderation", "agent", {"moderation": "before"}),
    Submission(
        "moderation_staff:charter",
        "agent",
        {"text": "Parler aux autres.", "contact": "La mairie", "routes": "Le tribunal"},
    ),
    Submission("moderation_staff:new_ground", "agent", GROUND, also=("minors",)),
    Submission("moderation_staff:ground", "agent", GROUND, also=("minors",)),
    Submission(
        "rolls_staff:create",
        "agent",
        {"name": "Habitants", "purpose": "Donner son avis.", "erase_on": "2027-03-01"},
        also=("by_email", "forget_addresses"),
    ),
]
# Of a vote before its opening: dates, rules, opening, back to draft.
OF_A_DRAFT = [
    Submission("participation_staff:dates", "agent", {"opens_at": _local(2), "closes_at": _local(6)}),
    Submission(
        "participation_staff:audience",
        "agent",
        {"who": "belong", "proofs": "counter", "read": "confirmed"},
        also=("areas", "lists", "least_age", "most_age", "support", "comment", "try"),
    ),
    Submission(
        "polls_staff:rules",
        "agent",
        {"method": "several", "least": "1", "most": "2", "quorum": "5", "majority": "absolute"},
        also=("top", "by", "seats", "credits", "by_roll", "proxies"),
    ),
    Submission(
        "polls_staff:questions",
        "agent",
        {"question": "Et ensuite ?", "options": "Planter\nPaver", "method": "single", "majority": "absolute"},
        also=("top", "by", "seats", "credits", "least", "most"),
    ),
    Submission("paper_staff:stations", "agent", {"stations": "Mairie\nHalle"}),
    Submission("polls_staff:open", "agent"),
    Submission("participation_staff:archive", "agent"),
    Submission("participation_staff:bring_back", "agent", before=("participation_staff:archive", {})),
    Submission("participation_staff:draft", "agent", before=("polls_staff:open", {})),
]
# Take a POST and write nothing of what is posted, each with its reason.
NOTHING_TO_CHANGE = {
    "account_signup": "leads to the sign-in page",
    "account_request_login_code": "leads to the sign-in page",
    "account_confirm_login_code": "its code is tried in `tests/dreamplus/people`; it writes a session",
    "consultations_staff:share": "no field: makes a link",
    "consultations_staff:unshare": "no field: ends a link",
    "consultations_staff:preview": "a password: tried in `tests/consultations/test_preview.py`",
    "consultations_staff:ask": "names somebody, and is tried in `tests/consultations/test_validation.py`",
    "consultations_staff:take_back": "no field: nobody waits any more",
    "consultations_staff:validate": "of what waits: tried in `tests/consultations/test_validation.py`",
    "proposals:bulk": "a file, tried in `tests/consultations/proposals/test_bulk.py`",
    "surveys:build": "its one field is read by hand, and tried in `tests/consultations/surveys/`",
    "surveys:arrange": "an act on a question, tried in `tests/consultations/surveys/`",
    "surveys:add": "only before the opening: tried in `tests/consultations/surveys/`",
    "surveys:question": "only before the opening: tried in `tests/consultations/surveys/`",
    "consultations_staff:open": "no field: publishes what is ready",
    "consultations_staff:again": "chooses among consultations, and is tried in `tests/consultations/test_again.py`",
    "people:session_close": "no field: closes one session of one's own",
    "usersessions_list": "no field: closes one's other sessions",
    "people:same_person": "its code is tried in `tests/dreamplus/people`; it writes a session",
    "notifications:read": "no field but the number of one's own notice",
    "notifications:follow": "no field: follows or stops following",
    "notifications:stop": "no field: the signed address says what is stopped",
    "notifications:ask_confirmation": "no field: sends a letter",
    "notifications:confirm_address": "no field: the signed address says what is confirmed",
    "notifications:settle": "no field: letters go to an address again",
    "organisations:accept": "no field: the secret of the address says what is accepted",
    "people:assistant_end": "no field: ends a mandate that one gave",
    "rights:ask": "no field: begins a copy of one's data",
    "rights:take": "no field: gives the copy",
    "rights:withdraw": "no field: ends one consent",
    "polls:vote": "keeps the choice in the browser",
    "paper_staff:box": "its fields are read one by one, and tried in `tests/polls/paper/`",
    "paper_staff:end": "no field: ends the count on paper",
    "polls_staff:meeting": "its fields are read one by one, and tried in `tests/polls/test_meeting.py`",
    "polls_staff:proxies": "its fields are read one by one, and tried in `tests/polls/test_weighting.py`",
    "polls_staff:sign": "it needs a list and a closed vote, and is tried in `tests/polls/paper/test_signing.py`",
    "polls_staff:mark": "its fields are read one by one, and tried in `tests/polls/paper/test_marking.py`",
    "secret:draw": "no form: JSON with one member, tried in `tests/polls/secret/test_tokens.py`",
    "secret:act": "no form: JSON with one member, tried in `tests/polls/secret/test_whole_way.py`",
    "secret_staff:prepare": "its form is not saved as a model: tried in `tests/polls/secret/test_pages.py`",
    "witness:promise": "no form: JSON of known members, tried in `tests/dreamplus/federation/witness/`",
    "witness:agree": "no form: JSON of known members, tried in `tests/dreamplus/federation/witness/`",
    "witness:see": "no form: JSON of known members, tried in `tests/dreamplus/federation/witness/`",
    "participation:enter": "looks a reference up",
    "people:home": "a page without form answers a POST as it answers a GET",
    "people:second_factor": "the same",
    "assisted:arrive": "its code is tried in `tests/dreamplus/people/assisted`; it writes a session",
    "assisted:begin": "its box and name are tried in `tests/doors/test_assisted.py`; nothing outside an accompaniment",
    "assisted:refuse": "no field: ends what is under way in this browser",
    "assisted:alive": "no field but where to go back to: writes the session",
    "assisted:finish": "no field: ends what is under way in this browser",
    "assisted:erase": "no field: takes back what a person without an address gave",
    "assisted_staff:open_for": "as assisted_staff:open, for a line that is tried in `tests/doors/test_assisted.py`",
    "assisted_staff:end": "no field: ends what is under way on a screen",
    "assisted_staff:place": "the form of assisted_staff:create_place",
    "assisted_staff:close_place": "one field of two words: closes or opens",
    "people:deleted": "the same",
    "dream_brand_preview": "the same",
    "theming:brand": "the same",
    "theming:icon": "the same",
    "theming:elements": "shown in development only",
    "theming:sample": "shown in development only",
    "account_logout": "no field: signs out",
    "federation_staff:withdraw": "one box to tick; takes back what was shared",
    "moderation:report": "its fields are read one by one, and tried in `tests/dreamplus/moderation`",
    "moderation:notice": "its fields are read one by one, and tried in `tests/dreamplus/moderation`",
    "moderation:decision": "its fields are read one by one, and tried in `tests/dreamplus/moderation`",
    "moderation_staff:case": "its fields are read one by one, and tried in `tests/dreamplus/moderation`",
    "moderation_staff:open": "no field: opens a case",
    "people:browser_forget": "no field: forgets one browser of one's own",
    "people:identities": "a page without form answers a POST as it answers a GET",
    "people:identity_connect": "no field: leads to the service",
    "people:identity_forget": "no field: forgets what waits in the session",
    "people:identity_left": "the same",
    "people:identity_part": "no field: parts from one identity of one's own",
    "people:identity_start": "no field: leads to the service",
    "rolls:claim": "its fields are read one by one, and tried in `tests/dreamplus/people/rolls`",
    "rolls_staff:search": "looks a name up",
    "rolls_staff:upload": "takes a file, and nothing beside it",
    "rolls_staff:code": "its fields are read one by one, and tried in `tests/dreamplus/people/rolls`",
    "rolls_staff:vouch": "its fields are read one by one, and tried in `tests/dreamplus/people/rolls`",
    "rolls_staff:release": "its fields are read one by one, and tried in `tests/dreamplus/people/rolls`",
    "rolls_staff:confirm": "no field: confirms a file that was read",
    "rolls_staff:cancel": "no field: throws a file away",
    "rolls_staff:erase": "no field: erases a list",
    "rolls_staff:freeze": "no field: fixes a list",
    "rolls_staff:letters": "no field: makes letters",
    "rolls_staff:letters_cancel": "no field: throws letters away",
    "rolls_staff:letters_download": "no field: gives the file",
    "demonstration:reset": "of a demonstration only; touches one file",
    "demonstration:mailbox": "of a demonstration only",
    "demonstration:resetting": "of a demonstration only",
}
