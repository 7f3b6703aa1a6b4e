"""What is done to lists. Keyword-only; refusals are `errors.RollError` with a sentence."""

from dreamplus.people.rolls.services.claims import claim_by_email, claim_digest, claim_line, wrong_character
from dreamplus.people.rolls.services.counter import counter_code, release_line, vouch
from dreamplus.people.rolls.services.ending import ask_erasure, erase_roll, freeze_roll
from dreamplus.people.rolls.services.imports import cancel_import, confirm_import, create_roll, stage_roll_file
from dreamplus.people.rolls.services.letters import cancel_letters, make_codes, take_letters

__all__ = [
    "ask_erasure",
    "cancel_import",
    "cancel_letters",
    "claim_by_email",
    "claim_digest",
    "claim_line",
    "confirm_import",
    "counter_code",
    "create_roll",
    "erase_roll",
    "freeze_roll",
    "make_codes",
    "release_line",
    "stage_roll_file",
    "take_letters",
    "vouch",
    "wrong_character",
]
