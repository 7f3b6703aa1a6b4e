"""Who opens which address, and who may post there: one line for each, written by hand (`test_access_matrix.py`)."""

from __future__ import annotations

from tests.doors.world import READERS

Line = dict[str, int]

AGENTS = "agent administrator"
COUNTER = "agent animator administrator"
READING = "agent animator official scrutineer administrator"
ANSWERING = "agent official assistant administrator"
OF_A_PART = " elsewhere"  # lists hold what is theirs: nothing here
MODERATING = "moderator agent administrator"
EVERY_STAFF = f"{MODERATING} elsewhere official assistant animator evaluator scrutineer region_officer juror consultant"


def all_of_them(status: int, **others: int) -> Line:
    """The same for everybody but `others`."""
    return {**dict.fromkeys(READERS, status), **others}


def signed_in(status: int = 200, **others: int) -> Line:
    """A visitor is led to the sign-in page."""
    return all_of_them(status, **{"visitor": 302, **others})


def owner_alone(status: int = 200, *, instead: int = 404) -> Line:
    """Whose it is; to others it does not exist."""
    return signed_in(instead, owner=status)


def staff(roles: str, status: int = 200) -> Line:
    """`roles` alone. An agent who has not shown the second factor is led to it where an agent may enter."""
    entering = dict.fromkeys(roles.split(), status)
    return signed_in(403, **entering, forgetful=302 if "agent" in entering else 403)


EVERYBODY, NOBODY, POSTED = all_of_them(200), all_of_them(404), all_of_them(405)
SIGNPOST = all_of_them(302)

