"""Every write of secret votes, by its name."""

from polls.secret.services.closing import look_after
from polls.secret.services.giving import draw_token
from polls.secret.services.laying import lay
from polls.secret.services.opening import give_key, open_box
from polls.secret.services.postponing import postpone
from polls.secret.services.scrutineers import invite, keep_key, name_scrutineers, prove_key

__all__ = [
    "draw_token",
    "give_key",
    "invite",
    "keep_key",
    "lay",
    "look_after",
    "name_scrutineers",
    "open_box",
    "postpone",
    "prove_key",
]
