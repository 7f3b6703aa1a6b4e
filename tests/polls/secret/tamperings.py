"""What somebody could do to a published vote, each with the check that must see it. Both verifiers read this table."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from polls.secret.rules import blind, log, tree
from polls.secret.rules.canonical import b64, encode
from polls.secret.rules.log import Head
from polls.secret.rules.papers import Said
from polls.secret.rules.postponing import Postponement
from polls.secret.rules.publication import Publication
from tests.polls.secret.village import Village
from tests.polls.secret.voter import Voter

Tampering = Callable[[Village, Publication], Publication]


def relogged(village: Village, publication: Publication, ballots: list[bytes], **more: object) -> Publication:
    """Another log for those ballots, as the box alone could make it: signed by itself, not by the witness."""
    closing = log.closing(village.terms, ballots=len(ballots), tokens=[village.tokens])
    entries = [encode(village.terms.told()), *ballots, encode(closing)]
    leaves = tuple(tree.leaf(entry) for entry in entries)
    head = log.sign_head(Head.of(village.terms.poll, leaves), village.log_key)
    forged = replace(publication, leaves=leaves, ballots=tuple(ballots), closing=closing, heads=(head.told(),))
    return replace(forged, **more)  # type: ignore[arg-type]  # fields of a publication


def changed(ballot: bytes, **members: object) -> bytes:
    """That ballot with other members."""
    return encode(json.loads(ballot) | members)


def a_ballot_removed(village: Village, told: Publication) -> Publication:
    return replace(told, ballots=told.ballots[1:])


def a_ballot_removed_from_the_log_too(village: Village, told: Publication) -> Publication:
    return relogged(village, told, list(told.ballots[1:]))


def a_ballot_changed(village: Village, told: Publication) -> Publication:
    choices = json.loads(told.ballots[3])["sealed"]
    choices["choices"] = b64(secrets.token_bytes(village.terms.length + 16))
    return replace(told, ballots=(*told.ballots[:3], changed(told.ballots[3], sealed=choices), *told.ballots[4:]))


def a_ballot_changed_in_the_log_too(village: Village, told: Publication) -> Publication:
    choices = json.loads(told.ballots[3])["sealed"]
    choices["choices"] = b64(secrets.token_bytes(village.terms.length + 16))
    return relogged(village, told, [*told.ballots[:3], changed(told.ballots[3], sealed=choices), *told.ballots[4:]])


def a_number_raised(village: Village, told: Publication) -> Publication:
    """An earlier ballot made to replace the later one."""
    return relogged(village, told, [changed(told.ballots[0], number=9), *told.ballots[1:]])


def a_ballot_added_without_a_token(village: Village, told: Publication) -> Publication:
    stranger = Voter(village.terms)
    stranger.asks()
    stranger.token = secrets.token_bytes(384)
    return relogged(village, told, [*told.ballots, stranger.votes(("sat",)).entry])


def a_ballot_of_another_issuer(village: Village, told: Publication) -> Publication:
    """A token from a key that is not the one of the terms."""
    stranger = Voter(replace(village.terms, issuers=(other_issuer().public,)))
    stranger.takes(blind.sign(other_issuer(), stranger.asks()))
    return relogged(village, told, [*told.ballots, stranger.votes(("sat",)).entry])


def ballots_reordered(village: Village, told: Publication) -> Publication:
    return replace(told, ballots=(told.ballots[1], told.ballots[0], *told.ballots[2:]))


def a_log_reordered(village: Village, told: Publication) -> Publication:
    leaves = (told.leaves[0], told.leaves[2], told.leaves[1], *told.leaves[3:])
    return replace(told, leaves=leaves, ballots=(told.ballots[1], told.ballots[0], *told.ballots[2:]))


def a_ballot_twice(village: Village, told: Publication) -> Publication:
    return relogged(village, told, [*told.ballots, told.ballots[5]])


def a_scrutineers_key_swapped(village: Village, told: Publication) -> Publication:
    return replace(told, keys={1: village.scrutineers[2], 3: village.scrutineers[0]})


def a_key_of_nobody(village: Village, told: Publication) -> Publication:
    return replace(told, keys={1: village.scrutineers[0], 3: secrets.token_bytes(32)})


def a_key_held_back(village: Village, told: Publication) -> Publication:
    return replace(told, keys={1: village.scrutineers[0]})


def a_head_rolled_back(village: Village, told: Publication) -> Publication:
    """The last batch and the closing forgotten, a shorter log shown under the old heads."""
    size = village.heads[1].head.size
    return replace(told, leaves=told.leaves[:size])


def the_last_head_withheld(village: Village, told: Publication) -> Publication:
    return replace(told, heads=told.heads[:-1])


def a_head_without_its_witness(village: Village, told: Publication) -> Publication:
    heads = [head | {"witness": None} for head in told.heads]
    return replace(told, heads=tuple(heads))


def a_head_signed_by_somebody_else(village: Village, told: Publication) -> Publication:
    forged = log.sign_head(Head.of(village.terms.poll, village.leaves), secrets.token_bytes(32))
    return replace(told, heads=(*told.heads, forged.told()))


def the_terms_changed(village: Village, told: Publication) -> Publication:
    """The closing put later, after the fact."""
    return replace(told, terms=replace(told.terms, closes="2026-11-21T17:00:00Z"))


def more_ballots_than_tokens(village: Village, told: Publication) -> Publication:
    closing = log.closing(village.terms, ballots=len(told.ballots), tokens=[5])
    leaves = (*told.leaves[:-1], log.entry_leaf(closing))
    head = log.sign_head(Head.of(village.terms.poll, leaves), village.log_key)
    return replace(told, leaves=leaves, closing=closing, heads=(head.told(),))


def another_result(village: Village, told: Publication) -> Publication:
    result = json.loads(encode(told.result))
    result["questions"][0]["said"][0]["number"] += 1
    return replace(told, result=result)


def a_valid_ballot_called_invalid(village: Village, told: Publication) -> Publication:
    result = json.loads(encode(told.result))
    result["invalid"] = [{"leaf": told.leaves[1].hex(), "reason": "not-a-ballot"}]
    return replace(told, result=result)


def another_secret_for_ties(village: Village, told: Publication) -> Publication:
    return replace(told, ties=(secrets.token_bytes(32), told.ties[1]))


@cache
def other_issuer() -> blind.PrivateKey:
    return blind.PrivateKey.make()


TABLE: dict[Tampering, set[str]] = {
    a_ballot_removed: {"ballots", "count"},
    a_ballot_removed_from_the_log_too: {"witness", "count"},
    a_ballot_changed: {"ballots", "count"},
    a_ballot_changed_in_the_log_too: {"witness", "ballots", "count"},
    a_number_raised: {"witness", "ballots", "count"},
    a_ballot_added_without_a_token: {"witness", "ballots", "count"},
    a_ballot_of_another_issuer: {"witness", "ballots", "count"},
    ballots_reordered: {"ballots", "count"},
    a_log_reordered: {"heads", "witness"},
    a_ballot_twice: {"witness", "ballots", "count"},
    a_scrutineers_key_swapped: {"keys", "count"},
    a_key_of_nobody: {"keys", "count"},
    a_key_held_back: {"count"},
    a_head_rolled_back: {"heads", "witness", "closing", "ballots", "count"},
    the_last_head_withheld: {"witness"},
    a_head_without_its_witness: {"witness"},
    a_head_signed_by_somebody_else: {"heads", "witness"},
    the_terms_changed: {"terms"},
    more_ballots_than_tokens: {"witness", "numbers"},
    another_result: {"count"},
    a_valid_ballot_called_invalid: {"count"},
    another_secret_for_ties: {"ties"},
}


def relogged_whole(
    village: Village, told: Publication, *, after: tuple[bytes, ...] = (), **changes: object
) -> Publication:
    """Another log with later closings first, ballots, the closing, `after` it what may not be there, the paper."""
    forged = replace(told, **changes)  # type: ignore[arg-type]  # fields of a publication
    entries = [encode(village.terms.told()), *map(encode, forged.postponements), *forged.ballots[: len(told.ballots)]]
    entries += [encode(forged.closing), *after, encode(forged.paper)]
    leaves = tuple(tree.leaf(entry) for entry in entries)
    head = log.sign_head(Head.of(village.terms.poll, leaves), village.log_key)
    return replace(forged, leaves=leaves, heads=(head.told(),))


def _other_papers(village: Village) -> Said:
    return replace(village.said, groups={(("sat",),): 19, ((),): 2, (("sun",),): 11})


def papers_changed(village: Village, told: Publication) -> Publication:
    return replace(told, on_paper=_other_papers(village).told())


def papers_changed_with_their_commitment(village: Village, told: Publication) -> Publication:
    said = _other_papers(village)
    return replace(told, on_paper=said.told(), paper=told.paper | {"said": said.commitment.hex()})


def papers_changed_in_the_log_too(village: Village, told: Publication) -> Publication:
    said = _other_papers(village)
    entry = told.paper | {"said": said.commitment.hex()}
    return relogged_whole(village, told, on_paper=said.told(), paper=entry)


def papers_that_the_rules_do_not_allow(village: Village, told: Publication) -> Publication:
    said = replace(village.said, groups={(("mon",),): 32})
    return relogged_whole(village, told, on_paper=said.told(), paper=told.paper | {"said": said.commitment.hex()})


def papers_withheld(village: Village, told: Publication) -> Publication:
    return replace(told, on_paper=None)


def the_paper_left_out(village: Village, told: Publication) -> Publication:
    return replace(told, paper=None, on_paper=None)


def more_papers_found(village: Village, told: Publication) -> Publication:
    places = [told.paper["places"][0] | {"found": 40}, *told.paper["places"][1:]]
    return replace(told, paper=told.paper | {"places": places})


def a_place_that_nobody_named(village: Village, told: Publication) -> Publication:
    places = [told.paper["places"][0] | {"station": "ailleurs"}, *told.paper["places"][1:]]
    return relogged_whole(village, told, paper=told.paper | {"places": places})


def more_lines_marked_than_there_are(village: Village, told: Publication) -> Publication:
    return relogged_whole(village, told, paper=told.paper | {"marked": village.terms.roll_size})


def a_ballot_after_the_closing(village: Village, told: Publication) -> Publication:
    late = village.voter().votes(("sun",)).entry
    return relogged_whole(village, told, after=(late,), ballots=(*told.ballots, late))


def a_later_closing_that_the_witness_did_not_sign(village: Village, told: Publication) -> Publication:
    asked = Postponement(village.terms.poll, village.terms.closes, "2026-12-21T17:00:00Z")
    return relogged_whole(village, told, postponements=(asked.entry(asked.agreed(village.log_key)),))


def a_later_closing_of_another(village: Village, told: Publication) -> Publication:
    """Signed by the witness, and moving a date at which this vote never closed."""
    asked = Postponement(village.terms.poll, "2026-11-19T17:00:00Z", "2026-12-21T17:00:00Z")
    return relogged_whole(village, told, postponements=(asked.entry(asked.agreed(village.witness_key)),))


def a_later_closing_untold(village: Village, told: Publication) -> Publication:
    return replace(told, postponements=())


def a_later_closing_with_another_date(village: Village, told: Publication) -> Publication:
    return replace(told, postponements=(told.postponements[0] | {"closes": "2026-12-21T17:00:00Z"},))


OF_PAPER: dict[Tampering, set[str]] = {
    papers_changed: {"paper", "count"},
    papers_changed_with_their_commitment: {"paper", "count"},
    papers_changed_in_the_log_too: {"witness", "count"},
    papers_that_the_rules_do_not_allow: {"witness", "paper", "count"},
    papers_withheld: {"paper", "count"},
    the_paper_left_out: {"closing", "paper", "ballots", "count"},
    more_papers_found: {"paper", "count"},
    a_place_that_nobody_named: {"witness", "paper", "count"},
    more_lines_marked_than_there_are: {"witness", "numbers"},
    a_ballot_after_the_closing: {"witness", "closing", "ballots", "count"},
    a_later_closing_that_the_witness_did_not_sign: {"witness", "postponements"},
    a_later_closing_of_another: {"witness", "postponements"},
    a_later_closing_untold: {"closing", "ballots", "count"},
    a_later_closing_with_another_date: {"postponements", "closing", "paper", "ballots", "count"},
}
"""For a vote with paper whose closing was moved (`village.voted_with_paper`)."""