OPENED: dict[str, Line] = {
    # pages of the site
    "cms:search": EVERYBODY,
    "cms:territories": EVERYBODY,
    "cms:territory": NOBODY,  # no commune has this code here
    "cms:contact": SIGNPOST,
    "cms:site_map": SIGNPOST,
    "cms:legal_notice": SIGNPOST,
    "cms:personal_data": SIGNPOST,
    "cms:accessibility": SIGNPOST,
    "cms_staff:visits": staff(AGENTS),
    "cms_staff:visits_csv": staff(AGENTS),
    "cms_media": NOBODY,  # no such picture
    "cms_admin_css": EVERYBODY,
    "robots": EVERYBODY,
    "sitemap": EVERYBODY,
    "security_txt": EVERYBODY,
    "theming:brand": EVERYBODY,
    "theming:icon": EVERYBODY,
    "theming:elements": NOBODY,  # shown in development only
    "theming:sample": NOBODY,
    "dream_brand_preview": {**staff(EVERY_STAFF, 302), "administrator": 200},  # others are led to the staff's home page
    "demonstration:mailbox": NOBODY,  # outside a demonstration
    "demonstration:reset": NOBODY,
    "demonstration:resetting": NOBODY,
    # between sites
    "federation:discovery": EVERYBODY,
    "federation:changes": EVERYBODY,
    "federation:head": EVERYBODY,
    "federation:schema": NOBODY,  # no such kind
    "federation_staff:withdraw": staff("region_officer administrator", 404),  # nothing published yet
    "harvest:results": EVERYBODY,
    "harvest:communes": EVERYBODY,
    "harvest:result": NOBODY,  # nothing harvested
    "witness:promise": POSTED,
    "witness:vote": EVERYBODY,
    "witness:votes": EVERYBODY,
    "witness:agree": POSTED,
    "witness:see": POSTED,
    "opendata:index": EVERYBODY,
    "opendata:document": NOBODY,  # sealed
    "opendata:table": NOBODY,
    # one's account
    "account_signup": SIGNPOST,  # one page to sign in and to sign up
    "account_request_login_code": SIGNPOST,
    "account_confirm_login_code": all_of_them(302, visitor=200),  # who is signed in has no code to type
    "account_logout": signed_in(),
    "usersessions_list": signed_in(),
    "people:home": signed_in(),
    "people:assistants": {**signed_in(403), "official": 200},  # an elected official's own
    "people:assistant_end": POSTED,
    "people:profile": signed_in(),
    "people:residence": signed_in(),
    "people:same_person": signed_in(),
    "people:second_factor": signed_in(302, owner=200, citizen=200),  # who has one is led to their account
    "people:delete": signed_in(302, owner=200, citizen=200),  # staff show their second factor again
    "people:deleted": EVERYBODY,
    "people:session_close": POSTED,
    "people:browser_forget": POSTED,
    "people:identities": signed_in(),
    "people:identity_part": POSTED,
    "people:identity_forget": POSTED,
    "people:identity_start": POSTED,
    "people:identity_connect": POSTED,
    "people:identity_return": NOBODY,  # no such service
    "people:identity_left": all_of_them(302, visitor=200),  # who is signed in has not left
    "rights:mine": signed_in(),
    "rights:take": POSTED,
    "rights:ask": POSTED,
    "rights:withdraw": POSTED,
    # notices
    "notifications:list": signed_in(),
    "notifications:read": POSTED,
    "notifications:preferences": signed_in(),
    "notifications:follow": signed_in(),
    "notifications:ask_confirmation": POSTED,
    "notifications:confirm_address": signed_in(404),  # a token nobody was sent
    "notifications:stop": EVERYBODY,  # one click from a letter, without signing in; the token is the key
    "notifications:returned": staff("administrator"),
    "notifications:settle": POSTED,
    # lists of people, quarters, counter
    "rolls:claim": EVERYBODY,
    "rolls_staff:rolls": staff(AGENTS),
    "rolls_staff:create": staff(AGENTS),
    "rolls_staff:template": staff(AGENTS),
    "rolls_staff:roll": staff(AGENTS),
    "rolls_staff:erase": staff(AGENTS),
    "rolls_staff:faults": staff(AGENTS, 404),  # this file has none
    "rolls_staff:counter": staff(COUNTER),
    "rolls_staff:search": staff(COUNTER),
    "rolls_staff:line": staff(COUNTER),
    "rolls_staff:code": POSTED,
    "rolls_staff:vouch": POSTED,
    "rolls_staff:release": POSTED,
    "rolls_staff:upload": POSTED,
    "rolls_staff:confirm": POSTED,
    "rolls_staff:cancel": POSTED,
    "rolls_staff:freeze": POSTED,
    "rolls_staff:letters": POSTED,
    "rolls_staff:letters_cancel": POSTED,
    "rolls_staff:letters_download": POSTED,
    # people who are helped
    "assisted:arrive": EVERYBODY,
    "assisted:begin": SIGNPOST,  # nobody here is being helped
    "assisted:refuse": POSTED,
    "assisted:alive": POSTED,
    "assisted:still": SIGNPOST,
    "assisted:finish": SIGNPOST,
    "assisted:erase": SIGNPOST,
    "assisted:gone": EVERYBODY,
    "assisted_staff:board": staff(COUNTER),
    "assisted_staff:open": staff(COUNTER),
    "assisted_staff:open_for": staff(COUNTER),
    "assisted_staff:end": POSTED,
    "assisted_staff:places": staff(AGENTS),
    "assisted_staff:create_place": staff(AGENTS),
    "assisted_staff:place": staff(AGENTS),
    "assisted_staff:close_place": POSTED,
    "people:counter": staff(COUNTER),
    "people:quarters": staff(AGENTS),
    "people:quarter": staff(AGENTS),
    "people:quarter_retire": POSTED,
    # organisations
    "organisations:mine": signed_in(),
    "organisations:declare": signed_in(),
    "organisations:one": owner_alone(),
    "organisations:accept": signed_in(),  # who may accept is asked when they do
    "organisations:invite": POSTED,
    "organisations:withdraw": POSTED,
    "organisations:change": POSTED,
    "organisations_staff:list": staff(AGENTS),
    "organisations_staff:one": staff(AGENTS),
    "participation:organisation": EVERYBODY,
    "participation:certificate": owner_alone(),
    # the administrator's
    "people:team": staff("administrator"),
    "people:revoke": POSTED,
    "rights_staff:register": staff("administrator"),
    "rights_staff:register_csv": staff("administrator"),
    "rights_staff:purges": staff("administrator"),
    # consultations and proposals
    "consultations_staff:board": staff(EVERY_STAFF),  # each sees the panels of their roles
    "consultations_staff:again": staff(AGENTS),
    "consultations_staff:create": staff(AGENTS),
    "consultations_staff:prepare": staff(AGENTS),
    "consultations_staff:vote": staff(AGENTS),
    "consultations_staff:survey": staff(AGENTS),
    "consultations_staff:open": POSTED,
    "consultations_staff:outcome": staff(AGENTS),
    "consultations_staff:ask": POSTED,
    "consultations_staff:take_back": POSTED,
    "consultations_staff:validate": staff("agent official administrator"),
    "consultations_staff:share": POSTED,
    "consultations_staff:unshare": POSTED,
    "consultations_staff:preview": EVERYBODY,  # the page that asks for its password
    "participation_staff:activities": staff(AGENTS + OF_A_PART),
    "participation_staff:board": staff(AGENTS),
    "participation_staff:dates": staff(AGENTS),
    "participation_staff:close": staff(AGENTS),
    "participation_staff:draft": POSTED,
    "participation_staff:audience": staff(AGENTS),
    "participation_staff:moderation": staff(AGENTS),
    "participation_staff:archive": staff(AGENTS),
    "participation_staff:archived": staff(AGENTS + OF_A_PART),
    "participation_staff:bring_back": POSTED,
    "participation_staff:reports": staff(MODERATING, 301),  # the queue of moderation
    "participation:enter": EVERYBODY,
    "participation:follow": EVERYBODY,  # by a receipt's number, which only its owner was given
    "proposals:detail": EVERYBODY,
    "proposals:history": EVERYBODY,
    "proposals:write": EVERYBODY,  # one writes first and signs in afterwards
    "proposals:preview": all_of_them(422, owner=200),  # of one's draft; others have none
    "proposals:publish": POSTED,
    "proposals:discard": POSTED,
    "proposals:support": POSTED,
    "proposals:published": owner_alone(),
    "proposals:edit": owner_alone(),
    "proposals:withdraw": owner_alone(),
    "proposals:waiting": staff(ANSWERING + OF_A_PART),
    "proposals:answer": staff(ANSWERING),
    "proposals:themes": staff(AGENTS),
    "proposals:bulk": staff(ANSWERING),
    "proposals:table": staff(ANSWERING),
    "proposals:assign": POSTED,
    # comments
    "comments:write": POSTED,
    "comments:reply": EVERYBODY,
    "comments:like": signed_in(405),
    "comments:withdraw": owner_alone(),
    # votes
    "surveys:answer": EVERYBODY,  # one answers first and signs in afterwards
    "surveys:screen": EVERYBODY,
    "surveys:review": EVERYBODY,
    "surveys:send": POSTED,
    "surveys:sent": NOBODY,  # nobody has sent anything in this session
    "surveys:discard": POSTED,
    "surveys:withdraw": owner_alone(),
    "surveys:resume": EVERYBODY,  # whoever holds the link
    "surveys:build": staff(AGENTS),
    "surveys:arrange": POSTED,
    "surveys:add": staff(AGENTS),
    "surveys:question": staff(AGENTS),
    "surveys:paper": staff(AGENTS),
    "surveys:enter": staff(READING),
    "surveys:take_back": POSTED,
    "surveys:responses": staff(AGENTS),
    "surveys:cross": staff(AGENTS),
    "surveys:export": staff(AGENTS),
    "polls:vote": EVERYBODY,
    "polls:review": SIGNPOST,  # nothing chosen yet
    "polls:cast": POSTED,
    "polls:receipt": SIGNPOST,  # nobody here has voted in this session
    "polls:result": EVERYBODY,  # that it is sealed
    "polls:embed": EVERYBODY,  # that it is sealed, in a frame
    "polls:profiles": NOBODY,  # sealed
    "polls:protection": EVERYBODY,
    "polls:recount": EVERYBODY,
    "polls:screen": EVERYBODY,
    "polls:square": EVERYBODY,
    "secret:verification": EVERYBODY,
    "secret:announcement": EVERYBODY,  # asked by the witness
    "secret:draw": POSTED,
    "secret:publication": NOBODY,  # not counted
    "secret:scrutineer": EVERYBODY,  # who has the link of the letter
    "secret:act": POSTED,
    "secret_staff:prepare": staff(AGENTS),
    # votes on paper
    "paper_staff:stations": staff(AGENTS),
    "paper_staff:boxes": staff(READING),
    "paper_staff:box": staff(READING),
    "paper_staff:minutes": staff(READING),
    "paper_staff:model": staff(READING),
    "paper_staff:end": POSTED,
    "polls_staff:create": staff(AGENTS),
    "polls_staff:meeting": staff(AGENTS),
    "polls_staff:mark": staff(COUNTER, 404),  # no list, no paper
    "polls_staff:sign": staff(COUNTER, 404),  # the same
    "polls_staff:proxies": staff(COUNTER, 404),  # no list, no proxies
    "polls_staff:rules": staff(AGENTS),
    "polls_staff:questions": staff(AGENTS),
    "polls_staff:open": staff(AGENTS),
    "polls_staff:poster": staff(AGENTS),
    "polls_staff:ballot": staff(AGENTS),
    "polls_staff:sheet": staff(AGENTS),
    "polls_staff:qr": staff(AGENTS),
    "live:topic": EVERYBODY,
    # moderation
    "moderation:log": EVERYBODY,
    "moderation:log_csv": EVERYBODY,
    "moderation:charter": EVERYBODY,
    "moderation:counts": EVERYBODY,
    "moderation:counts_csv": EVERYBODY,
    "moderation:report": EVERYBODY,  # anybody may give notice (art. 16 of the DSA)
    "moderation:notice": EVERYBODY,  # by the number on its receipt
    "moderation:decision": EVERYBODY,  # by the number in its letter; reasons, never who was told
    "moderation:mine": signed_in(),
    "moderation_staff:queue": staff(MODERATING),
    "moderation_staff:case": staff(MODERATING),
    "moderation_staff:open": POSTED,
    "moderation_staff:export": staff(MODERATING),
    "moderation_staff:charter": staff(AGENTS),
    "moderation_staff:grounds": staff(AGENTS),
    "moderation_staff:ground": staff(AGENTS),
    "moderation_staff:new_ground": staff(AGENTS),
}

# What a POST without a word answers: led on (302, 303), told what is missing (200, 409, 422), refused (403, 404).
POSTS: dict[str, Line] = {
    "people:session_close": signed_in(302),  # one's own alone: see `OF_THE_OWNER`
    "people:browser_forget": signed_in(302),
    "people:identity_part": signed_in(302),
    "people:identity_forget": signed_in(302),
    "people:identity_start": NOBODY,  # no such service
    "people:identity_connect": signed_in(302, owner=404, citizen=404),  # staff show their second factor first
    "rights:take": signed_in(302, owner=200, citizen=404),  # staff show their second factor first
    "rights:ask": signed_in(302),
    "rights:withdraw": signed_in(302),
    "notifications:read": signed_in(302),
    "notifications:ask_confirmation": signed_in(302),
    "notifications:settle": staff("administrator", 302),
    "rolls_staff:code": staff(COUNTER),
    "rolls_staff:vouch": staff(COUNTER),
    "rolls_staff:release": staff(COUNTER),
    "rolls_staff:upload": staff(AGENTS),
    "rolls_staff:confirm": staff(AGENTS, 302),
    "rolls_staff:cancel": staff(AGENTS, 302),
    "rolls_staff:freeze": staff(AGENTS, 302),
    "rolls_staff:letters": staff(AGENTS, 302),
    "rolls_staff:letters_cancel": staff(AGENTS, 302),
    "rolls_staff:letters_download": staff(AGENTS, 302),
    "assisted:refuse": all_of_them(302),
    "assisted:alive": all_of_them(204),
    "assisted_staff:end": staff(COUNTER, 302),
    "assisted_staff:close_place": staff(AGENTS, 302),
    "organisations:invite": owner_alone(422),
    "organisations:withdraw": owner_alone(302),
    "organisations:change": owner_alone(404),  # no act is named
    "people:quarter_retire": staff(AGENTS, 302),
    "people:revoke": staff("administrator", 302),
    "people:assistant_end": signed_in(404),  # none of them gave one
    "consultations_staff:open": staff(AGENTS, 302),
    "consultations_staff:ask": staff(AGENTS, 302),
    "consultations_staff:share": staff(AGENTS, 302),  # it is on line
    "consultations_staff:unshare": staff(AGENTS, 302),
    "consultations_staff:take_back": staff(AGENTS, 302),
    "participation_staff:draft": staff(AGENTS, 409),  # it is open
    "participation_staff:bring_back": staff(AGENTS, 302),
    "proposals:publish": signed_in(302),
    "proposals:discard": signed_in(302),
    "proposals:support": signed_in(302),
    "proposals:assign": staff(ANSWERING, 302),
    "surveys:send": all_of_them(422, owner=302),  # the others have answered nothing
    "surveys:discard": all_of_them(302),
    "surveys:arrange": staff(AGENTS, 404),  # no act is named
    "surveys:take_back": staff(READING, 302),
    "comments:write": all_of_them(422),
    "paper_staff:end": staff(AGENTS, 409),  # nobody has read the boxes
    "polls:cast": signed_in(303),
    "secret:draw": all_of_them(400, visitor=401),  # a program asks: no page is led to
    "secret:act": all_of_them(400),
    "witness:promise": all_of_them(409),
    "witness:agree": all_of_them(409),
    "witness:see": all_of_them(409),
    "moderation_staff:open": staff(MODERATING, 302),
}
